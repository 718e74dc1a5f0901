import Connectors
import Foundation
import HTTPTransport
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// A run that reads one thing by its id, because somebody waits for it.
@Suite(.timeLimit(.minutes(2))) struct RecordRefreshTests {
    private func organizations(_ ids: ClosedRange<Int>) -> Script.Stream {
        Script.Stream(
            description: Make.stream("organizations", Organization.entity.description, canReadOne: true),
            records: ids.map { Make.organization(String($0), updated: 0) })
    }

    private func refresh(_ fixture: Fixture, _ record: String) async throws -> RunReport {
        try await Script.$current.withValue(fixture.script) {
            try await fixture.engine.run(
                SyncRequest(
                    tenant: fixture.tenant, connection: .id(fixture.connection), streams: ["organizations"],
                    trigger: .refresh, record: record))
        }
    }

    private func stream(_ fixture: Fixture) async throws -> [String?] {
        let row = try await fixture.database.owner.query(
            "SELECT state, as_of, last_success_at, checkpoint, high_water FROM control.streams"
        ).only()
        return (0..<5).map { row[$0] }
    }

    @Test func theOneIsReadAndStoredAndTheListIsAsOldAsItWas() async throws {
        try await Fixture.with([organizations(1...5)]) { fixture in
            try await fixture.sync()
            let before = try await stream(fixture)
            fixture.script.change("organizations") { stream in
                stream.single["3"] = Make.organization("3", "renamed", updated: 9)
            }
            let report = try await refresh(fixture, "3")
            #expect(report.state == .done && report.streams.map(\.read) == [1] && report.streams[0].updated == 1)
            #expect(fixture.script.singles == ["3"])
            #expect(try await fixture.names()["3"] == "renamed")
            #expect(try await fixture.changes().last == "organizations 3 updated")
            #expect(try await stream(fixture) == before)
        }
    }

    @Test func oneThatIsAsItWasIsWrittenNowhere() async throws {
        try await Fixture.with([organizations(1...5)]) { fixture in
            try await fixture.sync()
            let written = try await fixture.written()
            let report = try await refresh(fixture, "2")
            #expect(report.state == .done && report.streams[0].unchanged == 1)
            #expect(try await fixture.written() == written)
        }
    }

    @Test func oneThatTheVendorDoesNotShowStaysUntilAWholeReadProvesIt() async throws {
        try await Fixture.with([organizations(1...5)]) { fixture in
            try await fixture.sync()
            fixture.script.change("organizations") { $0.single["2"] = .some(nil) }
            let report = try await refresh(fixture, "2")
            #expect(
                report.state == .done && report.streams[0].read == 0 && report.reason?.contains("whole read") == true)
            #expect(try await fixture.names().keys.contains("2"))
            let isDue = try await fixture.count(
                "SELECT FROM control.streams WHERE last_sweep_at < clock_timestamp() - sweep_period")
            #expect(isDue == 1)
        }
    }

    @Test func aVendorThatFailsEndsTheRunAndNothingElse() async throws {
        try await Fixture.with([organizations(1...5)]) { fixture in
            try await fixture.sync()
            let before = try await stream(fixture)
            fixture.script.onCall { (_, _) throws(ConnectorError) in throw .unavailable("down") }
            let report = try await refresh(fixture, "2")
            #expect(report.state == .failed && report.reason != nil)
            #expect(try await stream(fixture) == before)
            let active = try await fixture.count("SELECT FROM control.connections WHERE state = 'active'")
            #expect(active == 1)
        }
    }

    /// Who waits goes before all other reads.
    @Test func itIsReadAtTheHighestPriority() async throws {
        try await Fixture.with([organizations(1...2)]) { fixture in
            try await fixture.sync()
            let met = Mutex<[CallPriority?]>([])
            fixture.script.onCall { (_, _) throws(ConnectorError) in
                met.withLock { $0.append(CallContext.current.priority) }
            }
            _ = try await refresh(fixture, "1")
            #expect(met.withLock { $0 } == [.interactive])
        }
    }

    @Test func aWorkerTakesItFromTheQueue() async throws {
        try await Fixture.with([organizations(1...5)]) { fixture in
            try await fixture.sync()
            let request = SyncRequest(
                tenant: fixture.tenant, connection: .id(fixture.connection), streams: ["organizations"],
                trigger: .refresh, record: "4")
            let first = try await fixture.database.reader.transaction(tenant: fixture.tenant) {
                try await RunQueue.refresh(request, in: $0)
            }
            let again = try await fixture.database.reader.transaction(tenant: fixture.tenant) {
                try await RunQueue.refresh(request, in: $0)
            }
            #expect(again.id == first.id && !again.isNew)
            let claims = try await ClaimStore(client: fixture.database.worker, options: fixture.options)
                .claim(maximum: 1, busy: [], share: 1)
            let claim = try #require(claims.first)
            #expect(claim.run == first.id)
            let report = try await Script.$current.withValue(fixture.script) {
                try await fixture.engine.run(claim, stop: StopSignal())
            }
            #expect(report.run == first.id && report.state == .done && fixture.script.singles == ["4"])
        }
    }
}
