/// A period as a person writes it: `90s`, `15m`, `6h`, `1d`.
public enum PeriodText {
    static let allowed: ClosedRange<Int64> = 10...31 * 86_400

    private static let units: [(letter: Character, seconds: Int64)] = [
        ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
    ]

    /// Throws ``ScheduleError/period(_:)`` for what is none, or not from 10 seconds to 31 days.
    public static func parse(_ text: String) throws(ScheduleError) -> Duration {
        guard let letter = text.last, let unit = units.first(where: { $0.letter == letter }),
            let count = Int64(text.dropLast()), count > 0
        else { throw .period(text) }
        let (seconds, isTooMuch) = count.multipliedReportingOverflow(by: unit.seconds)
        guard !isTooMuch, allowed.contains(seconds) else { throw .period(text) }
        return .seconds(seconds)
    }

    /// In the greatest unit that leaves no rest.
    public static func text(seconds: Int64) -> String {
        for unit in units where seconds % unit.seconds == 0 && seconds >= unit.seconds {
            return "\(seconds / unit.seconds)\(unit.letter)"
        }
        return "\(seconds)s"
    }
}
