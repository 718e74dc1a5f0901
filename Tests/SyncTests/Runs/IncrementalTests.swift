import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// What is asked for, and what a failure of one stream means for the others.
@Suite(.serialized, .timeLimit(.minutes(1))) struct IncrementalTests {
    private static func stream() -> Script.Stream {
        Make.organizations(
            (1...6).map { Make.organization(String($0), updated: $0) }, reading: Make.incremental)
    }

    @Test func theSecondReadAsksForWhatChangedWithALookBack() async throws {
        try await Fixture.with([Self.stream()]) { fixture in
            try await fixture.sync()
            fixture.script.setVendorDate(Make.time(500))
            let report = try await fixture.sync()
            #expect(fixture.script.scopes("organizations").last == .changed(since: Make.time(6 - 15)))
            #expect(report.streams.first?.isSweep == false && report.streams.first?.deleted == 0)
        }
    }

    @Test func aRowThatTurnsUpLateWithinTheLookBackIsFound() async throws {
        try await Fixture.with([Self.stream()]) { fixture in
            try await fixture.sync()
            fixture.script.change("organizations") { $0.records.append(Make.organization("late", updated: 1)) }
            let report = try await fixture.sync()
            #expect(report.streams.first?.created == 1)
        }
    }

    @Test func aFullReadReadsEverythingAndDeletes() async throws {
        try await Fixture.with([Self.stream()]) { fixture in
            try await fixture.sync()
            fixture.script.change("organizations") { $0.records.removeFirst() }
            #expect(try await fixture.sync().streams.first?.deleted == 0)
            #expect(try await fixture.sync(isFull: true).streams.first?.deleted == 1)
        }
    }

    @Test func aSweepIsDueAfterItsPeriod() async throws {
        try await Fixture.with([Self.stream()]) { fixture in
            try await fixture.sync()
            try await fixture.database.owner.query(
                "UPDATE control.streams SET last_sweep_at = last_sweep_at - interval '25 hours'")
            try await fixture.sync()
            #expect(fixture.script.scopes("organizations").suffix(2) == [.everything, .everything])
        }
    }

    @Test func aFailedStreamStopsOnlyThoseThatNeedIt() async throws {
        let sites = Script.Stream(
            description: Make.stream("sites", Site.entity.description, after: ["devices"]), records: [])
        try await Fixture.with([
            Make.organizations(Make.organizations(1...2)), Make.devices([Make.device("1")], after: []), sites,
        ]) { fixture in
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                if stream == "devices" { throw .rejectedCall(status: 500, "no") }
            }
            let report = try await fixture.sync()
            #expect(report.state == .partlyDone && report.streams.map(\.state) == [.done, .failed, .failed])
            let connection = try await fixture.database.owner.query("SELECT state FROM control.connections").only()
            #expect(connection["state"] == "failing")
            fixture.script.calmDown()
            #expect(try await fixture.sync().state == .done)
            let healed = try await fixture.database.owner.query("SELECT state FROM control.connections").only()
            #expect(healed["state"] == "active")
        }
    }

    @Test func refusedCredentialsBlockTheConnectionAndSayWhy() async throws {
        try await Fixture.with([Make.organizations(), Make.devices()]) { fixture in
            fixture.script.onCall { (_, _) throws(ConnectorError) in throw .unauthorised("401") }
            let report = try await fixture.sync()
            #expect(report.state == .failed && fixture.script.calls == 1)
            let row = try await fixture.database.owner.query("SELECT * FROM control.connections").only()
            #expect(row["state"] == "blocked" && row["state_reason"]?.contains("credentials") == true)
        }
    }

    @Test func whatTheVendorDoesNotHaveIsSaidAndDoesNotFail() async throws {
        try await Fixture.with([Make.organizations(), Make.devices([Make.device("1")])]) { fixture in
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                if stream == "organizations" { throw .notAvailable("not licensed") }
            }
            let report = try await fixture.sync()
            #expect(report.state == .done && report.streams[1].created == 1)
            #expect(try await fixture.streamState().state == "not_available")
        }
    }

    @Test func aConnectionThatNoConnectorCanBeMadeForFailsWithItsReason() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            let engine = SyncEngine(
                worker: fixture.database.worker,
                connect: { (_) throws(ConnectorError) in throw .misconfigured("no base URL") })
            let report = try await engine.run(
                SyncRequest(tenant: fixture.tenant, connection: .name("main")))
            #expect(report.state == .failed && report.reason?.contains("no base URL") == true)
            await #expect(throws: SyncError.unknownConnection("other")) {
                try await engine.run(SyncRequest(tenant: fixture.tenant, connection: .name("other")))
            }
        }
    }

    @Test func anUnknownStreamIsNamed() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            await #expect(throws: SyncError.unknownStream("x", known: ["organizations"])) {
                try await fixture.sync(["x"])
            }
        }
    }
}
