import Foundation
import Postgres

/// How far a tenant's change feed reaches.
struct FeedReach: Sendable, Hashable {
    /// The oldest number that is kept; where none is, the one that comes next.
    var oldest: Int64
    /// The last number that was given; 0 before the first.
    var last: Int64

    /// Whether some of what comes after the number is not kept any more.
    func hasLost(after number: Int64) -> Bool { max(number, 0) < oldest - 1 }
}

/// Reads the change feed so that a reader who goes on from number to number misses nothing in silence.
struct ChangeFeed: Sendable {
    let reader: PostgresClient
    let tenant: UUID

    /// The rows of a statement and how far the feed reached when they were read: one snapshot, since between two of them
    /// old changes may be given up and new ones come. `from`: the number that the reader goes on after.
    func page(_ statement: SQL, from number: Int64?) async throws -> (Rows, FeedReach?) {
        try await reader.transaction(tenant: tenant, readOnly: true) { session in
            try await session.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            let reach = try await reach(in: session)
            if let number, reach.hasLost(after: number) { throw Problem.changesGone(reach) }
            return (try await session.query(statement), reach)
        }
    }

    private func reach(in session: PostgresConnection) async throws -> FeedReach {
        let row = try await session.query(
            """
            SELECT coalesce((SELECT c.value FROM inventory.counters c
                    WHERE c.tenant_id = \(tenant) AND c.name = 'changes'), 0) AS last,
                (SELECT min(f.sequence) FROM inventory.changes f WHERE f.tenant_id = \(tenant)) AS oldest
            """
        ).only()
        let oldest: Int64? = try row.optional("oldest")
        let last = max(try row.get("last"), oldest ?? 0)
        return FeedReach(oldest: oldest ?? last + 1, last: last)
    }
}

extension ListQuery {
    /// Whether it is the feed in its own order.
    var isInOrder: Bool { sort.first?.field.name == "sequence" && sort.first?.isDescending == false }

    /// The number that a reader of the feed goes on after: where the cursor stands, else what was asked for.
    func start(_ cursor: [String?]?) -> Int64? {
        guard isInOrder, let place = cursor?.first ?? nil else { return after }
        return Int64(place)
    }
}

extension ListPage {
    /// The number that a reader of the feed goes on after: after the last page that is the feed's end, whatever was left out
    /// of it. Nil in another order.
    var nextAfter: Int64? {
        guard let reach, query.isInOrder else { return nil }
        guard next != nil else { return reach.last }
        return shown.last?[query.fields.count].flatMap { Int64($0) }
    }
}
