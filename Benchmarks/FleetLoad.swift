import Foundation
import Postgres
import VendorSimulator

/// A fleet's first load, re-syncs after little or nothing has changed, and a deletion, beside what the same rows cost at least.
struct FleetLoad {
    let warehouse: Warehouse
    /// Devices whose coming and going is measured; of a small fleet fewer, so that the brake does not hold them.
    private static let moved = 1_000

    func run() async throws {
        let devices = try await warehouse.sync(Warehouse.devices)
        let software = try await warehouse.sync("software")
        let (first, rows) = (devices + software, try await warehouse.softwareRows())
        let count = warehouse.vendor.tenant()?.fleet.devices.count ?? 0
        say("\n\(rows) software rows of \(count) devices")
        say(UsageTable.head)
        show("first load: devices", devices, count)
        show("first load: software", software, rows)
        try await floors(software, rows)
        let unchanged = try await again(first, rows)
        try await comeAndGo(unchanged)
    }

    private func floors(_ first: Usage, _ rows: Int) async throws {
        let (wide, narrow) = (WideFloor(warehouse: warehouse), NarrowFloor(warehouse: warehouse))
        let a = try await wide.measured()
        show("  (a) wide text, merged", a, rows, "\(Self.share(first.seconds, a.seconds)) of its time (at most 0.50)")
        let b = try await narrow.measured()
        show(
            "  (b) COPY, INSERT … SELECT", b, rows, "\(Self.share(first.seconds, b.seconds)) of its time (at most 1.40)"
        )
        let c = try await ParseFloor.measured(warehouse)
        show(
            "  (c) fetch, parse, encode", c, rows,
            "\(Self.share(first.loaderCPU, c.loaderCPU)) of its CPU (at most 2.50)")
    }

    /// Answers what nothing changed took.
    private func again(_ first: Usage, _ rows: Int) async throws -> Usage {
        // What the first load left to autovacuum, so that it does not fall into one of these by chance.
        try await warehouse.owner.query("VACUUM (ANALYZE)")
        try await warehouse.takeDriftSamples()
        let unchanged = try await warehouse.sync()
        show("nothing changed", unchanged, rows, Self.beside(first, unchanged, "0.45, 1 MB"))
        warehouse.vendor.advance(.checkIn)
        var usage = try await warehouse.sync()
        show("devices seen again", usage, rows, Self.beside(first, usage, "a narrow row a device"))
        warehouse.vendor.advance(.usual(share: 0.01))
        usage = try await warehouse.sync()
        show("1 % changed", usage, rows, Self.beside(first, usage, "0.65, 110 MB"))
        warehouse.vendor.advance(.usual(share: 0.01))
        usage = try await warehouse.sync(checkpointing: false)
        show("1 % changed, no checkpoint", usage, rows, Self.beside(first, usage, "0.65, 40 MB"))
        return unchanged
    }

    /// What devices cost with their programs when they come, and when they go.
    private func comeAndGo(_ unchanged: Usage) async throws {
        let came = try await change("devices more", unchanged) { fleet, count in fleet.add(devices: count) }
        let went = try await change("devices deleted", unchanged) { fleet, count in
            for _ in 0..<count { fleet.remove(device: fleet.devices.count / 2) }
        }
        say("  CPU a row that went, beyond nothing changed: \(Self.share(went, came)) of one that came (at most 1)")
    }

    /// Answers the CPU seconds a row, beyond what a sync takes when nothing has changed.
    private func change(
        _ name: String, _ unchanged: Usage, _ body: @Sendable (inout Fleet, Int) -> Void
    ) async throws -> Double {
        let before = try await warehouse.softwareRows()
        for tenant in warehouse.vendor.tenants {
            tenant.change { body(&$0, min(Self.moved, $0.devices.count / 20)) }
        }
        let usage = try await warehouse.sync()
        let moved = abs(try await warehouse.softwareRows() - before)
        show(name, usage, moved)
        return max(usage.cpu - unchanged.cpu, 0) / Double(max(moved, 1))
    }

    private static func beside(_ first: Usage, _ usage: Usage, _ wanted: String) -> String {
        "\(share(usage.seconds, first.seconds)) of the first load's time (at most \(wanted))"
    }

    private static func share(_ part: Double, _ whole: Double) -> String { String(format: "%.2f", part / whole) }

    private func show(_ name: String, _ usage: Usage, _ rows: Int, _ words: String = "") {
        say(UsageTable.line(name, usage, rows: rows) + (words.isEmpty ? "" : "  " + words))
    }
}

/// How a measured load is printed.
enum UsageTable {
    static let head = line(["", "rows/s", "wall s", "loader CPU s", "PostgreSQL CPU s", "WAL MB", "peak MB", "its own"])

    static func line(_ name: String, _ usage: Usage, rows: Int) -> String {
        line([
            name, String(Int(Double(rows) / usage.seconds)), String(format: "%.1f", usage.seconds),
            String(format: "%.1f", usage.loaderCPU), String(format: "%.1f", usage.postgresCPU),
            String(format: "%.1f", Double(usage.walBytes) / 1e6), megabytes(usage.peakBytes),
            megabytes(usage.ownPeakBytes),
        ])
    }

    private static func megabytes(_ bytes: Int?) -> String { bytes.map { String($0 / 1_000_000) } ?? "-" }

    private static func line(_ cells: [String]) -> String {
        Columns.line(cells, widths: [28, 10, 8, 14, 18, 9, 9, 9])
    }
}
