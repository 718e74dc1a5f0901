import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// The worker and the schedule as a person runs them.
@Suite(.timeLimit(.minutes(10))) struct WorkTests {
    private func due(_ world: World) async throws {
        try await world.database.owner.query("UPDATE control.connections SET created_at = now() - interval '1 minute'")
    }

    private static let done: SQL = """
        (SELECT count(*) >= 2 AND bool_and(state = 'done') FROM control.runs WHERE trigger = 'schedule')
        """

    @Test func aWorkerSyncsWhatIsDueAndEndsOnATerminateSignal() async throws {
        try await World.with(devices: 10) { world in
            try await due(world)
            let worker = try world.program.start(["work"], input: "")
            try await world.wait(Self.done)
            let began = ContinuousClock.now
            worker.signal(SIGTERM)
            let outcome = await worker.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(ContinuousClock.now - began < .seconds(10))
            #expect(try await world.differences() == [])
            let held = try await world.database.owner.query(
                "SELECT 1 FROM control.leases WHERE expires_at > clock_timestamp()")
            #expect(held.isEmpty)
        }
    }

    @Test func aWorkerStoppedInTheMiddleHandsItsSyncOver() async throws {
        try await World.with(devices: 60) { world in
            try await due(world)
            world.vendors.forgetCalls()
            let first = try world.program.start(["work"], input: "")
            await world.vendors.waitForCalls(4, vendor: "ninjaone")
            let began = ContinuousClock.now
            first.signal(SIGTERM)
            #expect(await first.outcome().status == 0)
            #expect(ContinuousClock.now - began < .seconds(10))
            let second = try world.program.start(["work"], input: "")
            try await world.wait(
                "(SELECT count(*) >= 2 FROM control.runs WHERE state = 'done' AND trigger = 'schedule')")
            second.signal(SIGTERM)
            #expect(await second.outcome().status == 0)
            #expect(try await world.differences() == [])
        }
    }

    @Test func theWorkOfAKilledWorkerIsGoneOnWith() async throws {
        try await World.with(devices: 60) { world in
            try await due(world)
            world.vendors.forgetCalls()
            let first = try world.program.start(["work"], input: "")
            await world.vendors.waitForCalls(4, vendor: "ninjaone")
            first.signal(SIGKILL)
            _ = await first.outcome()
            // A person would wait the lease's minute out.
            try await world.database.owner.query("UPDATE control.leases SET expires_at = now() - interval '1 second'")
            let second = try world.program.start(["work"], input: "")
            try await world.wait(
                "(SELECT count(*) >= 2 FROM control.runs WHERE state = 'done' AND trigger = 'schedule')")
            second.signal(SIGTERM)
            #expect(await second.outcome().status == 0)
            #expect(try await world.differences() == [])
            let running = try await world.database.owner.query("SELECT 1 FROM control.runs WHERE state = 'running'")
            #expect(running.isEmpty)
        }
    }

    @Test func serveWithAWorkerDoesBothAndStopsBoth() async throws {
        try await World.with(devices: 10) { world in
            try await due(world)
            let service = try world.program.start(["serve", "--with-worker", "--port", "0"], input: "")
            try await world.wait(Self.done)
            service.signal(SIGTERM)
            let outcome = await service.outcome()
            #expect(outcome.status == 0 && outcome.errors.contains("Listening"), "\(outcome.errors)")
        }
    }

    @Test func aScheduleIsSetShownAndTakenBack() async throws {
        try await World.with(devices: 5) { world in
            try await world.succeed("sync", "--tenant", "acme", "--connection", "ninjaone")
            try await world.succeed("schedule", "set", "--tenant", "acme", "--every", "2h")
            try await world.succeed(
                "schedule", "set", "--tenant", "acme", "--connection", "ninjaone", "--stream", "devices", "--cron",
                "*/15 6-20 * * 1-5")
            let shown = try await world.succeed("schedule", "list", "--tenant", "acme").output
            #expect(shown.contains("*/15 6-20 * * 1-5") && shown.contains("every 2h") && shown.contains("(all)"))
            let json = try await list(world)
            #expect(json.schedules.count == 2)
            let devices = try #require(json.streams.first { $0.stream == "devices" })
            #expect(devices.cron == "*/15 6-20 * * 1-5" && devices.set_for == "connection and stream")
            #expect(json.streams.filter { $0.stream != "devices" }.allSatisfy { $0.every_seconds == 7_200 })
            try await world.succeed("schedule", "set", "--tenant", "acme", "--default")
            try await world.succeed(
                "schedule", "set", "--tenant", "acme", "--connection", "ninjaone", "--stream", "devices", "--default")
            let back = try await list(world)
            #expect(back.schedules.isEmpty && back.streams.allSatisfy { $0.set_for == "connector" })
            let audit = try await world.succeed("audit", "--tenant", "acme").output
            #expect(audit.contains("schedule.set"))
        }
    }

    private struct Schedules: Decodable {
        struct Rule: Decodable { let every_seconds: Int }
        struct Stream: Decodable {
            let stream: String
            let every_seconds: Int
            let cron: String?
            let set_for: String
        }
        let schedules: [Rule]
        let streams: [Stream]
    }

    private func list(_ world: World) async throws -> Schedules {
        let text = try await world.succeed("schedule", "list", "--tenant", "acme", "--json").output
        return try JSONDecoder().decode(Schedules.self, from: Data(text.utf8))
    }

    @Test(arguments: [
        (["--every", "soon"], "15m"), (["--cron", "* * *"], "five fields"), ([], "--every"),
        (["--every", "5m", "--default"], "--every"), (["--stream", "nonsense", "--every", "5m"], "devices"),
        (["--connection", "nowhere", "--every", "5m"], "nowhere"),
    ])
    func aWrongScheduleIsRefusedWithTheRightWords(arguments: [String], words: String) async throws {
        try await World.with(devices: 1) { world in
            let outcome = try await world.program.run(["schedule", "set", "--tenant", "acme"] + arguments)
            #expect(outcome.status == 2 && outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test func aConnectionThatFailsIsLetTryAgainByATest() async throws {
        try await World.with(devices: 5) { world in
            try await world.succeed("sync", "--tenant", "acme", "--connection", "ninjaone")
            try await world.database.owner.query(
                """
                UPDATE control.connections SET state = 'failing', failures = 7, retry_at = now() + interval '1 hour',
                    state_reason = 'the vendor was down' WHERE name = 'ninjaone'
                """)
            try await world.database.owner.query(
                "UPDATE control.streams SET state = 'failing', next_due = now() + interval '1 hour'")
            #expect(try await world.succeed("connection", "list", "--tenant", "acme").output.contains("was down"))
            try await world.succeed("connection", "test", "ninjaone", "--tenant", "acme")
            let row = try await world.database.owner.query(
                """
                SELECT state, failures, retry_at, (SELECT bool_and(next_due <= now()) FROM control.streams) AS is_due
                FROM control.connections WHERE name = 'ninjaone'
                """
            ).only()
            #expect(
                row["state"] == "active" && row["failures"] == "0" && row["retry_at"] == nil && row["is_due"] == "t")
        }
    }
}
