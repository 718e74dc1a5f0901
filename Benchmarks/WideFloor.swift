import Foundation
import Postgres

/// How loads are usually done: the rows as wide text by COPY into a staging table, and merged from there into an indexed one.
struct WideFloor {
    let warehouse: Warehouse

    private static let columns = "device_external_id, external_id, name, version, publisher, installed_on, size_bytes"

    func measured() async throws -> Usage {
        let file = try await ReadyFile(
            "(SELECT tenant_id, connection_id, \(Self.columns) FROM inventory.software) TO STDOUT", name: "wide.copy",
            of: warehouse)
        for statement in ["CREATE SCHEMA IF NOT EXISTS floor"] + Self.tables {
            try await warehouse.owner.query(SQL(text: statement))
        }
        let usage = try await warehouse.measure {
            try await Usage.of(CPUClock.own) {
                try await warehouse.owner.transaction(tenant: nil) { session in
                    try await file.copy("COPY floor.staging FROM STDIN", in: session)
                    try await session.query(SQL(text: Self.merge))
                }
            }
        }
        try await warehouse.owner.query("DROP TABLE floor.wide, floor.staging")
        return usage
    }

    private static let tables = [
        """
        CREATE TABLE floor.wide (
            tenant_id uuid NOT NULL, connection_id uuid NOT NULL, device_external_id text NOT NULL,
            external_id text NOT NULL, name text, version text, publisher text, installed_on date, size_bytes bigint,
            PRIMARY KEY (tenant_id, connection_id, external_id))
        """,
        "CREATE INDEX ON floor.wide (tenant_id, name, version)",
        "CREATE UNLOGGED TABLE floor.staging (LIKE floor.wide)",
    ]

    private static let merge = """
        INSERT INTO floor.wide SELECT * FROM floor.staging
        ON CONFLICT (tenant_id, connection_id, external_id) DO UPDATE SET name = excluded.name,
            version = excluded.version, publisher = excluded.publisher, installed_on = excluded.installed_on,
            size_bytes = excluded.size_bytes
        WHERE (wide.name, wide.version, wide.publisher, wide.installed_on, wide.size_bytes) IS DISTINCT FROM
            (excluded.name, excluded.version, excluded.publisher, excluded.installed_on, excluded.size_bytes)
        """
}
