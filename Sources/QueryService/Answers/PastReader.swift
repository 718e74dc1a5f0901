import Foundation
import Postgres

/// A past moment that was asked for and is kept, as the answer names it.
struct Past: Sendable, Hashable {
    /// In UTC.
    let moment: String
    /// The fields of the answer that are null because the past does not keep them.
    let notKept: [String]

    var json: JSONTree { .object([("as_of", .string(moment)), ("not_kept", .strings(notKept))]) }
}

/// Reads what was, and refuses moments of which less is known than a reader would believe.
struct PastReader: Sendable {
    let reader: PostgresClient
    let tenant: UUID

    /// The statement's rows, in one snapshot with the check that all of the moment is kept: housekeeping removes what is
    /// older at any time.
    func read(_ statement: SQL, at moment: PastMoment, fields: [Field]) async throws -> (Rows, Past) {
        try await reader.transaction(tenant: tenant, readOnly: true) { session in
            try await session.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            let text = try await check(moment, in: session)
            let notKept = fields.filter { !$0.isInHistory }.map(\.name)
            return (try await session.query(statement), Past(moment: text, notKept: notKept))
        }
    }

    /// The moment in UTC; throws the problem where it is not past yet, or not kept any more.
    private func check(_ moment: PastMoment, in session: PostgresConnection) async throws -> String {
        let row = try await session.query(
            """
            SELECT m.moment, greatest(t.created_at, k.since) AS since, m.moment > clock_timestamp() AS is_future,
                m.moment < greatest(t.created_at, k.since) AS is_gone
            FROM control.tenants t LEFT JOIN inventory.history_kept k ON k.tenant_id = t.id
            CROSS JOIN (SELECT \(moment.text)::timestamptz AS moment) m WHERE t.id = \(tenant)
            """
        ).only()
        let text = Moment.text(try row.get("moment"))
        if try row.get("is_future") { throw Problem.notPastYet(text) }
        if try row.get("is_gone") { throw Problem.pastGone(text, oldest: Moment.text(try row.get("since"))) }
        return text
    }
}
