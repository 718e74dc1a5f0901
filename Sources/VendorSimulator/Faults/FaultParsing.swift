/// A rule as text: the fault's name, and after a colon what else there is to say, as `key=value` with commas between.
///
/// `throttled:status=429,retry-after=5,vendor=ninjaone,path=/v2/devices,every=3,count=2`.
/// Of the rule: `vendor`, `path`, `from`, `every`, `probability`, `count`, `member`, `one-row-in`.
/// Of the faults: `status`, `retry-after` (seconds, `date` or `none`), `calls`, `seconds`, `rows`, `bytes`, `one-in`.
extension FaultRule {
    public init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        var words = FaultWords(parts.count > 1 ? String(parts[1]) : "")
        guard let name = parts.first, let fault = Fault(name: String(name), &words) else { return nil }
        self.init(
            fault, vendor: words.take("vendor"), path: words.take("path"), from: words.number("from") ?? 1,
            every: words.number("every"), probability: words.take("probability").flatMap { Double($0) } ?? 1,
            count: words.number("count"), member: words.take("member"), oneRowIn: words.number("one-row-in") ?? 7)
        guard words.isUsedUp else { return nil }
    }
}

/// `key=value` pairs, taken one after the other; what nobody takes is a mistake.
struct FaultWords {
    private var pairs: [String: String] = [:]
    private var isBroken = false

    init(_ text: String) {
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { pairs[String(parts[0])] = String(parts[1]) } else { isBroken = true }
        }
    }

    var isUsedUp: Bool { pairs.isEmpty && !isBroken }

    mutating func take(_ key: String) -> String? { pairs.removeValue(forKey: key) }

    mutating func number(_ key: String) -> Int? {
        guard let text = take(key) else { return nil }
        if Int(text) == nil { isBroken = true }
        return Int(text)
    }
}

extension Fault {
    /// The faults that need nothing said.
    private static let plain: [Fault] = [
        .errorInBody, .wrongLength, .truncated, .html, .shortPages, .rowsMove, .cursorExpires, .cursorRepeats,
        .duplicateRows, .sameTimestamp, .lateRows, .idsAsText, .emptyLists, .forbidden, .tokenExpires, .newMember,
        .missingMember, .otherType, .unknownWord, .unexpectedNull, .loneSurrogate, .hugeInteger, .hangs, .nulByte,
        .rightToLeft, .placeholderSerial,
    ]

    /// The faults that have a figure, with their usual one.
    private static let figured: [Fault] = [
        .throttled(status: 429, retryAfter: .seconds(1)), .serverError(status: 502), .concurrencyLimit(2),
        .quota(calls: 10, seconds: 1), .depthCap(10_000), .clockSkew(seconds: 600), .slow(bytesPerSecond: 1),
        .failingRecord(oneIn: 5000), .hugeText(bytes: 5_000_000),
    ]

    /// All names by which faults are asked for.
    public static let names: [String] = (plain + figured).map(\.name).sorted()

    init?(name: String, _ words: inout FaultWords) {
        guard let usual = (Self.plain + Self.figured).first(where: { $0.name == name }) else { return nil }
        switch usual {
        case .throttled:
            self = .throttled(status: words.number("status") ?? 429, retryAfter: RetryAfter(words.take("retry-after")))
        case .serverError(let status): self = .serverError(status: words.number("status") ?? status)
        case .concurrencyLimit(let calls): self = .concurrencyLimit(words.number("calls") ?? calls)
        case .quota(let calls, let seconds):
            self = .quota(calls: words.number("calls") ?? calls, seconds: words.number("seconds") ?? seconds)
        case .depthCap(let rows): self = .depthCap(words.number("rows") ?? rows)
        case .clockSkew(let seconds): self = .clockSkew(seconds: words.number("seconds") ?? seconds)
        case .slow(let bytes): self = .slow(bytesPerSecond: words.number("bytes") ?? bytes)
        case .failingRecord(let oneIn): self = .failingRecord(oneIn: words.number("one-in") ?? oneIn)
        case .hugeText(let bytes): self = .hugeText(bytes: words.number("bytes") ?? bytes)
        default: self = usual
        }
    }
}

extension Fault.RetryAfter {
    fileprivate init(_ text: String?) {
        switch text {
        case nil: self = .seconds(1)
        case "none": self = .absent
        case "date": self = .date(2)
        case let text?: self = .seconds(Int(text) ?? 1)
        }
    }
}
