import Foundation
import Postgres

/// The least that the load could cost: the same narrow rows from a ready-made file by COPY into an unlogged staging
/// table, and from there merged into an indexed table of the same shape.
struct Floor {
    let warehouse: Warehouse

    private static let key = ["tenant_id", "device_number", "part", "title_number", "version_number"]
    private static let rest = ["installed_on", "size_bytes"]
    private var sameKey: String { Self.key.map { "s.\($0) = r.\($0)" }.joined(separator: " AND ") }

    func prepare() async throws {
        try await warehouse.owner.query("CREATE SCHEMA floor")
        try await warehouse.owner.query("CREATE TABLE floor.rows (LIKE inventory.software_rows INCLUDING ALL)")
        try await warehouse.owner.query("CREATE UNLOGGED TABLE floor.staging (LIKE inventory.software_rows)")
    }

    /// Writes what is loaded now to a file.
    func export(_ name: String) async throws -> URL {
        let file = warehouse.folder.appendingPathComponent(name)
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        try await warehouse.owner.withConnection { session in
            try await session.copyOut("COPY inventory.software_rows TO STDOUT") { try handle.write(contentsOf: $0) }
        }
        try handle.close()
        return file
    }

    /// Loads a file's rows.
    func load(_ file: URL) async throws -> Usage {
        try await warehouse.measure {
            let (began, cpu) = (ContinuousClock.now, CPUClock.own)
            try await warehouse.owner.transaction(tenant: nil) { session in
                try await stage(file, in: session)
                try await merge(in: session)
            }
            var usage = Usage(seconds: (ContinuousClock.now - began) / .seconds(1))
            usage.loaderCPU = CPUClock.own - cpu
            return usage
        }
    }

    private func stage(_ file: URL, in session: PostgresConnection) async throws {
        let handle = try FileHandle(forReadingFrom: file)
        try await session.query("TRUNCATE floor.staging")
        try await session.copyIn("COPY floor.staging FROM STDIN") {
            // At the end it gives no bytes rather than nil.
            let bytes = [UInt8](try handle.read(upToCount: 1 << 18) ?? Data())
            return bytes.isEmpty ? nil : bytes
        }
        try await session.query("ANALYZE floor.staging")
        // Of an empty table the planner expects little, and would then look into it row by row while it fills.
        try await session.query("SET LOCAL enable_nestloop = off")
    }

    private func merge(in session: PostgresConnection) async throws {
        let differs = Self.rest.map { "r.\($0) IS DISTINCT FROM s.\($0)" }.joined(separator: " OR ")
        let assignments = Self.rest.map { "\($0) = s.\($0)" }.joined(separator: ", ")
        for statement in [
            "DELETE FROM floor.rows r WHERE NOT EXISTS (SELECT FROM floor.staging s WHERE \(sameKey))",
            "UPDATE floor.rows r SET \(assignments) FROM floor.staging s WHERE \(sameKey) AND (\(differs))",
            """
            INSERT INTO floor.rows SELECT s.* FROM floor.staging s LEFT JOIN floor.rows r ON \(sameKey)
            WHERE r.tenant_id IS NULL
            """,
        ] {
            try await session.query(SQL(text: statement))
        }
    }
}
