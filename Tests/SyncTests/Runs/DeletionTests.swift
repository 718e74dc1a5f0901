import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Deleted only on proof, and never in masses without a person.
@Suite(.serialized, .timeLimit(.minutes(1))) struct DeletionTests {
    @Test func anUnprovenEndDeletesNothing() async throws {
        var stream = Make.organizations(Make.organizations(1...20))
        stream.provesWhole = false
        try await Fixture.with([stream]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...19))
            let report = try await fixture.sync()
            #expect(report.streams.first?.deleted == 0)
            #expect(try await fixture.names().count == 20)
        }
    }

    @Test func aMassDeletionIsHeldUntilAPersonLetsIt() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...30))]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...24))
            for _ in 1...2 {
                let report = try await fixture.sync()
                #expect(report.state == .held && report.exitCode == 3)
                #expect(report.streams.first?.wouldDelete == 6 && report.streams.first?.deleted == 0)
                #expect(try await fixture.names().count == 30)
                #expect(try await fixture.streamState().state == "held")
            }
            let held = try await fixture.database.owner.query(
                "SELECT would_delete, jsonb_array_length(would_details) AS n FROM control.run_streams WHERE state = 'held'"
            )
            #expect(held.count == 2 && held.first?["would_delete"] == "6" && held.first?["n"] == "6")
            let report = try await fixture.sync(releasesBrake: true)
            #expect(report.state == .done && report.streams.first?.deleted == 6)
            #expect(try await fixture.names().count == 24)
        }
    }

    @Test func aHeldListThatHealsIsCurrentAgain() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...30))]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...3))
            #expect(try await fixture.sync().state == .held)
            fixture.script.set("organizations", Make.organizations(1...30))
            #expect(try await fixture.sync().state == .done)
            #expect(try await fixture.streamState().state == "current")
        }
    }

    @Test(arguments: [1, 3, 100]) func anEmptyListIsNotBelieved(count: Int) async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...count))]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", [])
            #expect(try await fixture.sync().state == .held)
            #expect(try await fixture.names().count == count)
        }
    }

    @Test func aMassMoveIsHeldBeforeItIsWritten() async throws {
        func devices(_ organization: String) -> [SourceRecord] {
            (1...20).map { Make.device(String($0), organization: $0 <= 12 ? organization : "1") }
        }
        try await Fixture.with([Make.organizations(Make.organizations(1...2)), Make.devices(devices("1"))]) { fixture in
            fixture.script.change("devices") { $0.pageSize = 10 }
            try await fixture.sync()
            fixture.script.set("devices", devices("2"))
            let report = try await fixture.sync()
            #expect(report.state == .held, "\(report)")
            let parents = try await fixture.column("organization_external_id", of: "live.devices")
            #expect(Set(parents.values) == ["1"])
            #expect(try await fixture.sync(releasesBrake: true).state == .done)
            #expect(try await fixture.column("organization_external_id", of: "live.devices")["12"] == "2")
        }
    }

    @Test func whatTheVendorFlagsIsDeleted() async throws {
        try await Fixture.with([
            Make.organizations(
                (1...4).map { Make.organization(String($0), updated: 100) }, reading: Make.incremental,
                deletion: .flagged)
        ]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", [Make.organization("2", updated: 101, deleted: true)])
            let report = try await fixture.sync()
            #expect(report.streams.first?.deleted == 1, "\(report)")
            #expect(Set(try await fixture.names().keys) == ["1", "3", "4"])
            // A copy of it that lags behind changes nothing.
            fixture.script.set("organizations", [Make.organization("2", updated: 100)])
            try await fixture.sync()
            #expect(Set(try await fixture.names().keys) == ["1", "3", "4"])
            fixture.script.set("organizations", [Make.organization("2", updated: 102)])
            try await fixture.sync()
            #expect(Set(try await fixture.names().keys) == ["1", "2", "3", "4"])
        }
    }

    @Test func aRejectedRecordIsNotGone() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...4))]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...3))
            fixture.script.change("organizations") {
                $0.rejected = [RejectedRecord(externalID: "4", reason: "odd", payload: "{}")]
            }
            let report = try await fixture.sync()
            #expect(report.streams.first?.deleted == 0 && report.state == .partlyDone)
            fixture.script.change("organizations") {
                $0.rejected = [RejectedRecord(externalID: nil, reason: "odd", payload: "{}")]
            }
            #expect(try await fixture.sync().streams.first?.deleted == 0)
            #expect(try await fixture.names().count == 4)
        }
    }

    @Test func childrenGoOnlyWithParentsThatWereReadToTheEnd() async throws {
        var volumes = Script.Stream(
            description: Make.stream(
                "volumes", DeviceVolume.entity.description, after: ["devices"], reading: .perParent(entity: "devices"),
                deletion: .absenceWithinParent),
            records: ["a", "b", "c"].flatMap { device in ["C", "D"].map { Make.volume($0, device: device) } })
        volumes.parentOf = { record in
            if case .text(let device) = record.values[0] { device } else { "" }
        }
        let devices = Make.devices(["a", "b", "c"].map { Make.device($0) }, after: [])
        try await Fixture.with([devices, volumes]) { fixture in
            let first = try await fixture.sync()
            #expect(first.streams.map(\.created) == [3, 6], "\(first)")
            // D is gone on each; of b the vendor will not say.
            fixture.script.change("volumes") { stream in
                stream.records = ["a", "b", "c"].map { Make.volume("C", device: $0) }
                stream.skippedParents = ["b"]
            }
            let report = try await fixture.sync(isFull: true)
            #expect(report.streams[1].deleted == 2 && report.streams[1].quarantined == 1, "\(report)")
            let left = try await fixture.column("device_external_id", of: "live.device_volumes").keys.sorted()
            #expect(left == ["a:C", "b:C", "b:D", "c:C"])
            // What could not be read is asked for again, and nobody else.
            fixture.script.change("volumes") { $0.skippedParents = [] }
            let third = try await fixture.sync()
            #expect(third.streams[1].read == 1 && third.streams[1].deleted == 1, "\(third)")
            #expect(try await fixture.count("SELECT 1 FROM control.quarantine WHERE resolved_at IS NULL") == 0)
        }
    }
}
