import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// A bad record costs itself and no other.
@Suite(.serialized, .timeLimit(.minutes(1))) struct QuarantineTests {
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

    @Test func anIDThatIsTooLongIsSetAsideAndItsNeighboursStay() async throws {
        let long = String(repeating: "é", count: 501)
        let devices = [
            Make.device("1"), Make.device(long), Make.device("2"), Make.device(String(repeating: "x", count: 1_000)),
        ]
        try await Fixture.with([Make.devices(devices, after: [])]) { fixture in
            let report = try await fixture.sync()
            #expect(report.streams.map(\.quarantined) == [1] && report.streams.map(\.created) == [3], "\(report)")
            let row = try await fixture.database.owner.query("SELECT * FROM control.quarantine").only()
            #expect(row["reason"] == "an id of 1002 bytes" && row["external_id"] == long)
        }
    }

    @Test func aNameOfFiveMegabytesCostsItselfAlone() async throws {
        var random = SeededRandom(1)
        // Not to be compressed: that no index can hold.
        let name = String((0..<5_000_000).map { _ in Character(UnicodeScalar(UInt8(33 + random.below(90)))) })
        var records = Make.organizations(1...4)
        records[1] = Make.organization("2", name)
        // And one that the declaration's own cleaning has not cut.
        records[2].values[0] = .text(name)
        try await Fixture.with([Make.organizations(records)]) { fixture in
            let report = try await fixture.sync()
            #expect(report.streams.map(\.quarantined) == [1], "\(report.streams.map(\.reason))")
            let names = try await fixture.names()
            #expect(names.keys.sorted() == ["1", "2", "4"] && names["2"]??.utf8.count == 1_000)
        }
    }

    @Test func aRecordThatTheConnectorRejectedIsResolvedWhenItLoads() async throws {
        var stream = Make.organizations(Make.organizations(1...2))
        stream.rejected = [RejectedRecord(externalID: "3", reason: "no name", payload: #"{"id":3}"#)]
        try await Fixture.with([stream]) { fixture in
            #expect(try await fixture.sync().state == .partlyDone)
            let row = try await fixture.database.owner.query("SELECT * FROM control.quarantine").only()
            #expect(row["payload"] == #"{"id":3}"# && row["reason"] == "no name" && row["resolved_at"] == nil)
            fixture.script.change("organizations") { stream in
                stream.records = Make.organizations(1...3)
                stream.rejected = []
            }
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

    @Test func aSoftwareRowThatWasSetAsideIsNotGoneNorIsAnythingOnItsDevice() async throws {
        let before = ["a", "b"].flatMap { device in (1...2).map { Make.software("Tool \($0)", "1", device: device) } }
        try await Fixture.with([Make.softwareStream(before)]) { fixture in
            try await fixture.sync()
            // Of both devices the second tool is not in the list; but on a one record could not be read.
            var records = [before[0], before[2]]
            fixture.script.change("software") { stream in
                stream.records = records
                stream.rejected = [RejectedRecord(externalID: "a:Tool 2:1", reason: "odd", payload: "{}")]
            }
            #expect(try await fixture.sync().streams[0].deleted == 1)
            #expect(
                try await fixture.column("name", of: "inventory.software").keys.sorted() == [
                    "a:Tool 1:1", "a:Tool 2:1", "b:Tool 1:1",
                ])
            // Nor one that the loader refused.
            records.append(before[1])
            records[2].values[6] = .integer(7)
            fixture.script.change("software") { ($0.records, $0.rejected) = (records, []) }
            #expect(try await fixture.sync().streams[0].deleted == 0)
            #expect(try await fixture.column("name", of: "inventory.software").count == 3)
            #expect(try await fixture.count("SELECT 1 FROM control.seen") == 0)
        }
    }
}
