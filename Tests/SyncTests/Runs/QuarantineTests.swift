import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// A bad record costs itself and no other.
@Suite struct QuarantineTests {
    /// A record with a cell that its column cannot hold, past the declaration's own cleaning.
    private static func bad(_ id: String, _ column: String, _ value: Value) -> SourceRecord {
        var record = Make.device(id)
        guard let place = Device.entity.description.columns.firstIndex(where: { $0.name == column }) else {
            return record
        }
        record.values[place] = value
        return record
    }

    @Test func valuesThatTheLoaderCanJudgeAreSetAside() async throws {
        let devices = [
            Make.device("1"), Self.bad("2", "cpu_cores", .integer(1 << 40)),
            Self.bad("3", "device_class", .text("toaster")), Self.bad("4", "ip_addresses", .textArray(["nowhere"])),
            Make.device("5"), Self.bad("6", "notes", .text("with\0a NUL")),
            Make.device("7", vendorFields: #"{"a":"\u0000"}"#),
        ]
        try await Fixture.with([Make.devices(devices, after: [])]) { fixture in
            let report = try await fixture.sync()
            #expect(report.state == .partlyDone && report.streams.first?.quarantined == 3, "\(report)")
            #expect(try await fixture.names("devices").keys.sorted() == ["1", "5", "6", "7"])
            #expect(try await fixture.column("notes", of: "live.devices")["6"] == "witha NUL")
        }
    }

    @Test(arguments: 0..<7) func whatOnlyTheDatabaseRefusesIsFoundByHalving(place: Int) async throws {
        var devices = (0..<7).map { Make.device(String($0)) }
        // JSON that the loader takes for JSON.
        devices[place] = Make.device(String(place), vendorFields: #"{"a":"\ud800"}"#)
        try await Fixture.with([Make.devices(devices, after: [])]) { fixture in
            fixture.script.change("devices") { $0.pageSize = 100 }
            let report = try await fixture.sync()
            #expect(report.streams.first?.quarantined == 1 && report.streams.first?.created == 6, "\(report)")
            #expect(try await fixture.names("devices")[String(place)] == nil)
            let again = try await fixture.sync()
            #expect(again.streams.first?.unchanged == 6 && again.streams.first?.deleted == 0)
            let row = try await fixture.database.owner.query("SELECT * FROM control.quarantine").only()
            #expect(row["external_id"] == String(place) && row["occurrences"] == "2")
            devices[place] = Make.device(String(place))
            fixture.script.set("devices", devices)
            #expect(try await fixture.sync().state == .done)
            #expect(try await fixture.count("SELECT 1 FROM control.quarantine WHERE resolved_at IS NULL") == 0)
        }
    }

    @Test func aBadSoftwareRowCostsItselfAlone() async throws {
        var rows = (1...6).map { Make.software("Tool \($0)", "1", device: "d") }
        rows[2].values[6] = .integer(7)
        try await Fixture.with([Make.softwareStream(rows)]) { fixture in
            let report = try await fixture.sync()
            #expect(report.streams.first?.quarantined == 1 && report.streams.first?.created == 5, "\(report)")
        }
    }
}
