/// Who has which connection, and who waits: no I/O in here.
///
/// A connection that is being made counts as lent from the moment its maker is told to make it.
struct PoolState<Connection> {
    /// What a lender is given: a connection, or the right to make one.
    enum Grant {
        case use(Connection)
        case make
    }
    enum Lending {
        case grant(Grant)
        case wait
        case closed
    }
    enum Returning {
        case none
        case grant(Grant, to: Int)
        /// Nobody may have it any more.
        case close(Connection)
    }

    let limit: Int
    private(set) var lent = 0
    /// How many of those went to who may wait for the others.
    private(set) var spared = 0
    private var idle: [Connection] = []
    private var waiters: [Int] = []
    private(set) var isClosed = false

    init(limit: Int) {
        precondition(limit > 0, "a pool needs room for a connection")
        self.limit = limit
    }

    /// All are back after ``close()``.
    var isDrained: Bool { isClosed && lent == 0 }

    mutating func lend(to waiter: Int) -> Lending {
        guard !isClosed else { return .closed }
        guard waiters.isEmpty, lent < limit else {
            waiters.append(waiter)
            return .wait
        }
        lent += 1
        return .grant(idle.popLast().map(Grant.use) ?? .make)
    }

    /// One that is free at once, for who may wait for another holder: never more than half of the pool, so that the others
    /// always come on.
    mutating func lendSpare() -> Grant? {
        guard !isClosed, waiters.isEmpty, lent < limit, spared < limit / 2 else { return nil }
        lent += 1
        spared += 1
        return idle.popLast().map(Grant.use) ?? .make
    }

    /// Before a spare one is given back.
    mutating func endSparing() { spared -= 1 }

    /// A connection comes back; nil when it broke or could not be made. The one who waits longest is next.
    mutating func giveBack(_ connection: Connection?) -> Returning {
        if !waiters.isEmpty { return .grant(connection.map(Grant.use) ?? .make, to: waiters.removeFirst()) }
        lent -= 1
        guard let connection else { return .none }
        guard !isClosed else { return .close(connection) }
        idle.append(connection)
        return .none
    }

    /// The waiter gives up its place; false if it is not waiting any more.
    mutating func leave(_ waiter: Int) -> Bool {
        guard let place = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: place)
        return true
    }

    /// Lends no more: who is to be turned away, and what is to be closed at once.
    mutating func close() -> (waiters: [Int], idle: [Connection]) {
        isClosed = true
        defer {
            waiters = []
            idle = []
        }
        return (waiters, idle)
    }
}
