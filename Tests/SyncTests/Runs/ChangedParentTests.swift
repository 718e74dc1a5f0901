import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Streams that ask a vendor once a parent that has changed: a change is what the parent's own list shows.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ChangedParentTests {
    /// A list of devices, what a call each tells of them, and their volumes. The volumes are read before the details are
    /// written into the devices' rows.
    private static var streams: [Script.Stream] {
        let perDevice = Reading.perParent(entity: "devices")
        var listed = Set(Device.entity.description.columns.map(\.name))
        listed.remove("cpu_model")
        let devices = Script.Stream(
            description: Make.stream("devices", Device.entity.description, owns: listed),
            records: ["a", "b", "c"].map { device($0) })
        var volumes = Script.Stream(
            description: Make.stream(
                "volumes", DeviceVolume.entity.description, after: ["devices"], reading: perDevice,
                deletion: .absenceWithinParent), records: ["a", "b", "c"].map { Make.volume("C", device: $0) })
        volumes.parentOf = { if case .text(let device) = $0.values[0] { device } else { "" } }
        var details = Script.Stream(
            description: Make.stream(
                "details", Device.entity.description, after: ["volumes"], reading: perDevice, deletion: .never,
                owns: ["cpu_model"], isPrimary: false),
            records: ["a", "b", "c"].map { id in
                var record = Device()
                record.cpuModel = "Fast \(id)"
                return SourceRecord(record, externalID: id)
            })
        details.parentOf = \.externalID
        return [devices, volumes, details]
    }

    private static func device(_ id: String, hostname: String? = nil) -> SourceRecord {
        var record = Device()
        record.hostname = hostname ?? id
        return SourceRecord(record, externalID: id)
    }

    @Test func whatAnotherStreamFillsIntoAParentIsNoChangeOfIt() async throws {
        try await Fixture.with(Self.streams) { (fixture) async throws in
            #expect(try await fixture.sync().streams.map(\.read) == [3, 3, 3])
            #expect(try await fixture.column("cpu_model", of: "live.devices")["a"] == "Fast a")
            // Neither the volumes, whose devices were written after them, nor the details themselves are asked for anew.
            #expect(try await fixture.sync().streams.map(\.read) == [3, 0, 0])
        }
    }

    @Test func aChangeInTheListHasItsParentAskedForAgain() async throws {
        try await Fixture.with(Self.streams) { (fixture) async throws in
            for _ in 0..<2 { try await fixture.sync() }
            fixture.script.change("devices") { $0.records[1] = Self.device("b", hostname: "renamed") }
            #expect(try await fixture.sync().streams.map(\.read) == [3, 1, 1])
            #expect(try await fixture.sync().streams.map(\.read) == [3, 0, 0])
            fixture.script.change("devices") { $0.records.append(Self.device("d")) }
            fixture.script.change("volumes") { $0.records.append(Make.volume("C", device: "d")) }
            #expect(try await fixture.sync().streams.map(\.read) == [4, 1, 0])
        }
    }

    /// Neither the feed nor the history tells of it.
    @Test func whenTheListShowedItIsNoFact() async throws {
        try await Fixture.with(Self.streams) { (fixture) async throws in
            try await fixture.sync()
            fixture.script.change("devices") { $0.records[1] = Self.device("b", hostname: "renamed") }
            try await fixture.sync()
            #expect(try await fixture.count("SELECT FROM inventory.changes WHERE changed_fields ? 'listed_at'") == 0)
            #expect(try await fixture.count("SELECT FROM inventory.history WHERE facts ? 'listed_at'") == 0)
            #expect(try await fixture.count("SELECT FROM inventory.history WHERE facts ? 'hostname'") > 0)
        }
    }
}
