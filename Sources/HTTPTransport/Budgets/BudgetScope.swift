/// What a vendor counts calls by. All who call within one scope, in whatever process, share its limits and its pauses.
public struct BudgetScope: Sendable, Hashable, CustomStringConvertible {
    /// As it is stored; names no account.
    public let key: String
    public var description: String { key }

    public init(key: String) { self.key = key }

    /// An account with a vendor, by a digest of what identifies it (host and client id, say).
    public static func account(vendor: String, digest: some Sequence<UInt8>) -> BudgetScope {
        let hexadecimal = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return BudgetScope(key: "account:\(vendor):\(hexadecimal)")
    }

    /// The address that calls come from: every tenant on this machine together.
    public static func callersAddress(host: String) -> BudgetScope { BudgetScope(key: "address:\(host.lowercased())") }

    /// Whether it is the address that calls come from, with no endpoint of its own.
    var isAddress: Bool { width == 2 }

    /// How much a scope holds: an endpoint less than its account, that less than an address.
    var width: Int { key.contains(":endpoint:") ? 0 : key.hasPrefix("address:") ? 2 : 1 }

    /// One endpoint, or a group of them, that has limits of its own within another scope.
    public func endpoint(_ name: String) -> BudgetScope { BudgetScope(key: "\(key):endpoint:\(name)") }
}

/// How much a scope bears.
public struct BudgetLimits: Sendable, Hashable {
    /// nil: no limit is known.
    public var callsPerMinute: Int?
    /// Beside it, for vendors that count by the hour; nil: they do not.
    public var callsPerHour: Int?
    /// The most calls at one time; how many there are adapts beneath it.
    public var concurrentCalls: Int
    /// Set by a person: the vendor's own words may lower the limits then, not raise them.
    public var isFirm: Bool

    public init(
        callsPerMinute: Int? = nil, callsPerHour: Int? = nil, concurrentCalls: Int = 4, isFirm: Bool = false
    ) {
        self.callsPerMinute = callsPerMinute.map { max(1, $0) }
        self.callsPerHour = callsPerHour.map { max(1, $0) }
        self.concurrentCalls = max(1, concurrentCalls)
        self.isFirm = isFirm
    }
}

/// Who goes first when a budget is short.
public enum CallPriority: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Somebody waits for the answer.
    case interactive
    case alerts
    case incremental
    case sweep
    case backfill

    public static func < (lhs: CallPriority, rhs: CallPriority) -> Bool { lhs.rawValue < rhs.rawValue }
}
