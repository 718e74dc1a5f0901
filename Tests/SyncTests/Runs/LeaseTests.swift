import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// One owner of a connection at a time.
@Suite(.serialized, .timeLimit(.minutes(1))) struct LeaseTests {
    @Test func aFrozenWorkerWhoseLeaseWasTakenCannotWrite() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...9))]) { fixture in
            let owner = fixture.database.owner
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                guard number == 2 else { return }
                // While it waits for its second page, another takes the connection over.
                _ = try? await owner.query(
                    "UPDATE control.leases SET token = token + 1, expires_at = clock_timestamp() + interval '1 hour'")
            }
            await #expect(throws: SyncError.leaseLost) { try await fixture.sync() }
            let names = try await fixture.names()
            #expect(names.count <= 3)
            // Nor does it end the other's lease or run.
            #expect(try await fixture.count("SELECT 1 FROM control.leases WHERE expires_at > clock_timestamp()") == 1)
        }
    }

    @Test func aLeaseThatRanOutWithoutATakerCannotWriteEither() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...9))]) { fixture in
            let owner = fixture.database.owner
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                guard number == 2 else { return }
                _ = try? await owner.query("UPDATE control.leases SET expires_at = clock_timestamp()")
            }
            await #expect(throws: SyncError.leaseLost) { try await fixture.sync() }
        }
    }

    @Test func aSecondRunWaitsAndSaysSoOrFails() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...9))]) { fixture in
            let (reached, signal) = AsyncStream<Void>.makeStream()
            let (goes, go) = AsyncStream<Void>.makeStream()
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                guard number == 2 else { return }
                signal.yield()
                for await _ in goes { break }
            }
            let events = Events()
            let reports = try await withThrowingTaskGroup(of: RunReport.self) { group in
                group.addTask { try await fixture.sync() }
                for await _ in reached { break }
                await #expect(throws: SyncError.leaseHeld(owner: "the test")) { try await fixture.sync(waits: false) }
                group.addTask {
                    try await fixture.sync { event in
                        if case .waiting = event { go.yield() }
                        events.add(event)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.map(\.state) == [.done, .done])
            #expect(events.waits == ["the test"])
        }
    }

    @Test func aRunWhoseWorkerDiedIsAbandonedAndGoneOnWith() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...15))]) { fixture in
            let owner = fixture.database.owner
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                // The first page is stored by then.
                guard number == 5 else { return }
                _ = try? await owner.query("UPDATE control.leases SET token = token + 1, expires_at = '-infinity'")
            }
            _ = try? await fixture.sync()
            #expect(try await fixture.count("SELECT 1 FROM control.runs WHERE state = 'running'") == 1)
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(report.state == .done && (report.streams.first?.read ?? 15) < 15)
            let states = try await owner.query("SELECT state FROM control.runs ORDER BY created_at").map { $0["state"] }
            #expect(states == ["abandoned", "done"])
        }
    }

    @Test func theLeaseIsRenewedDuringALongCall() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...9))]) { fixture in
            var fixture = fixture
            fixture.options.leaseDuration = .milliseconds(600)
            fixture.options.leaseRenewal = .milliseconds(100)
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                guard number == 2 else { return }
                do { try await Task.sleep(for: .milliseconds(1_500)) } catch { throw .cancelled }
            }
            let report = try await fixture.sync()
            #expect(report.state == .done)
        }
    }

    @Test func aPausedConnectionIsLeftAlone() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            try await fixture.database.owner.query("UPDATE control.connections SET state = 'paused'")
            await #expect(throws: SyncError.connectionPaused("main")) { try await fixture.sync() }
        }
    }
}
