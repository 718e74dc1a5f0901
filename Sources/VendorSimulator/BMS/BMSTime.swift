import Inventory

/// Times as this account has them: without a zone, on the clock of the API user (five and a half hours ahead of UTC, all
/// the year), and with as many digits of a second as it pleases.
enum BMSTime {
    static let zoneHours = "5.5"
    static let zoneName = "Asia/Kolkata"
    private static let zoneMinutes = 330

    /// `2026-07-01T13:30:00`
    static func local(_ time: Timestamp, digits: Int = 0) -> String {
        let text = TimeText.iso(time.plus(minutes: zoneMinutes)).dropLast()
        return digits == 0 ? String(text) : "\(text).\(String(repeating: "0", count: digits))"
    }

    /// The local day, as a midnight without a zone.
    static func localDay(_ time: Timestamp) -> String { String(local(time).prefix(10)) + "T00:00:00" }

    /// The local time of day: `09:30:00`.
    static func timeOfDay(_ time: Timestamp) -> String { String(local(time).dropFirst(11)) }

    static func midnight(_ day: CalendarDate) -> String { TimeText.day(day) + "T00:00:00" }

    /// A time in a filter: UTC where it says so, else by the user's clock.
    static func filter(_ text: String) -> Timestamp? {
        guard let time = Timestamp(iso8601: text) else { return nil }
        return text.hasSuffix("Z") ? time : time.plus(minutes: -zoneMinutes)
    }
}

extension JSONWriter {
    /// A local time, its fraction as long as it happens to be.
    mutating func member(_ key: StaticString, local time: Timestamp?, digits: Int = 0) {
        member(key, time.map { BMSTime.local($0, digits: digits) })
    }

    mutating func member(_ key: StaticString, midnight day: CalendarDate?) {
        member(key, day.map(BMSTime.midnight))
    }

    /// Money, as a number with a fraction.
    mutating func member(_ key: StaticString, cents: Int) {
        let rest = abs(cents) % 100
        member(key, raw: "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)".utf8)
    }

    /// A flag that the vendor writes as 0 or 1.
    mutating func member(_ key: StaticString, digit flag: Bool) { member(key, flag ? 1 : 0) }
}
