public import Foundation
public import Postgres

/// What a product counts, in terms that outlive the row: what the PSA calls it.
public struct SavedMeasure: Sendable, Hashable, Codable {
    public let product: String?
    /// The connection's id, name and vendor, and the product's id there.
    public let connection: UUID
    public let connectionName: String
    public let vendor: String
    public let externalID: String
    public let measure: String
    public let category: String?
    public let decidedBy: String?
    public let decidedAt: String?

    enum CodingKeys: String, CodingKey {
        case product, connection, vendor, measure, category
        case connectionName = "connection_name"
        case externalID = "external_id"
        case decidedBy = "decided_by"
        case decidedAt = "decided_at"
    }
}

/// What became of an import of measures.
public struct MeasureImport: Sendable, Hashable, Codable {
    public var imported = 0
    /// Measures whose product is not there or is one of several of its name, or that nothing can be counted by here.
    public var unresolved: [SavedMeasure] = []

    public init(imported: Int = 0, unresolved: [SavedMeasure] = []) {
        (self.imported, self.unresolved) = (imported, unresolved)
    }
}

/// What people have said of products, written out and read in again: it survives that a PSA is replaced by another.
public struct MeasureFile: Sendable {
    private let client: PostgresClient

    /// - Parameter client: In the worker's or the reader's role.
    public init(_ client: PostgresClient) { self.client = client }

    /// All that is confirmed, by the products' names.
    public func measures(tenant: UUID) async throws -> [SavedMeasure] {
        try await client.query(
            """
            SELECT p.name, p.external_id, c.id AS connection, c.name AS connection_name, c.vendor, m.measure, m.category,
                m.decided_by, to_char(m.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS decided_at
            FROM report.product_measures m
            JOIN inventory.products p ON p.tenant_id = m.tenant_id AND p.id = m.product_id
            JOIN control.connections c ON c.tenant_id = m.tenant_id AND c.id = p.connection_id
            WHERE m.tenant_id = \(tenant) ORDER BY p.name, p.id
            """, tenant: tenant
        ).map { (row) throws in
            SavedMeasure(
                product: row["name"], connection: try row.get("connection"),
                connectionName: try row.get("connection_name"), vendor: try row.get("vendor"),
                externalID: try row.get("external_id"), measure: try row.get("measure"), category: row["category"],
                decidedBy: row["decided_by"], decidedAt: row["decided_at"])
        }
    }

    /// Puts them in force; what cannot be told for sure is left out and reported. A measure keeps the name of who
    /// confirmed it.
    public static func load(
        _ measures: [SavedMeasure], tenant: UUID, by person: String, in session: PostgresConnection
    ) async throws -> MeasureImport {
        var report = MeasureImport()
        for saved in measures {
            do {
                let counted = try CountedThing(saved.measure, category: saved.category)
                guard let product = try await product(saved, tenant, session) else {
                    throw ReportError.unknownProduct(saved.product ?? saved.externalID)
                }
                try await ProductMeasures.confirm(
                    product, counted, by: saved.decidedBy ?? person, tenant: tenant, in: session)
                report.imported += 1
            } catch is ReportError {
                report.unresolved.append(saved)
            }
        }
        return report
    }

    /// The PSA's own id while the connection is the same; else the name, of one alone.
    private static func product(
        _ saved: SavedMeasure, _ tenant: UUID, _ session: PostgresConnection
    ) async throws -> String? {
        // No text of PostgreSQL's has a zero byte.
        guard !"\(saved.product ?? "")\(saved.externalID)\(saved.decidedBy ?? "")".utf8.contains(0) else { return nil }
        let rows = try await session.query(
            """
            SELECT p.id, p.connection_id = \(saved.connection) AND p.external_id = \(saved.externalID) AS is_same
            FROM live.products p
            WHERE p.tenant_id = \(tenant) AND (lower(p.name) = lower(\(saved.product))
                OR p.connection_id = \(saved.connection) AND p.external_id = \(saved.externalID))
            ORDER BY is_same DESC
            """)
        guard let first = rows.first, rows.count == 1 || first["is_same"] == "t" else { return nil }
        return first["id"]
    }
}
