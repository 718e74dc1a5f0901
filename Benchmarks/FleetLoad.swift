import Foundation
import Postgres
import VendorSimulator

/// A fleet's first load, a re-sync with nothing changed and one with 1 % changed, each beside its floor.
struct FleetLoad {
    let warehouse: Warehouse

    func run() async throws {
        let floor = Floor(warehouse: warehouse)
        try await floor.prepare()
        let first = try await warehouse.sync()
        let rows = try await rows()
        say("\n\(rows) software rows of \(warehouse.vendor.tenant()?.fleet.devices.count ?? 0) devices")
        say(UsageTable.head)
        show("first load", first, rows)
        let whole = try await floor.export("first.copy")
        try await warehouse.owner.query("ANALYZE")
        show("  floor: COPY and merge", try await floor.load(whole), rows)
        show("nothing changed", try await warehouse.sync(), rows)
        try await warehouse.owner.query("ANALYZE")
        show("  floor: COPY and merge", try await floor.load(whole), rows)
        warehouse.vendor.advance(.usual(share: 0.01))
        show("1 % changed", try await warehouse.sync(), rows)
        show("  floor: COPY and merge", try await floor.load(try await floor.export("second.copy")), rows)
    }

    private func show(_ name: String, _ usage: Usage, _ rows: Int) { say(UsageTable.line(name, usage, rows: rows)) }

    private func rows() async throws -> Int {
        try await warehouse.owner.query("SELECT count(*) AS rows FROM inventory.software_rows").only().get("rows")
    }
}

/// How a measured load is printed.
enum UsageTable {
    static let head = line(["", "rows/s", "wall s", "loader CPU s", "PostgreSQL CPU s", "WAL MB", "peak MB"])

    static func line(_ name: String, _ usage: Usage, rows: Int) -> String {
        line([
            name, String(Int(Double(rows) / usage.seconds)), String(format: "%.1f", usage.seconds),
            String(format: "%.1f", usage.loaderCPU), String(format: "%.1f", usage.postgresCPU),
            String(format: "%.1f", Double(usage.walBytes) / 1e6), usage.peakBytes.map { String($0 / 1_000_000) } ?? "-",
        ])
    }

    private static func line(_ cells: [String]) -> String {
        Columns.line(cells, widths: [26, 10, 8, 14, 18, 9, 9])
    }
}
