import Foundation
import Postgres

/// The least that PostgreSQL takes for the product's own table: its narrow rows, ready-made in binary, by COPY into a temporary
/// table, and from there into one of the same columns, keys and policy, in the worker's role.
struct NarrowFloor {
    let warehouse: Warehouse

    func measured() async throws -> Usage {
        let tenant: UUID = try await warehouse.owner.query(
            "SELECT id FROM control.tenants WHERE slug = \(Warehouse.tenant)"
        ).only().get("id")
        let file = try await ReadyFile(
            "(SELECT * FROM inventory.software_rows) TO STDOUT (FORMAT binary)", name: "narrow.copy", of: warehouse)
        for statement in Self.table { try await warehouse.owner.query(SQL(text: statement)) }
        let usage = try await warehouse.measure {
            try await Usage.of(CPUClock.own) {
                try await warehouse.owner.transaction(tenant: tenant) { session in
                    try await session.query("CREATE TEMPORARY TABLE ready (LIKE floor.narrow) ON COMMIT DROP")
                    try await file.copy("COPY ready FROM STDIN (FORMAT binary)", in: session)
                    try await session.query("GRANT SELECT ON ready TO quartermaster_worker")
                    try await session.query("SET LOCAL ROLE quartermaster_worker")
                    try await session.query("INSERT INTO floor.narrow SELECT * FROM ready")
                }
            }
        }
        try await warehouse.owner.query("DROP TABLE floor.narrow")
        return usage
    }

    private static let table = [
        "CREATE SCHEMA IF NOT EXISTS floor", "GRANT USAGE ON SCHEMA floor TO quartermaster_worker",
        "CREATE TABLE floor.narrow (LIKE inventory.software_rows INCLUDING ALL)",
        "ALTER TABLE floor.narrow ENABLE ROW LEVEL SECURITY", "ALTER TABLE floor.narrow FORCE ROW LEVEL SECURITY",
        """
        CREATE POLICY service ON floor.narrow TO quartermaster_worker
            USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid)
        """,
        "GRANT INSERT ON floor.narrow TO quartermaster_worker",
    ]
}
