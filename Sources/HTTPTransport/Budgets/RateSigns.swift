import HTTPTypes

/// What an answer's header fields say of the vendor's limits: `Retry-After`, `RateLimit` and `RateLimit-Policy` (both
/// drafts of the IETF), `RateLimit-Limit` and its kin, `X-RateLimit-*`, and plain `Remaining` and `Reset`. Times are distances from now: where the answer has
/// a `Date`, by the vendor's own clock.
struct RateSigns: Equatable {
    /// Seconds to wait before the next call.
    var retryAfter: Double?
    /// Calls a minute, where the vendor states a number and a window of at most an hour.
    var callsPerMinute: Int?
    /// Calls left in the window, and the seconds until there are more.
    var remaining: Int?
    var resetAfter: Double?

    init() {}

    init(_ fields: HTTPFields, now: WallTime) {
        let vendorNow = fields[.date].flatMap(WallTime.init(httpDate:)) ?? now
        retryAfter = fields[.retryAfter].flatMap { Self.distance($0, from: vendorNow) }
        readSingleFields(fields, prefix: "", from: vendorNow)
        readSingleFields(fields, prefix: "X-RateLimit", from: vendorNow)
        readSingleFields(fields, prefix: "X-Rate-Limit", from: vendorNow)
        readSingleFields(fields, prefix: "RateLimit", from: vendorNow)
        if let name = HTTPField.Name("RateLimit"), let text = fields[name] { readStructured(text) }
        if let name = HTTPField.Name("RateLimit-Policy"), let text = fields[name] { readPolicy(text) }
    }

    private mutating func readSingleFields(_ fields: HTTPFields, prefix: String, from now: WallTime) {
        func value(_ suffix: String) -> String? {
            HTTPField.Name(prefix.isEmpty ? suffix : "\(prefix)-\(suffix)").flatMap { fields[$0] }?
                .split(separator: ",").first?.split(separator: ";").first.map { $0.trimmed }
        }
        if let left = value("Remaining").flatMap(Double.init) { remaining = Int(exactly: left.rounded(.down)) }
        if let reset = value("Reset").flatMap({ Self.distance($0, from: now) }) { resetAfter = reset }
    }

    /// `"name";r=50;t=30, …`, or as it was before: `limit=100, remaining=50, reset=5`. The tightest counts.
    private mutating func readStructured(_ text: String) {
        for item in StructuredItem.list(text) where item.countsRequests {
            if let left = item["r"] ?? item["remaining"], left <= remaining ?? .max { remaining = left }
            if let reset = item["t"] ?? item["reset"] { resetAfter = max(resetAfter ?? 0, Double(reset)) }
        }
    }

    /// `"name";q=100;w=60, …`, or as it was before: `100;w=60`. A window of a day says nothing of a minute.
    private mutating func readPolicy(_ text: String) {
        for item in StructuredItem.list(text) where item.countsRequests {
            guard let quota = item["q"] ?? item.bare, let window = item["w"], (1...3_600).contains(window),
                (0...1_000_000_000).contains(quota)
            else { continue }
            let rate = max(1, quota * 60 / window)
            callsPerMinute = min(callsPerMinute ?? rate, rate)
        }
    }

    /// Seconds, an epoch in seconds or milliseconds, or an HTTP date: as seconds from now, never negative.
    private static func distance(_ text: String, from now: WallTime) -> Double? {
        let text = text[...].trimmed
        if let number = Double(text), number.isFinite, number >= 0 {
            if number > 1e11 { return max(0, number / 1_000 - now.seconds) }
            return number > 1e9 ? max(0, number - now.seconds) : number
        }
        return WallTime(httpDate: text).map { max(0, $0 - now) }
    }
}

/// A member of a structured list, read loosely: its bare value, and its parameters that are whole numbers.
private struct StructuredItem {
    var bare: Int?
    private var parameters: [String: String] = [:]

    subscript(name: String) -> Int? { parameters[name].flatMap { Int($0) } }

    /// Quotas of bytes or of concurrent calls are not ours to count.
    var countsRequests: Bool { parameters["qu"].map { $0 == "requests" } ?? true }

    static func list(_ text: String) -> [StructuredItem] {
        text.split(separator: ",").map { member in
            var item = StructuredItem()
            for part in member.split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1)
                if pair.count == 2 {
                    item.parameters[pair[0].trimmed.lowercased()] = String(pair[1].trimmed.filter { $0 != "\"" })
                } else if let bare = Int(part.trimmed) {
                    item.bare = bare
                }
            }
            return item
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
