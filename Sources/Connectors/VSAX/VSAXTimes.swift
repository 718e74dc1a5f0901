import Inventory
import JSON

/// VSA X's times: ISO 8601 with any fraction, without a zone UTC; epoch seconds in one list; local texts in the audit.
enum VSAXTimes {
    static func moment(_ value: JSONValue) -> Timestamp? { Times.epoch(value) ?? Times.iso(value) }

    /// The day of `Thursday, August 3, 2017 10:26 AM`, as it is written. Other languages are left alone.
    static func day(_ text: String) -> CalendarDate? {
        let words = text.split { $0 == " " || $0 == "," }
        guard let place = words.firstIndex(where: { months.contains($0.lowercased()) }), words.count > place + 2,
            let month = months.firstIndex(of: words[place].lowercased()), let day = Int(words[place + 1]),
            let year = Int(words[place + 2])
        else { return nil }
        return CalendarDate(year: year, month: month + 1, day: day)?.known
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}
