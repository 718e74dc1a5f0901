public import Inventory

extension Times {
    /// `2025-05-02T13:40:00Z`, with a fraction and an offset or without. A time without a zone is UTC. Sentinels
    /// (1970's first second, years up to 1900, the year 9999) are no time, and so is what is no such text.
    public static func iso(_ text: String?) -> Timestamp? {
        guard let text = Cleaned.text(text), let day = isoDate(text), text.utf8.count > 10 else { return nil }
        let rest = text.dropFirst(10)
        guard rest.first == "T" || rest.first == " " else { return nil }
        let clock = rest.dropFirst()
        let zoneStart = clock.firstIndex { "Zz+-".contains($0) } ?? clock.endIndex
        guard let microseconds = microseconds(clock[..<zoneStart]), let offset = offsetSeconds(clock[zoneStart...])
        else { return nil }
        let moment = Int64(day.days) * 86_400_000_000 + microseconds - Int64(offset) * 1_000_000
        return moment == 0 ? nil : Timestamp(microseconds: moment)
    }

    /// The day that a text begins with, whatever time follows: vendors send plain dates as midnight.
    public static func isoDate(_ text: String?) -> CalendarDate? {
        guard let text = Cleaned.text(text) else { return nil }
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1901..<9999).contains(year), (1...12).contains(month), (1...daysIn(month, year)).contains(day)
        else { return nil }
        return CalendarDate(days: Int32(daysSinceEpoch(year: year, month: month, day: day)))
    }

    /// A moment in whole seconds of UTC, as filters take it. What is below a second is cut off, never rounded up.
    public static func isoText(_ moment: Timestamp) -> String {
        let seconds = Int((Double(moment.microseconds) / 1_000_000).rounded(.down))
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let (year, month, day) = civil(days)
        let clock = seconds - days * 86_400
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        return "\(date)T\(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))Z"
    }

    private static func microseconds(_ clock: Substring) -> Int64? {
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute),
            let second = parts.count == 3 ? Double(parts[2]) : 0, (0..<61).contains(second)
        else { return nil }
        return Int64(hour * 3600 + minute * 60) * 1_000_000 + Int64((second * 1_000_000).rounded())
    }

    private static func offsetSeconds(_ zone: Substring) -> Int? {
        if zone.isEmpty || zone == "Z" || zone == "z" { return 0 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard digits.utf8.count == 4 || digits.utf8.count == 2, let hours = Int(digits.prefix(2)),
            let minutes = digits.utf8.count == 4 ? Int(digits.suffix(2)) : 0, hours < 24, minutes < 60
        else { return nil }
        return (zone.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func daysIn(_ month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Counts years from March, so that the leap day is the last one.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
