import Inventory

/// Times as the wire has them, which is not what the document says.
enum DattoRMMTime {
    /// What stands for no time: the year 1.
    static let none = -62_135_596_800_000

    static func milliseconds(_ time: Timestamp) -> Int { Int(time.microseconds / 1000) }
}

extension JSONWriter {
    /// Epoch milliseconds; where there is no time, null or the year 1.
    mutating func member(_ key: StaticString, milliseconds time: Timestamp?, sentinel: Bool = false) {
        member(key, time.map(DattoRMMTime.milliseconds) ?? (sentinel ? DattoRMMTime.none : nil))
    }
}
