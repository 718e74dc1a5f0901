extension Fault {
    /// Each fault once, with figures that show it on a small fleet: what `--fault <name>` asks for.
    public static let usual: [Fault] = [
        .throttled(status: 429, retryAfter: .seconds(1)), .errorInBody, .serverError(status: 503), .concurrencyLimit(2),
        .quota(calls: 60, seconds: 60), .wrongLength, .truncated, .html, .shortPages, .rowsMove, .depthCap(10_000),
        .cursorExpires, .cursorRepeats, .duplicateRows, .sameTimestamp, .lateRows, .clockSkew(seconds: 600), .idsAsText,
        .emptyLists, .forbidden, .tokenExpires, .newMember, .missingMember, .otherType, .unknownWord, .unexpectedNull,
        .loneSurrogate, .hugeInteger, .slow(bytesPerSecond: 1_000), .hangs, .failingRecord(oneIn: 50), .nulByte,
        .hugeText(bytes: 5_000_000), .rightToLeft, .placeholderSerial,
    ]

    /// The usual fault of this name.
    public static func named(_ name: String) -> Fault? { usual.first { $0.name == name } }
}
