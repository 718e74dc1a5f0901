public import Foundation
public import Inventory
public import Postgres

/// What became of an upsell opportunity.
public enum FindingState: String, Sendable, Hashable, CaseIterable {
    case open, dismissed, snoozed, quoted, won
}

/// A person's word on an upsell opportunity.
public struct FindingMark: Sendable, Hashable {
    /// As the report has it: its kind and its company.
    public let key: String
    public let state: FindingState
    /// Of a snoozed one: the day on which it is shown again.
    public let until: CalendarDate?
    public let reason: String?

    /// - Throws: ``ReportError/badWord(_:)`` where state and day do not fit.
    public init(key: String, state: String, until: String? = nil, reason: String? = nil) throws(ReportError) {
        guard let state = FindingState(rawValue: state) else {
            let states = FindingState.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badWord("an opportunity is \(states), not '\(state)'")
        }
        let day = until.flatMap { CalendarDate(iso8601: $0) }
        guard (until == nil) == (day == nil), (state == .snoozed) == (day != nil) else {
            throw .badWord("'until' is the day on which a snoozed opportunity is shown again, like 2027-03-01")
        }
        (self.key, self.state, self.until, self.reason) = (key, state, day, reason)
    }
}

/// Remembers what became of upsell opportunities, by their keys.
public struct Findings: Sendable {
    /// What is remembered of one.
    public struct Finding: Sendable, Hashable, Codable {
        public let key: String
        public let state: String
        public let until: String?
        public let reason: String?
        public let companyID: String
        public let company: String?
        public let decidedBy: String
        public let decidedAt: String

        enum CodingKeys: String, CodingKey {
            case key, state, until, reason, company
            case companyID = "company_id"
            case decidedBy = "decided_by"
            case decidedAt = "decided_at"
        }
    }

    /// The kinds of opportunity that a key can begin with.
    static let kinds = [
        "refresh", "server_upgrade", "windows_upgrade", "backup", "antivirus", "memory", "disk", "unbilled",
        "agreement",
    ]

    private let client: PostgresClient

    /// - Parameter client: In the worker's or the reader's role.
    public init(_ client: PostgresClient) { self.client = client }

    /// All that is remembered, the newest first.
    public func list(tenant: UUID) async throws -> [Finding] {
        try await client.query(
            """
            SELECT f.key, f.state, f.until, f.reason, f.company_id, c.name AS company, f.decided_by,
                to_char(f.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at
            FROM report.findings f
            LEFT JOIN inventory.companies c ON c.tenant_id = \(tenant) AND c.id = f.company_id
            WHERE f.tenant_id = \(tenant) ORDER BY f.decided_at DESC, f.key
            """, tenant: tenant
        ).map { (row) throws in
            Finding(
                key: try row.get("key"), state: try row.get("state"), until: row["until"], reason: row["reason"],
                companyID: try row.get("company_id"), company: row["company"], decidedBy: try row.get("decided_by"),
                decidedAt: try row.get("at"))
        }
    }

    /// Marks an opportunity; open: forgets what became of it.
    /// - Parameter person: by whose word.
    /// - Throws: ``ReportError/unknownOpportunity(_:)``.
    public static func mark(
        _ mark: FindingMark, by person: String, tenant: UUID, in session: PostgresConnection
    ) async throws {
        let (key, company) = try await known(mark.key, tenant, session)
        guard mark.state != .open else {
            try await session.query("DELETE FROM report.findings WHERE tenant_id = \(tenant) AND key = \(key)")
            return
        }
        try await session.query(
            """
            INSERT INTO report.findings (tenant_id, key, company_id, state, until, reason, decided_by)
            VALUES (\(tenant), \(key), \(company), \(mark.state.rawValue), \(mark.until?.iso8601)::date, \(mark.reason), \(person))
            ON CONFLICT (tenant_id, key) DO UPDATE SET state = excluded.state, until = excluded.until,
                reason = excluded.reason, decided_by = excluded.decided_by, decided_at = now()
            """)
    }

    /// The key as the report writes it, if there can be such an opportunity: of a company that is seen here.
    private static func known(
        _ key: String, _ tenant: UUID, _ session: PostgresConnection
    ) async throws -> (key: String, company: UUID) {
        let parts = key.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, kinds.contains(parts[0]), let company = UUID(uuidString: parts[1]),
            try await session.query(
                "SELECT FROM live.companies WHERE tenant_id = \(tenant) AND id = \(company)"
            ).count == 1
        else { throw ReportError.unknownOpportunity(key) }
        return ("\(parts[0]):\(company.postgresText)", company)
    }
}
