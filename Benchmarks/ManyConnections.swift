import Foundation

/// Ten connections that are loaded at once, beside one alone: CPU a row.
struct ManyConnections {
    /// Of each connection.
    let devices: Int
    let home: String

    private static let count = 10

    func run() async throws {
        let names = ["alone"] + (0..<Self.count).map { "together-\($0)" }
        try await Warehouse.with(devices: devices, tenants: names, home: home) { warehouse in
            let alone = try await warehouse.measure { try await warehouse.program.run(Warehouse.sync(names[0])).usage }
            let rows = try await warehouse.softwareRows()
            say("\nConnections at once, of some \(rows) software rows each\n" + UsageTable.head)
            say(UsageTable.line("one alone", alone, rows: rows))
            let together = try await warehouse.measure {
                try await Self.together(Array(names.dropFirst()), warehouse.program)
            }
            let all = try await warehouse.softwareRows() - rows
            let share = together.cpu / Double(all) / (alone.cpu / Double(rows))
            say(
                UsageTable.line("\(Self.count) at once", together, rows: all)
                    + String(format: "  %.2f of one's CPU a row (at most 1.00)", share))
        }
    }

    private static func together(_ tenants: [String], _ program: Program) async throws -> Usage {
        try await Usage.of(CPUClock.endedChildren) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // All of the ten: that they run at once is what is measured.
                for tenant in tenants { group.addTask { _ = try await program.run(Warehouse.sync(tenant)) } }
                try await group.waitForAll()
            }
        }
    }
}
