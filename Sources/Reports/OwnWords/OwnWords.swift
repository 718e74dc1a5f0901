public import Foundation
import Inventory
public import Postgres

/// Stores what a tenant says in place of the program's files.
public struct OwnWords: Sendable {
    /// One thing that was said.
    public struct Entry: Sendable, Hashable, Codable {
        public let id: String
        public let kind: String
        public let subject: String
        /// Of the kind category.
        public let category: String?
        public let value: String
        /// Of the kind price.
        public let currency: String?
        /// Nil: it is said of all companies.
        public let companyID: String?
        public let company: String?
        public let reason: String?
        public let decidedBy: String
        public let decidedAt: String

        enum CodingKeys: String, CodingKey {
            case id, kind, subject, category, value, currency, company, reason
            case companyID = "company_id"
            case decidedBy = "decided_by"
            case decidedAt = "decided_at"
        }
    }

    private let client: PostgresClient

    /// - Parameter client: In the worker's or the reader's role.
    public init(_ client: PostgresClient) { self.client = client }

    /// All that was said, of all companies first.
    public func list(tenant: UUID) async throws -> [Entry] {
        try await client.query(
            """
            SELECT w.*, to_char(w.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, c.name AS company
            FROM (
                SELECT id, kind, product AS subject, NULL AS category, ends_on::text AS value, NULL AS currency,
                    company_id, reason, decided_by, decided_at
                FROM report.lifecycle_overrides WHERE tenant_id = \(tenant)
                UNION ALL
                SELECT id, 'category', pattern, category, CASE WHEN is_included THEN 'included' ELSE 'excluded' END,
                    NULL, company_id, reason, decided_by, decided_at
                FROM report.category_overrides WHERE tenant_id = \(tenant)
                UNION ALL
                SELECT id, 'price', name, NULL, coalesce(one_time, monthly)::text, currency, company_id, reason,
                    decided_by, decided_at
                FROM report.price_overrides WHERE tenant_id = \(tenant)) AS w
            LEFT JOIN inventory.companies c ON c.tenant_id = \(tenant) AND c.id = w.company_id
            ORDER BY w.company_id IS NOT NULL, c.name, w.company_id, w.kind, w.subject, w.category, w.id
            """, tenant: tenant
        ).map { (row) throws in
            Entry(
                id: try row.get("id"), kind: try row.get("kind"), subject: try row.get("subject"),
                category: row["category"], value: try row.get("value"), currency: row["currency"],
                companyID: row["company_id"], company: row["company"],
                reason: row["reason"],
                decidedBy: try row.get("decided_by"), decidedAt: try row.get("at"))
        }
    }

    /// Says it, in place of what was said of the same before.
    /// - Parameters:
    ///   - company: nil: of all companies that have no word of their own.
    ///   - person: by whose word.
    /// - Returns: its id.
    /// - Throws: ``ReportError/unknownSubject(_:kind:known:)`` where the program's files have no such product or price.
    public static func say(
        _ word: OwnWord, company: UUID?, reason: String?, by person: String, tenant: UUID,
        in session: PostgresConnection
    ) async throws -> UUID {
        let target: SQL = "\(tenant) AS tenant_id, \(company)::uuid AS company_id"
        let said: SQL = "\(reason) AS reason, \(person) AS decided_by"
        let rows = try await session.query(statement(word, target: target, said: said))
        guard let row = rows.first else {
            throw ReportError.unknownSubject(
                word.subject, kind: word.kind, known: try await subjects(word.kind, session))
        }
        return try row.get("id")
    }

    /// Takes it back: the program's files hold again.
    /// - Throws: ``ReportError/nothingSaid(_:)``.
    public static func clear(_ id: UUID, tenant: UUID, in session: PostgresConnection) async throws {
        var cleared = 0
        for table in ["lifecycle_overrides", "category_overrides", "price_overrides"] {
            cleared += try await session.query(
                "DELETE FROM report.\(identifier: table) WHERE tenant_id = \(tenant) AND id = \(id)"
            ).affected
        }
        guard cleared > 0 else { throw ReportError.nothingSaid(id.postgresText) }
    }

    private static func statement(_ word: OwnWord, target: SQL, said: SQL) -> SQL {
        switch word.value {
        case .ends(let day):
            """
            INSERT INTO report.lifecycle_overrides (tenant_id, company_id, reason, decided_by, kind, product, ends_on)
            SELECT \(target), \(said), s.kind, s.product, \(day.iso8601)::date FROM report.lifecycle_standards s
            WHERE s.kind = \(word.kind.rawValue) AND lower(s.product) = lower(\(word.subject))
            ON CONFLICT (tenant_id, company_id, kind, product) DO UPDATE SET ends_on = excluded.ends_on,
                \(again) RETURNING id
            """
        case .category(let category, let isIncluded):
            """
            INSERT INTO report.category_overrides (tenant_id, company_id, reason, decided_by, category, pattern, is_included)
            SELECT \(target), \(said), \(category), \(word.subject), \(isIncluded)
            ON CONFLICT (tenant_id, company_id, category, pattern) DO UPDATE SET is_included = excluded.is_included,
                \(again) RETURNING id
            """
        case .amount(let amount, let currency):
            """
            INSERT INTO report.price_overrides (tenant_id, company_id, reason, decided_by, name, one_time, monthly, currency)
            SELECT \(target), \(said), s.name, CASE WHEN s.one_time IS NOT NULL THEN \(amount)::numeric END,
                CASE WHEN s.one_time IS NULL THEN \(amount)::numeric END, coalesce(\(currency), s.currency)
            FROM report.price_standards s WHERE s.name = \(word.subject)
            ON CONFLICT (tenant_id, company_id, name) DO UPDATE SET one_time = excluded.one_time,
                monthly = excluded.monthly, currency = excluded.currency, \(again) RETURNING id
            """
        }
    }

    private static let again: SQL =
        "reason = excluded.reason, decided_by = excluded.decided_by, decided_at = now()"

    private static func subjects(_ kind: OwnWord.Kind, _ session: PostgresConnection) async throws -> [String] {
        try await session.query(
            """
            SELECT product AS name FROM report.lifecycle_standards WHERE kind = \(kind.rawValue)
            UNION ALL SELECT name FROM report.price_standards WHERE \(kind.rawValue) = 'price' ORDER BY name
            """
        ).compactMap { $0["name"] }
    }
}
