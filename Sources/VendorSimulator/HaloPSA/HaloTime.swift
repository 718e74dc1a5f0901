import Inventory

/// Times as the vendor writes them: UTC without saying so, with a fraction of any length, now and then with a `Z`.
enum HaloTime {
    private static let endings = ["", ".0", ".00", ".000", ".0000000", "Z"]
    private static let none = ["1900-01-01T00:00:00", "1899-12-30T00:00:00", "0001-01-01T00:00:00", nil]

    /// - Parameter number: Of the row, by which the spelling is drawn.
    static func text(_ time: Timestamp?, _ number: Int) -> String? {
        guard let time else { return none[number % none.count] }
        return TimeText.iso(time).dropLast() + endings[number % endings.count]
    }

    static func text(_ date: CalendarDate?, _ number: Int) -> String? {
        guard let date else { return none[number % none.count] }
        return TimeText.day(date) + "T00:00:00"
    }
}

extension JSONWriter {
    mutating func member(_ key: StaticString, time: Timestamp?, _ number: Int) {
        member(key, HaloTime.text(time, number))
    }

    mutating func member(_ key: StaticString, day: CalendarDate?, _ number: Int) {
        member(key, HaloTime.text(day, number))
    }

    /// Money, hours and quantities: hundredths as a decimal number.
    mutating func member(_ key: StaticString, hundredths: Int) {
        let rest = abs(hundredths) % 100
        member(key, raw: "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)".utf8)
    }

    /// A whole number that arrives as a decimal one.
    mutating func member(_ key: StaticString, decimal: Int) { member(key, raw: "\(decimal).0".utf8) }
}
