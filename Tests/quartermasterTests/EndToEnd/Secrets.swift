import Foundation
import Postgres
import TestSupport
import VendorSimulator

/// What no log and no table may hold of a vendor's account: its credentials, and every token that was shown.
struct Secrets {
    private let values: [String]

    /// Fields that say who somebody is, which is no secret.
    private static let names: Set<String> = ["company_id", "username", "tenant"]

    init(_ vendor: String, in world: World) {
        let credentials = world.vendors.connection(vendor)?.credentials ?? [:]
        let fields = credentials.filter { !Self.names.contains($0.key) }.map(\.value)
        values = fields + world.vendors.presented(vendor)
    }

    var isEmpty: Bool { values.isEmpty }

    /// Which of the secrets are found in a text, by their beginnings alone.
    func found(in text: String) -> [String] {
        values.filter { text.contains($0) }.map { String($0.prefix(6)) }
    }

    /// The tables of the warehouse, of its control and of its inventory, that hold one of them.
    func tables(_ owner: PostgresClient) async throws -> [String] {
        let tables = try await owner.query(
            """
            SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
            WHERE schemaname IN ('control', 'inventory') ORDER BY 1
            """)
        var holding: [String] = []
        for table in tables.compactMap({ $0["name"] }) {
            let rows = try await owner.query(
                """
                SELECT FROM \(raw: table) t
                WHERE EXISTS (SELECT FROM unnest(\(values)::text[]) AS secret WHERE strpos(t::text, secret) > 0) LIMIT 1
                """)
            if !rows.isEmpty { holding.append(table) }
        }
        return holding
    }
}
