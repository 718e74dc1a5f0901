import Foundation
import Postgres

/// One worker and a hundred small tenants whose first syncs are due: how busy the cores are, over how many database
/// connections.
struct ManyTenants {
    /// Of each tenant.
    let devices: Int
    let home: String

    private static let count = 100

    func run() async throws {
        let names = (0..<Self.count).map { "tenant-\($0)" }
        try await Warehouse.with(devices: devices, tenants: names, home: home) { warehouse in
            var sessions = 0
            let own = CPUClock.own
            let usage = try await warehouse.measure {
                try await Usage.of(CPUClock.endedChildren) {
                    sessions = try await warehouse.program.with(["work"]) { _, _ in
                        try await Self.mostSessions(until: Self.count, warehouse)
                    }
                }
            }
            let rows = try await warehouse.softwareRows()
            say("\nOne worker, \(Self.count) tenants of \(devices) devices\n" + UsageTable.head)
            say(UsageTable.line("first syncs", usage, rows: rows))
            let busy = (usage.cpu + CPUClock.own - own) / usage.seconds
            let cores = ProcessInfo.processInfo.activeProcessorCount
            say(
                "  " + String(format: "%.1f", busy) + " of \(cores) cores busy, the vendor's part included; "
                    + "at most \(sessions) database connections")
        }
    }

    /// Looks, until so many runs have ended, how many sessions there are.
    private static func mostSessions(until runs: Int, _ warehouse: Warehouse) async throws -> Int {
        var most = 0
        while true {
            let row = try await warehouse.owner.query(
                """
                SELECT (SELECT count(*) FROM control.runs WHERE ended_at IS NOT NULL) AS ended,
                    (SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()) AS sessions
                """
            ).only()
            most = max(most, try row.get("sessions"))
            if try row.get("ended", as: Int.self) >= runs { return most }
            // A sample ten times a second: sessions are to be counted while they are there, and nobody tells of a run's end.
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
