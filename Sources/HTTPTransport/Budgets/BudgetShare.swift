/// What a process asks of a scope's ledger, once a second or so while it calls.
public struct BudgetAsk: Sendable, Hashable {
    /// The process, or whatever else counts its own calls.
    public var holder: String
    /// The scope's limits as this process knows them; of several, the strictest holds.
    public var callsPerMinute: Int?
    public var callsPerHour: Int?
    public var concurrentCalls: Int
    /// The calls that it would make in the next second.
    public var calls = 1
    /// Whether somebody waits in person for them.
    public var isInteractive = false
    /// Calls of its last share that were not made and never will be.
    public var unused = 0
    /// How many calls it would make at one time.
    public var places = 1
    /// How many are under way.
    public var inFlight = 0

    public init(holder: String, callsPerMinute: Int? = nil, callsPerHour: Int? = nil, concurrentCalls: Int) {
        self.holder = holder
        self.callsPerMinute = callsPerMinute
        self.callsPerHour = callsPerHour
        self.concurrentCalls = max(1, concurrentCalls)
    }
}

/// A process's part of a scope: calls good for ``callSeconds`` from when they were asked for, and places for calls at one
/// time good for ``placeSeconds``.
public struct BudgetShare: Sendable, Hashable {
    public static let callSeconds: Double = 1
    public static let placeSeconds: Double = 6
    /// How often a process that calls tells that it lives.
    public static let renewalSeconds: Double = 2

    /// nil: no limit is known.
    public var calls: Int?
    public var places: Int
    /// Where a part is missing: the seconds after which to ask again.
    public var askAgainIn: Double

    public init(calls: Int?, places: Int, askAgainIn: Double = 0) {
        self.calls = calls
        self.places = places
        self.askAgainIn = askAgainIn
    }
}
