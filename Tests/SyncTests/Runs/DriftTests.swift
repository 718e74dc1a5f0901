import Connectors
import Foundation
import HTTPTransport
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// The sample that is read again by id each day.
@Suite(.timeLimit(.minutes(2))) struct DriftTests {
    private func organizations(_ records: [SourceRecord], reading: Reading = Make.incremental) -> Script.Stream {
        Script.Stream(
            description: Make.stream(
                "organizations", Organization.entity.description, reading: reading, canReadOne: true),
            records: records, pageSize: 500)
    }

    private func records(_ ids: ClosedRange<Int>) -> [SourceRecord] {
        ids.map { Make.organization(String($0), updated: 0) }
    }

    private struct Figures: Equatable { var due = 0, checked = 0, differed = 0, missing = 0, stale = 0, unread = 0 }

    private func figures(_ fixture: Fixture) async throws -> Figures? {
        let row = try await fixture.database.owner.query(
            "SELECT * FROM control.drift WHERE tenant_id = \(fixture.tenant) ORDER BY day DESC LIMIT 1"
        ).first
        return try row.map { row in
            Figures(
                due: try row.get("due"), checked: try row.get("checked"), differed: try row.get("differed"),
                missing: try row.get("missing"), stale: try row.get("stale"), unread: try row.get("unread"))
        }
    }

    /// Makes what was found today yesterday's.
    private func nextDay(_ fixture: Fixture) async throws {
        // In two steps, so that no day is met twice on the way.
        try await fixture.database.owner.query("UPDATE control.drift SET day = day - 100000")
        try await fixture.database.owner.query("UPDATE control.drift SET day = day + 99999")
    }

    @Test func aHundredthOfTheRowsIsReadAgainEachDayAndNoneBeforeItsTurn() async throws {
        try await Fixture.with([organizations(records(1...250))]) { fixture in
            try await fixture.sync()
            // What came with this run has not had the time to drift.
            #expect(fixture.script.singles.isEmpty)
            #expect(try await figures(fixture) == nil)
            let report = try await fixture.sync()
            #expect(report.drift.map(\.checked) == [3])
            #expect(try await figures(fixture) == Figures(due: 3, checked: 3))
            #expect(try await fixture.sync().drift == [])
            #expect(fixture.script.singles.count == 3)
            for _ in 2...84 {
                try await nextDay(fixture)
                try await fixture.sync()
            }
            // 84 days of three are 252 rows: all of them, and the first two again.
            #expect(fixture.script.singles.count == 252)
            #expect(Set(fixture.script.singles).count == 250)
        }
    }

    /// A change that leaves the modified date alone, which no incremental read finds.
    @Test func aRowThatDiffersIsCountedNamedAndSetRight() async throws {
        try await Fixture.with([organizations(records(1...3))]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", (1...3).map { Make.organization(String($0), "New", updated: -60) })
            // Older by the vendor's own time than what is stored: left alone, as in a page.
            #expect(try await fixture.sync().drift.map(\.differed) == [0])
            fixture.script.set("organizations", (1...3).map { Make.organization(String($0), "Newer", updated: 0) })
            try await nextDay(fixture)
            fixture.script.change("organizations") { stream in
                stream.single = Dictionary(uniqueKeysWithValues: stream.records.map { ($0.externalID, $0) })
                stream.records = []
            }
            let report = try await fixture.sync()
            let drift = try #require(report.drift.first)
            #expect((drift.checked, drift.differed, drift.stale, drift.missing) == (1, 1, 0, 0))
            #expect(drift.examples.map(\.fields) == [["name"]])
            let id = try #require(drift.examples.first?.externalID)
            #expect(try await fixture.names()[id] == "Newer")
            #expect(try await fixture.changes().last == "organizations \(id) updated")
            #expect(report.state == .done)
            let examples: String = try await fixture.database.owner.query(
                "SELECT examples::text AS examples FROM control.drift ORDER BY day DESC LIMIT 1"
            ).only().get("examples")
            #expect(examples.contains(#""external_id": "\#(id)""#) && !examples.contains("Newer"))
        }
    }

    @Test func whatTheVendorChangedSinceIsStaleAndNotDrift() async throws {
        try await Fixture.with([organizations(records(1...3))]) { fixture in
            try await fixture.sync()
            fixture.script.change("organizations") { stream in
                for id in 1...3 { stream.single[String(id)] = Make.organization(String(id), "Since", updated: 5) }
            }
            let drift = try #require(try await fixture.sync().drift.first)
            #expect((drift.checked, drift.differed, drift.stale) == (1, 0, 1))
            #expect(!drift.isDrifted)
            #expect(try await fixture.names().values.filter { $0 == "Since" }.count == 1)
        }
    }

    @Test func aRowThatIsMissingStaysAndTheNextReadIsWhole() async throws {
        try await Fixture.with([organizations(records(1...3))]) { fixture in
            try await fixture.sync()
            fixture.script.change("organizations") { stream in
                for id in 1...3 { stream.single[String(id)] = .some(nil) }
            }
            let report = try await fixture.sync()
            #expect(report.drift.map(\.missing) == [1])
            #expect(report.drift.first?.examples.map(\.isMissing) == [true])
            #expect(try await fixture.names().count == 3)
            #expect(fixture.script.scopes("organizations").last != .everything)
            try await fixture.sync()
            #expect(fixture.script.scopes("organizations").last == .everything)
        }
    }

    @Test func volatileFieldsAreNoDrift() async throws {
        let devices = Script.Stream(
            description: Make.stream(
                "devices", Device.entity.description, volatileVendorFields: ["load"], canReadOne: true),
            records: [Make.device("1", lastSeen: 1, vendorFields: #"{"load":1,"kind":"a"}"#)])
        try await Fixture.with([devices]) { fixture in
            try await fixture.sync()
            fixture.script.change("devices") { stream in
                stream.single["1"] = Make.device("1", lastSeen: 9, vendorFields: #"{"load":7,"kind":"a"}"#)
            }
            #expect(try await fixture.sync().drift.map(\.differed) == [0])
            #expect(try await figures(fixture) == Figures(due: 1, checked: 1))
        }
    }

    @Test(arguments: [ConnectorError.throttled(retryAfterSeconds: 60, "wait"), .unavailable("down"), .cancelled])
    func aVendorThatCannotBeAskedEndsTheSampleAndNotTheRun(error: ConnectorError) async throws {
        try await Fixture.with([organizations(records(1...250))]) { fixture in
            try await fixture.sync()
            fixture.script.onCall { (call, stream) throws(ConnectorError) in
                if stream.contains("/"), call > 3 { throw error }
            }
            let report = try await fixture.sync()
            #expect(report.state == .done)
            // The list is the first call, then two records.
            #expect(report.drift.map(\.checked) == [2])
            fixture.script.calmDown()
            #expect(try await fixture.sync().drift.map(\.checked) == [1])
            #expect(try await figures(fixture) == Figures(due: 3, checked: 3))
        }
    }

    @Test func aRecordThatIsRefusedIsPassedOver() async throws {
        try await Fixture.with([organizations(records(1...250))]) { fixture in
            try await fixture.sync()
            fixture.script.onCall { (call, stream) throws(ConnectorError) in
                if stream.contains("/"), call == 3 { throw .malformedAnswer("no") }
            }
            #expect(try await fixture.sync().drift.map(\.unread) == [1])
            #expect(try await figures(fixture) == Figures(due: 3, checked: 2, unread: 1))
        }
    }

    /// The sample waits behind everything else, and is left out of what somebody waits for.
    @Test func itIsReadAtTheLowestPriorityAndNotInARefresh() async throws {
        try await Fixture.with([organizations(records(1...3))]) { fixture in
            try await fixture.sync()
            _ = try await Script.$current.withValue(fixture.script) {
                try await fixture.engine.run(
                    SyncRequest(tenant: fixture.tenant, connection: .id(fixture.connection), trigger: .refresh))
            }
            #expect(fixture.script.singles.isEmpty)
            let note = Noted()
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                if stream.contains("/") { note.set(CallContext.current.priority) }
            }
            try await fixture.sync()
            #expect(note.value == .backfill)
        }
    }

    private final class Noted: Sendable {
        private let state = Mutex<CallPriority?>(nil)
        var value: CallPriority? { state.withLock { $0 } }
        func set(_ priority: CallPriority?) { state.withLock { $0 = priority } }
    }

    @Test(arguments: [(0, 0), (1, 1), (100, 1), (101, 2), (20_000, 200)])
    func aHundredthIsRoundedUp(live: Int, due: Int) {
        #expect(DriftPlan.due(of: live) == due)
    }
}
