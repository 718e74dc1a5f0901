public import Inventory

/// Times and days as vendors write them.
public enum TimeText {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Epoch seconds with a fraction of nine digits (`1751871234.567000000`).
    public static func epochSeconds(_ time: Timestamp) -> String {
        let seconds = floorDivide(time.microseconds, 1_000_000)
        return "\(seconds).\(padded(Int(time.microseconds - seconds * 1_000_000), 6))000"
    }

    /// `2026-07-01T08:00:00Z`.
    public static func iso(_ time: Timestamp) -> String {
        let (date, clock) = parts(time)
        return "\(day(date))T\(clock)Z"
    }

    /// `2026-07-01`.
    public static func day(_ date: CalendarDate) -> String {
        let (year, month, day) = civil(date)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `Wed, 01 Jul 2026 08:00:00 GMT`.
    public static func http(_ time: Timestamp) -> String {
        let (date, clock) = parts(time)
        let (year, month, day) = civil(date)
        let weekday = weekdays[((Int(date.days) % 7) + 7) % 7]
        return "\(weekday), \(padded(day, 2)) \(months[month - 1]) \(year) \(clock) GMT"
    }

    /// The day in UTC on which a moment falls.
    public static func date(_ time: Timestamp) -> CalendarDate {
        CalendarDate(days: Int32(floorDivide(time.microseconds, 86_400_000_000)))
    }

    private static func parts(_ time: Timestamp) -> (CalendarDate, String) {
        let date = date(time)
        let second = Int((time.microseconds - Int64(date.days) * 86_400_000_000) / 1_000_000)
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return (date, clock)
    }

    /// Year, month and day of a day (Howard Hinnant's algorithm).
    static func civil(_ date: CalendarDate) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(date.days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        let quotient = value / by
        return value % by < 0 ? quotient - 1 : quotient
    }
}
