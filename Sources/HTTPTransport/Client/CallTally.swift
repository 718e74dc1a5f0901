import Synchronization

/// What calls cost.
public struct CallCounts: Sendable, Hashable {
    /// Sent, tries again among them.
    public var calls = 0
    public var retries = 0
    /// Answers that asked to wait.
    public var throttled = 0
    public var bytesSent = 0
    /// Of bodies as they came over the wire.
    public var bytesReceived = 0
    /// For turns, pauses and between tries.
    public var secondsWaited: Double = 0

    public init() {}
}

/// Counts up, from any task.
public final class CallTally: Sendable {
    private let held = Mutex(CallCounts())

    public init() {}

    public var counts: CallCounts { held.withLock { $0 } }

    func add(_ change: (inout CallCounts) -> Void) { held.withLock { change(&$0) } }
}

/// For whom calls are made: set around a stream's work, so that what it calls is counted as its own and waits at its own
/// priority, though all streams of a connection share one client.
public struct CallContext: Sendable {
    public var priority: CallPriority?
    public var tally: CallTally?

    public init(priority: CallPriority? = nil, tally: CallTally? = nil) {
        self.priority = priority
        self.tally = tally
    }

    @TaskLocal public static var current = CallContext()
}
