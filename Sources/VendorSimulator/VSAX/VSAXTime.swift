import Inventory

/// Times as the vendor writes them: ISO 8601 with Z and none, three or seven digits of fraction; epoch seconds in one
/// list; long local text within the audit.
enum VSAXTime {
    static func iso(_ time: Timestamp) -> String {
        let fraction = Int(((time.microseconds % 1_000_000) + 1_000_000) % 1_000_000)
        guard fraction > 0 else { return TimeText.iso(time) }
        let digits = String(String(1_000_000 + fraction).dropFirst())
        let isShort = fraction % 2000 == 0
        return TimeText.iso(time).dropLast() + "." + (isShort ? String(digits.prefix(3)) : digits + "0") + "Z"
    }

    static func epoch(_ time: Timestamp) -> Int {
        let seconds = time.microseconds / 1_000_000
        return Int(time.microseconds % 1_000_000 < 0 ? seconds - 1 : seconds)
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]

    /// `Thursday, August 3, 2017 10:26 AM`: the device's own time, with nothing of a zone.
    static func prose(_ day: CalendarDate, clock: String = "12:00 AM") -> String {
        let (year, month, ofMonth) = TimeText.civil(day)
        let weekday = weekdays[((Int(day.days) % 7) + 7) % 7]
        return "\(weekday), \(months[month - 1]) \(ofMonth), \(year) \(clock)"
    }
}
