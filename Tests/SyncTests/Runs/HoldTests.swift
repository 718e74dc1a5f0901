import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// What the brake holds waits for a person, whose word is for exactly those rows.
@Suite(.serialized, .timeLimit(.minutes(1))) struct HoldTests {
    private static let thirty = Make.organizations(Make.organizations(1...30))

    private static func decide(
        _ fixture: Fixture, _ decision: HoldDecision, _ report: RunReport, streams: [String]? = nil
    ) async throws -> HoldDesk.Outcome {
        try await fixture.database.reader.transaction(tenant: fixture.tenant) { session in
            try await HoldDesk.decide(
                decision, run: report.run, streams: streams, tenant: fixture.tenant, by: "Ann", trigger: .api,
                in: session)
        }
    }

    /// The holds, oldest first: kind, count, state, and whether it is over.
    private static func holds(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query("SELECT * FROM control.holds ORDER BY created_at").map { row in
            "\(row["kind"] ?? "") \(row["count"] ?? "") \(row["state"] ?? "")\(row["ended_at"] == nil ? "" : " over")"
        }
    }

    @Test func whatIsAcceptedIsCarriedOutByTheNextReadOnceOnly() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            let held = try await fixture.sync()
            #expect(held.state == .held)
            #expect(try await Self.holds(fixture) == ["deletion 10 waiting"])
            let outcome = try await Self.decide(fixture, .accept, held)
            #expect(outcome.decided == ["organizations"] && outcome.run.streams[0].hold?.state == "accepted")
            let queued = try await fixture.database.owner.query(
                "SELECT id, requested, trigger FROM control.runs WHERE state = 'queued'"
            ).only()
            #expect(queued["id"] == outcome.queuedRun?.postgresText && queued["requested"] == "{organizations}")
            #expect(try await Self.decide(fixture, .accept, held).decided == [])
            let report = try await fixture.sync()
            #expect(report.state == .done && report.streams[0].deleted == 10, "\(report)")
            #expect(try await Self.holds(fixture) == ["deletion 10 accepted over"])
            // It was for that time: the same rows gone another time are held another time.
            fixture.script.set("organizations", Make.organizations(1...30))
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            #expect(try await fixture.sync().state == .held)
        }
    }

    @Test func whatGoesBeyondWhatWasAcceptedIsHeldAgain() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            _ = try await Self.decide(fixture, .accept, try await fixture.sync())
            fixture.script.set("organizations", Make.organizations(1...12))
            let beyond = try await fixture.sync()
            #expect(beyond.state == .held && beyond.streams[0].wouldDelete == 8, "\(beyond)")
            #expect(try await fixture.names().count == 30)
            #expect(try await Self.holds(fixture) == ["deletion 10 accepted", "deletion 8 waiting"])
            _ = try await Self.decide(fixture, .accept, beyond)
            #expect(try await fixture.sync().streams[0].deleted == 18)
            #expect(try await Self.holds(fixture) == ["deletion 10 accepted over", "deletion 8 accepted over"])
        }
    }

    @Test func whatIsRejectedIsKeptAndNotAskedForAgainUntilItIsShown() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            let outcome = try await Self.decide(fixture, .reject, try await fixture.sync())
            #expect(outcome.queuedRun == nil && outcome.run.streams[0].hold?.decidedBy == "Ann")
            // Three others go meanwhile, as always.
            fixture.script.set("organizations", Make.organizations(4...20))
            let kept = try await fixture.sync()
            #expect(kept.state == .done && kept.streams[0].deleted == 3, "\(kept)")
            #expect(kept.streams[0].reason?.contains("10 organizations") == true, "\(kept)")
            let state = try await fixture.streamState()
            #expect(state.state == "current" && state.reason?.contains("Ann") == true)
            // Shown again, the word for it is over.
            fixture.script.set("organizations", Make.organizations(4...30))
            try await fixture.sync()
            #expect(try await fixture.streamState().reason == nil)
            #expect(try await Self.holds(fixture) == ["deletion 10 rejected over"])
            fixture.script.set("organizations", Make.organizations(4...20))
            #expect(try await fixture.sync().state == .held)
        }
    }

    @Test func aListThatHealsLapsesWhatWaited() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            let held = try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...30))
            try await fixture.sync()
            #expect(try await Self.holds(fixture) == ["deletion 10 lapsed over"])
            await #expect(throws: SyncError.holdOver(stream: "organizations", .lapsed)) {
                try await Self.decide(fixture, .accept, held)
            }
            #expect(try await fixture.names().count == 30)
        }
    }

    @Test func theSameRowsHeldAgainAreTheSameHoldAndOthersTakeItsPlace() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            let first = try await fixture.sync()
            try await fixture.sync()
            #expect(try await Self.holds(fixture) == ["deletion 10 waiting"])
            fixture.script.set("organizations", Make.organizations(1...15))
            let second = try await fixture.sync()
            #expect(try await Self.holds(fixture) == ["deletion 10 lapsed over", "deletion 15 waiting"])
            await #expect(throws: SyncError.holdOver(stream: "organizations", .lapsed)) {
                try await Self.decide(fixture, .accept, first)
            }
            #expect(try await Self.decide(fixture, .accept, second).decided == ["organizations"])
        }
    }

    @Test(arguments: [HoldDecision.accept, .reject]) func anEmptyListIsDecidedLikeAnyOther(
        decision: HoldDecision
    ) async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...3))]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", [])
            let held = try await fixture.sync()
            #expect(try await Self.holds(fixture) == ["empty_list 3 waiting"])
            _ = try await Self.decide(fixture, decision, held)
            #expect(try await fixture.sync().state == .done)
            #expect(try await fixture.names().count == (decision == .accept ? 0 : 3))
        }
    }

    private static func devices(_ organization: String, _ ids: ClosedRange<Int> = 1...12) -> [SourceRecord] {
        (1...20).map { Make.device(String($0), organization: ids.contains($0) ? organization : "1") }
    }

    private static func withMoved(_ body: (Fixture, RunReport) async throws -> Void) async throws {
        let streams = [Make.organizations(Make.organizations(1...2)), Make.devices(devices("1"))]
        try await Fixture.with(streams) { fixture in
            fixture.script.change("devices") { $0.pageSize = 10 }
            try await fixture.sync()
            var records = devices("2")
            records[19] = Make.device("20", organization: "1", hostname: "renamed")
            fixture.script.set("devices", records)
            let held = try await fixture.sync()
            #expect(held.state == .held && held.streams[1].wouldDelete == 12, "\(held)")
            try await body(fixture, held)
        }
    }

    private static func moved(_ fixture: Fixture) async throws -> Int {
        try await fixture.column("organization_external_id", of: "live.devices").values.count { $0 == "2" }
    }

    @Test func movesOfAllPagesAreHeldTogetherAndTheRestIsStored() async throws {
        try await Self.withMoved { fixture, held in
            let moved = try await Self.moved(fixture)
            #expect(moved == 0)
            #expect(try await fixture.names("devices")["20"] == "renamed")
            #expect(try await Self.holds(fixture) == ["move 12 waiting"])
            #expect(try await Self.decide(fixture, .accept, held).decided == ["devices"])
            #expect(try await fixture.sync().state == .done)
            #expect(try await Self.moved(fixture) == 12)
            #expect(try await Self.holds(fixture) == ["move 12 accepted over"])
        }
    }

    @Test func aRefusedMoveStaysHeldAndSaysWhoseWordThatIs() async throws {
        try await Self.withMoved { fixture, held in
            _ = try await Self.decide(fixture, .reject, held)
            for _ in 1...2 {
                let report = try await fixture.sync()
                #expect(report.state == .held && report.streams[1].reason?.contains("Ann") == true, "\(report)")
                #expect(try await Self.moved(fixture) == 0)
                #expect(try await Self.holds(fixture) == ["move 12 rejected"])
            }
            // Mended at the vendor, there is nothing left to refuse.
            fixture.script.set("devices", Self.devices("1"))
            #expect(try await fixture.sync().state == .done)
            #expect(try await Self.holds(fixture) == ["move 12 rejected over"])
        }
    }

    @Test func aRefusedMoveMayBeAcceptedAfterAll() async throws {
        try await Self.withMoved { fixture, held in
            _ = try await Self.decide(fixture, .reject, held)
            let again = try await fixture.sync()
            #expect(try await Self.decide(fixture, .accept, again).decided == ["devices"])
            #expect(try await fixture.sync().state == .done)
            #expect(try await Self.moved(fixture) == 12)
        }
    }

    @Test(arguments: [HoldDecision.accept, .reject]) func manyDeletionsByFlagsAreHeldToo(
        decision: HoldDecision
    ) async throws {
        let records = (1...20).map { Make.organization(String($0), updated: 100) }
        var stream = Make.organizations(records, reading: Make.incremental, deletion: .flagged)
        stream.pageSize = 100
        try await Fixture.with([stream]) { fixture in
            try await fixture.sync()
            let flagged = (1...9).map { Make.organization(String($0), updated: 101, deleted: true) }
            fixture.script.set("organizations", flagged + records[9...])
            let held = try await fixture.sync()
            #expect(held.state == .held && held.streams[0].wouldDelete == 9, "\(held)")
            #expect(try await fixture.names().count == 20)
            _ = try await Self.decide(fixture, decision, held)
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            #expect(try await fixture.names().count == (decision == .accept ? 11 : 20))
        }
    }

    @Test func aHeldReadThatIsInterruptedStillKnowsWhatItHeld() async throws {
        let streams = [Make.organizations(Make.organizations(1...2)), Make.devices(Self.devices("1"))]
        try await Fixture.with(streams) { fixture in
            fixture.script.change("devices") { $0.pageSize = 10 }
            try await fixture.sync()
            fixture.script.set("devices", Self.devices("2"))
            fixture.script.onCall { (number, stream) throws(ConnectorError) in
                if stream == "devices", number >= 3 { throw .notFound("gone for a moment") }
            }
            #expect(try await fixture.sync(["devices", "organizations"]).state == .partlyDone)
            fixture.script.calmDown()
            let held = try await fixture.sync()
            #expect(held.state == .held && held.streams[1].wouldDelete == 12, "\(held)")
            #expect(try await Self.holds(fixture) == ["move 12 waiting"])
        }
    }

    @Test func aReadThatStartsAgainForgetsWhatTheFirstOneHeld() async throws {
        let streams = [Make.organizations(Make.organizations(1...2)), Make.devices(Self.devices("1"))]
        try await Fixture.with(streams) { fixture in
            fixture.script.change("devices") { $0.pageSize = 10 }
            try await fixture.sync()
            let script = fixture.script
            script.set("devices", Self.devices("2"))
            script.onCall { (number, stream) throws(ConnectorError) in
                guard stream == "devices", number == 3 else { return }
                // Three have come home when the list is read again.
                script.set("devices", Self.devices("2", 4...12))
                throw .positionLost("expired")
            }
            let held = try await fixture.sync()
            #expect(held.streams[1].wouldDelete == 9, "\(held)")
            #expect(try await Self.holds(fixture) == ["move 9 waiting"])
        }
    }

    @Test func theRunThatAnAcceptanceQueuesCarriesItOut() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            try await fixture.sync()
            fixture.script.set("organizations", Make.organizations(1...20))
            let outcome = try await Self.decide(fixture, .accept, try await fixture.sync())
            let request = SyncRequest(
                tenant: fixture.tenant, connection: .id(fixture.connection), streams: ["organizations"], trigger: .api,
                queuedRun: outcome.queuedRun)
            let report = try await Script.$current.withValue(fixture.script) { try await fixture.engine.run(request) }
            #expect(report.run == outcome.queuedRun && report.streams[0].deleted == 10, "\(report)")
        }
    }

    /// Only a run of all streams that bring tickets proves one gone.
    @Test func anAcceptanceQueuesTheStreamsThatBringTheSameRows() async throws {
        try await TestDatabase.with { database in
            let (tenant, connection) = try await database.tenant(vendor: "connectwise-psa")
            let run: UUID = try await database.owner.query(
                """
                INSERT INTO control.runs (tenant_id, connection_id, trigger, state)
                VALUES (\(tenant), \(connection), 'schedule', 'held') RETURNING id
                """
            ).only().get("id")
            try await database.worker.transaction(tenant: tenant) { session in
                let store = HoldStore(tenant: tenant, connection: connection)
                let hold = try await store.keep(
                    .deletion(["1", "2"], of: 3, "tickets"), of: "tickets", run: run, in: session)
                try await session.query(
                    """
                    INSERT INTO control.run_streams (tenant_id, run_id, stream, state, hold_id)
                    VALUES (\(tenant), \(run), 'tickets', 'held', \(hold))
                    """)
            }
            _ = try await database.reader.transaction(tenant: tenant) { session in
                try await HoldDesk.decide(
                    .accept, run: run, streams: nil, tenant: tenant, by: "Ann", trigger: .api, in: session)
            }
            let queued = try await database.owner.query("SELECT requested FROM control.runs WHERE state = 'queued'")
            #expect(try queued.only()["requested"] == "{project_tickets,tickets}")
        }
    }

    @Test func aDecisionOnWhatWasNotHeldIsRefused() async throws {
        try await Fixture.with([Self.thirty]) { fixture in
            let done = try await fixture.sync()
            await #expect(throws: SyncError.nothingHeld(done.run.postgresText)) {
                try await Self.decide(fixture, .accept, done)
            }
            fixture.script.set("organizations", Make.organizations(1...20))
            let held = try await fixture.sync()
            await #expect(throws: SyncError.unknownStream("devices", known: ["organizations"])) {
                try await Self.decide(fixture, .accept, held, streams: ["devices"])
            }
            #expect(try await Self.holds(fixture) == ["deletion 10 waiting"])
        }
    }

    /// Twenty devices with a program and a drive each, of which the vendor shows ten.
    private static func withHeldDevices(_ body: (Fixture, RunReport) async throws -> Void) async throws {
        func programs(_ ids: ClosedRange<Int>) -> [SourceRecord] {
            ids.map { Make.software("Word", "1", device: String($0)) }
        }
        func drives(_ ids: ClosedRange<Int>) -> [SourceRecord] { ids.map { Make.volume("C", device: String($0)) } }
        func devices(_ ids: ClosedRange<Int>) -> [SourceRecord] { ids.map { Make.device(String($0)) } }
        let volumes = Make.stream("volumes", DeviceVolume.entity.description, after: ["devices"])
        try await Fixture.with([
            Make.devices(devices(1...20), after: []), Make.softwareStream(programs(1...20)),
            Script.Stream(description: volumes, records: drives(1...20)),
        ]) { fixture in
            try await fixture.sync()
            fixture.script.set("devices", devices(1...10))
            // On the third, which is shown, both are really gone.
            fixture.script.set("software", programs(1...2) + programs(4...10))
            fixture.script.set("volumes", drives(1...2) + drives(4...10))
            try await body(fixture, try await fixture.sync())
        }
    }

    private static func children(_ fixture: Fixture) async throws -> [Int] {
        [
            try await fixture.count("SELECT FROM inventory.software WHERE tenant_id = \(fixture.tenant)"),
            try await fixture.count("SELECT FROM live.device_volumes WHERE tenant_id = \(fixture.tenant)"),
        ]
    }

    @Test func whatHangsOnHeldRowsStaysWithThem() async throws {
        try await Self.withHeldDevices { fixture, held in
            #expect(held.state == .held && held.streams.map(\.deleted) == [0, 1, 1], "\(held)")
            #expect(held.streams[1].reason?.contains("software of 10 devices stay") == true, "\(held)")
            #expect(held.streams[2].reason?.contains("10 device_volumes stay") == true, "\(held)")
            #expect(try await Self.children(fixture) == [19, 19])
            // Without the list of devices too.
            try await fixture.sync(["software", "volumes"])
            #expect(try await Self.children(fixture) == [19, 19])
            _ = try await Self.decide(fixture, .accept, held)
            #expect(try await fixture.sync().streams.map(\.deleted) == [10, 10, 10])
            #expect(try await Self.children(fixture) == [9, 9])
        }
    }

    @Test func whatHangsOnHeldRowsStaysThoughSomeOfItIsShown() async throws {
        func programs(_ names: [String]) -> [SourceRecord] {
            (1...20).flatMap { device in names.map { Make.software($0, "1", device: String(device)) } }
        }
        try await Fixture.with([
            Make.devices((1...20).map { Make.device(String($0)) }, after: []),
            Make.softwareStream(programs(["Word", "Excel"])),
        ]) { fixture in
            try await fixture.sync()
            fixture.script.set("devices", (1...10).map { Make.device(String($0)) })
            fixture.script.set("software", programs(["Word"]))
            let held = try await fixture.sync()
            #expect(held.streams.map(\.deleted) == [0, 10], "\(held)")
            #expect(held.streams[1].reason?.contains("software of 10 devices stay") == true, "\(held)")
        }
    }

    @Test func whatIsShownAgainTakesNoChildrenWithItsHold() async throws {
        try await Self.withHeldDevices { (fixture, _) async throws in
            fixture.script.set("devices", (1...20).map { Make.device(String($0)) })
            // The list has healed: what hangs on its devices is judged by its own list again.
            #expect(try await fixture.sync().streams.map(\.deleted) == [0, 10, 10])
            #expect(try await Self.children(fixture) == [9, 9])
        }
    }

    @Test func whatHangsOnRowsThatAPersonKeepsStaysWithThem() async throws {
        try await Self.withHeldDevices { fixture, held in
            _ = try await Self.decide(fixture, .reject, held)
            #expect(try await fixture.sync().streams.map(\.deleted) == [0, 0, 0])
            #expect(try await Self.children(fixture) == [19, 19])
            #expect(try await fixture.sync(releasesBrake: true).streams.map(\.deleted) == [10, 10, 10])
        }
    }
}
