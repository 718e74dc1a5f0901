public import Foundation
public import Postgres

/// Who did what, when, and how it ended. Values are names and counts; secrets never come here.
public struct AuditTrail: Sendable {
    /// How an audited action ended.
    public enum Outcome: String, Sendable, Hashable { case done, refused, failed }

    private let client: PostgresClient

    public init(_ client: PostgresClient) { self.client = client }

    /// Appends one entry in a transaction of its own.
    public func record(
        tenant: UUID, actor: String, action: String, subject: String? = nil, details: [String: String] = [:],
        outcome: Outcome = .done
    ) async throws {
        try await client.transaction(tenant: tenant) { session in
            try await Self.record(
                tenant: tenant, actor: actor, action: action, subject: subject, details: details, outcome: outcome,
                in: session)
        }
    }

    /// Appends one entry in the caller's transaction: the deed and its entry are there together or not at all.
    public static func record(
        tenant: UUID, actor: String, action: String, subject: String? = nil, details: [String: String] = [:],
        outcome: Outcome = .done, in session: PostgresConnection
    ) async throws {
        let text = String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
        try await session.query(
            """
            INSERT INTO control.audit (tenant_id, actor, action, subject, details, outcome)
            VALUES (\(tenant), \(actor), \(action), \(subject), \(text)::jsonb, \(outcome.rawValue))
            """)
    }

    /// What entries of reads are called.
    static let read = "read"

    /// Appends how often a route was read within a minute (since 1970).
    public static func recordReads(
        tenant: UUID, actor: String, route: String, minute: Int, count: Int, in session: PostgresConnection
    ) async throws {
        try await session.query(
            """
            INSERT INTO control.audit (tenant_id, at, actor, action, subject, details)
            VALUES (\(tenant), to_timestamp(\(minute * 60)), \(actor), \(read), \(route),
                jsonb_build_object('count', \(String(count))::text))
            """)
    }

    /// One line of the trail.
    public struct Entry: Sendable, Codable {
        public var at: String
        public var actor: String
        public var action: String
        public var subject: String?
        public var details: [String: String]
        public var outcome: String
    }

    /// The newest entries first: what was done and refused, or how often was read.
    public func list(tenant: UUID, reads: Bool = false, limit: Int = 100) async throws -> [Entry] {
        let rows = try await client.query(
            """
            SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, actor, action, subject, details,
                outcome
            FROM control.audit WHERE tenant_id = \(tenant) AND (action = \(Self.read)) = \(reads) ORDER BY control.audit.at DESC, id LIMIT \(limit)
            """, tenant: tenant)
        return try rows.map { row in
            Entry(
                at: try row.get("at"), actor: try row.get("actor"), action: try row.get("action"),
                subject: row["subject"],
                details: try JSONDecoder().decode(
                    [String: String].self, from: Data(try row.get("details", as: String.self).utf8)),
                outcome: try row.get("outcome"))
        }
    }
}
