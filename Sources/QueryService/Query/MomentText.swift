/// Dates and times as people and programs write them in an address.
enum MomentText {
    /// An ISO 8601 time as PostgreSQL reads it, or nil. Without a zone it is UTC; a date alone is its midnight. A space
    /// before the offset is a plus sign that was not encoded.
    static func canonical(_ text: String) -> String? {
        let form =
            /([0-9-]{10})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,9})?)?(?:([Zz])|([+\- ])([0-9]{2})(?::?([0-9]{2}))?)?)?/
        guard let match = text.wholeMatch(of: form), isDay(String(match.1)) else { return nil }
        guard let hour = match.2, let minute = match.3 else { return "\(match.1)T00:00:00Z" }
        let second = match.4 ?? "00"
        guard hour <= "23", minute <= "59", second <= "59" else { return nil }
        let time = "\(match.1)T\(hour):\(minute):\(second)\(match.5 ?? "")"
        guard let sign = match.7, let hours = match.8 else { return time + "Z" }
        let minutes = match.9 ?? "00"
        guard hours <= "15", minutes <= "59" else { return nil }
        return time + (sign == " " ? "+" : String(sign)) + "\(hours):\(minutes)"
    }

    /// Whether it is a day of the calendar, as YYYY-MM-DD.
    static func isDay(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/), let year = Int(match.1),
            let month = Int(match.2), let day = Int(match.3)
        else { return false }
        return year > 0 && (1...12).contains(month) && day > 0 && day <= days(in: month, of: year)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
