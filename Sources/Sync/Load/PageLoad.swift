import Connectors
import Inventory
import Postgres

/// What a page's records did to the warehouse, within the page's transaction.
struct PageLoad: Sendable {
    var tally = Tally()
    /// For the change feed; left out while a stream is read for the first time.
    var changes: [ChangeRecord] = []
    /// Records that could not be stored.
    var rejected: [RejectedRecord] = []
    /// The ids seen, for the deletions at the end.
    var seen: [UInt64] = []
    /// Devices of which all that is stored has been seen.
    var whole: [Int32] = []
    /// What a bulk stream has changed, until it is told at the end.
    var notes: [UInt8] = []
    var moved = 0
    var flagged = 0
    /// The external ids of rows whose move or deletion by a flag waits for a person.
    var held: [String] = []
    /// Rows whose move, and rows whose deletion by a flag, a person has refused.
    var unmoved = 0
    var kept = 0
    var replaced = 0
}

/// Stores a stream's pages. One a stream and run.
protocol PageLoader: Sendable {
    /// Makes a page ready, while the one before may still be being stored: what must be there before the page's transaction
    /// (dictionary entries and the like) is harmless by itself.
    /// - Parameter checkpoint: Where the read began, or was gone on with.
    func prepare(_ page: Page, _ checkpoint: Checkpoint) async throws -> any PreparedPage
}

/// A page that is ready to be stored.
protocol PreparedPage: Sendable {
    /// Whether it has rows that nothing stored can bear on, not even the page before.
    var goesAhead: Bool { get }
    /// Sends those, in the transaction that will load the page.
    func begin(in session: PostgresConnection) async throws
    /// - Parameters:
    ///   - carefully: The page was refused by the database before, so that the bad rows are to be found.
    ///   - isBegun: ``begin(in:)`` has been done.
    func load(
        _ checkpoint: Checkpoint, carefully: Bool, isBegun: Bool, in session: PostgresConnection
    ) async throws -> PageLoad
}

enum Savepoint {
    /// Runs the body so that what it did can be undone alone. Nil when the database refused a value in it.
    static func attempt<Result: Sendable>(
        in session: PostgresConnection, _ body: () async throws -> Result
    ) async throws -> (result: Result?, refusal: PostgresError?) {
        try await session.query("SAVEPOINT record")
        do {
            let result = try await body()
            try await session.query("RELEASE SAVEPOINT record")
            return (result, nil)
        } catch let error as PostgresError where ErrorPolicy.isDataError(error) {
            try await session.query("ROLLBACK TO SAVEPOINT record")
            try await session.query("RELEASE SAVEPOINT record")
            return (nil, error)
        }
    }

    /// Runs the body on all items; where the database refuses a value, on each half, and so on, until the bad items
    /// stand alone. Answers those, each with its refusal.
    static func bisect<Item: Sendable>(
        _ items: [Item], in session: PostgresConnection, _ body: ([Item]) async throws -> Void
    ) async throws -> [(item: Item, refusal: PostgresError)] {
        guard !items.isEmpty else { return [] }
        let (_, refusal) = try await attempt(in: session) { try await body(items) }
        guard let refusal else { return [] }
        if items.count == 1 { return [(items[0], refusal)] }
        let middle = items.count / 2
        let first = try await bisect(Array(items[..<middle]), in: session, body)
        return first + (try await bisect(Array(items[middle...]), in: session, body))
    }
}
