public import Inventory
public import JSON

/// Times by the format that a vendor declares. A sentinel (epoch 0, year 1, year 9999) is no time.
public enum Times {
    /// Seconds since the epoch, as number or digits, with a fraction or without. From 1e11 on (the year 5138) it
    /// must be milliseconds, which some vendors send in places.
    public static func epoch(_ value: JSONValue) -> Timestamp? {
        guard let number = value.double ?? value.text.flatMap({ Double($0) }), number.isFinite else { return nil }
        let seconds = abs(number) >= 1e11 ? number / 1000 : number
        guard seconds > 0, seconds < 253_370_764_800 else { return nil }
        return Timestamp(seconds: seconds)
    }
}
