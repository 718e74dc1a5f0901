import Connectors
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// Whatever breaks wherever: the next run goes on, and the warehouse equals the vendor's list.
@Suite(.serialized, .timeLimit(.minutes(1))) struct CrashTests {
    private static let before = Make.organizations(1...14)
    private static var after: [SourceRecord] {
        (2...15).map { Make.organization(String($0), $0 % 3 == 0 ? "Changed \($0)" : nil) }
    }

    private static func expectEqual(_ fixture: Fixture) async throws {
        let names = try await fixture.names()
        #expect(names.count == 14 && names["1"] == nil)
        for record in after { #expect(names[record.externalID] == .some(name(record))) }
        // One change record a change, however often the work was begun.
        #expect(try await fixture.changes().count == Set(try await fixture.changes()).count)
    }

    private static func name(_ record: SourceRecord) -> String? {
        if case .text(let name) = record.values[0] { name } else { nil }
    }

    @Test(arguments: 1...5) func aCallThatFailsForGoodLeavesThePagesBefore(call: Int) async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Self.after)
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number >= call { throw .rejectedCall(status: 400, "no") }
            }
            let broken = try await fixture.sync()
            #expect(broken.state == .failed && broken.streams.first?.read == (call - 1) * 3)
            #expect(try await fixture.streamState().state == "failing")
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            #expect(report.streams.first?.calls == 5 - (call - 1))
            try await Self.expectEqual(fixture)
        }
    }

    @Test(arguments: 1...5) func aStoppedRunLetsItsLeaseGoAndTheNextGoesOn(call: Int) async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Self.after)
            let report = try await withThrowingTaskGroup(of: RunReport.self) { group in
                let (reached, signal) = AsyncStream<Void>.makeStream()
                fixture.script.onCall { (number, _) throws(ConnectorError) in
                    guard number == call else { return }
                    signal.yield()
                    do { try await Task.sleep(for: .seconds(60)) } catch { throw .cancelled }
                }
                group.addTask { try await fixture.sync() }
                for await _ in reached { break }
                group.cancelAll()
                return try await group.next()
            }
            #expect(report?.state == .abandoned)
            fixture.script.calmDown()
            // At once: the lease was let go.
            #expect(try await fixture.sync(waits: false).state == .done)
            try await Self.expectEqual(fixture)
        }
    }

    @Test(arguments: 1...12) func aSessionThatIsKilledIsSurvived(kill: Int) async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Self.after)
            // The killing is spread over the run by killing at each call, and after so many more turns.
            let owner = fixture.database.owner
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                guard number == (kill + 2) / 3 else { return }
                for _ in 0..<kill % 3 { await Task.yield() }
                _ = try? await owner.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
            }
            _ = try? await fixture.sync()
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            try await Self.expectEqual(fixture)
        }
    }

    @Test(arguments: [1, 2, 4]) func aPageThatIsNoPageIsAskedForAgain(call: Int) async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == call || number == call + 1 { throw .malformedAnswer("half of it") }
            }
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            #expect(try await fixture.names().count == 14)
        }
    }

    @Test func aPageThatStaysBrokenLeavesTheCheckpointAsItWas() async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number > 2 { throw .malformedAnswer("half of it") }
            }
            #expect(try await fixture.sync().state == .failed)
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(report.state == .done && report.streams.first?.read == 8)
            #expect(try await fixture.names().count == 14)
        }
    }

    @Test func aLostPositionStartsTheReadAgainAndForgetsWhatWasSeen() async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            try await fixture.sync()
            let script = fixture.script
            script.set("organizations", Self.before)
            script.onCall { (number, _) throws(ConnectorError) in
                guard number == 3 else { return }
                // Seen on the first page, gone when the list is read again.
                script.set("organizations", Self.after)
                throw .positionLost("expired")
            }
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            try await Self.expectEqual(fixture)
        }
    }

    /// The position was good; a read that began anew, and failed at once, has forgotten what led to it.
    @Test func aReadThatStartedAgainInVainLeavesNoHalfOfTheOldOne() async throws {
        try await Fixture.with([Make.organizations(Self.before)]) { fixture in
            try await fixture.sync()
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == 2 { throw .positionLost("expired") }
                if number == 3 { throw .rejectedCall(status: 400, "no") }
            }
            #expect(try await fixture.sync().state == .failed)
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(report.state == .done && report.streams.first?.read == 14, "\(report)")
            #expect(report.streams.first?.deleted == 0)
            #expect(try await fixture.names().count == 14)
        }
    }

    @Test func aPositionThatDiesWithItsSessionStartsAgainAfterABreak() async throws {
        var stream = Make.organizations(Self.before)
        stream.isResumable = false
        try await Fixture.with([stream]) { fixture in
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == 3 { throw .throttled(retryAfterSeconds: 60, "slowly") }
            }
            let deferred = try await fixture.sync()
            #expect(deferred.state == .deferred && deferred.exitCode == 3)
            #expect(try await fixture.names().count == 6)
            #expect(try await fixture.streamState().state == "deferred")
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(report.state == .done && report.streams.first?.read == 14)
        }
    }

    @Test func aThrottledReadKeepsWhatWasReadAndGoesOn() async throws {
        try await Fixture.with([Make.organizations(Self.before), Make.devices([Make.device("1")])]) { fixture in
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == 3 { throw .throttled(retryAfterSeconds: nil, "slowly") }
            }
            let report = try await fixture.sync()
            #expect(report.state == .deferred && report.streams.map(\.state) == [.deferred, .deferred])
            let runs = try await fixture.database.owner.query("SELECT state FROM control.runs")
            #expect(runs.map { $0["state"] } == ["deferred"])
            fixture.script.calmDown()
            #expect(try await fixture.sync().streams.first?.read == 8)
        }
    }
}
