import Foundation
import Postgres

/// Which devices, of whatever RMM, and which configuration items are one machine. What was joined once stays joined: a key
/// that vanishes later does not split a machine.
struct MachineRefresh: Sendable {
    /// A chain of so many devices is joined in one pass; more of them in the next.
    private static let rounds = 6

    let tenant: UUID
    let isFull: Bool

    func run(in session: PostgresConnection) async throws {
        let sql = MachineSQL(tenant: tenant, isFull: isFull)
        try await session.execute(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS machine_edges (
                a uuid NOT NULL, b uuid NOT NULL, method text NOT NULL, key text) ON COMMIT DELETE ROWS;
            CREATE TEMPORARY TABLE IF NOT EXISTS founded (id uuid NOT NULL) ON COMMIT DELETE ROWS;
            """)
        if try await session.query(sql.rmms).count > 1 { try await tie(in: session) }
        let isTied = try await session.query("SELECT FROM machine_edges LIMIT 1").count > 0
        for _ in 0..<Self.rounds {
            let joined = isTied ? try await session.query(sql.join).affected : 0
            let founded = try await session.query(sql.found).affected
            if !isTied || joined + founded == 0 { break }
        }
        if isTied { try await session.query(sql.merge) }
        for statement in [sql.dropConfigurations, sql.joinConfigurations, sql.describe] {
            try await session.query(statement)
        }
    }

    private func tie(in session: PostgresConnection) async throws {
        let edges = MachineEdgeSQL(tenant: tenant, isFull: isFull)
        for statement in [edges.bySerial, edges.byMAC, edges.byConfiguration] { try await session.query(statement) }
        try await session.execute("ANALYZE machine_edges")
    }
}
