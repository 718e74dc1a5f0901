import Foundation
import Postgres

extension Connections {
    /// Deletes what a connection brought into `inventory`: first what hangs on its records' ids or device numbers, then
    /// the tables that name the connection themselves, found in the catalogue so that a new table is never forgotten.
    static func eraseInventory(of connection: Connection, in session: PostgresConnection) async throws {
        let tables = try await session.query(
            """
            SELECT c.relname AS name,
                bool_or(a.attname = 'connection_id') AS by_connection,
                bool_or(a.attname = 'device_number') AS by_device
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'inventory'
            JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped AND a.attnum > 0
            WHERE c.relkind IN ('r', 'p') GROUP BY c.relname ORDER BY c.relname
            """)
        var names: [(name: String, byConnection: Bool, byDevice: Bool)] = []
        for row in tables {
            names.append((try row.get("name"), try row.get("by_connection"), try row.get("by_device")))
        }
        let tenant = connection.tenantID
        for table in names where table.byDevice && !table.byConnection {
            try await session.query(
                """
                DELETE FROM inventory.\(identifier: table.name) WHERE tenant_id = \(tenant) AND device_number IN (
                    SELECT number FROM inventory.device_numbers
                    WHERE tenant_id = \(tenant) AND connection_id = \(connection.id))
                """)
        }
        for table in names where table.name.hasSuffix("_readings") {
            let facts = table.name.replacingOccurrences(of: "_readings", with: "_facts")
            try await session.query(
                """
                DELETE FROM inventory.\(identifier: table.name) WHERE tenant_id = \(tenant) AND id IN (
                    SELECT id FROM inventory.\(identifier: facts)
                    WHERE tenant_id = \(tenant) AND connection_id = \(connection.id))
                """)
        }
        for table in names where table.byConnection {
            try await session.query(
                """
                DELETE FROM inventory.\(identifier: table.name)
                WHERE tenant_id = \(tenant) AND connection_id = \(connection.id)
                """)
        }
    }
}
