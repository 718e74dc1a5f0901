public import Foundation
public import Postgres

/// A company of the PSA as a person names it.
public enum CompanyName {
    /// The id of the one company that has the id or the name.
    /// - Throws: ``ReportError/unknownCompany(_:found:)``.
    public static func find(_ text: String, tenant: UUID, in session: PostgresConnection) async throws -> UUID {
        let rows = try await session.query(
            """
            SELECT c.id FROM live.companies c
            WHERE c.tenant_id = \(tenant) AND (c.id::text = lower(\(text)) OR lower(c.name) = lower(\(text)))
            """)
        guard rows.count == 1 else { throw ReportError.unknownCompany(text, found: rows.count) }
        return try rows[0].get("id")
    }

    /// What the PSA calls it.
    public static func name(of id: UUID, tenant: UUID, reader: PostgresClient) async throws -> String? {
        try await reader.query(
            "SELECT name FROM live.companies WHERE tenant_id = \(tenant) AND id = \(id)", tenant: tenant
        ).first?["name"]
    }
}
