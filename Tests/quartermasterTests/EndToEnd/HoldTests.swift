import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// What a sync held, decided on the command line: the built program against a vendor whose list came back empty.
@Suite(.timeLimit(.minutes(5))) struct HoldTests {
    private let devices = "/v2/devices-detailed"

    private func liveDevices(_ world: World) async throws -> Int {
        try await world.database.owner.query("SELECT count(*) AS n FROM live.devices").only().get("n")
    }

    @Test func overRESTAPersonsKeyDecidesAndAsksForTheSync() async throws {
        try await World.with(devices: 12) { world in
            let run = try await held(world)
            try await Service.with(world, profile: "scheduler") { service in
                let shown = try await service.get("/v1/syncs/\(run)")
                #expect(shown.status == 200 && shown.text.contains("\"waiting\""), "\(shown.text)")
                let accepted = try await service.post("/v1/syncs/\(run)/accept", #"{"streams": ["devices"]}"#)
                #expect(accepted.status == 200 && accepted.text.contains("\"queued_run\":\""), "\(accepted.text)")
                let asked = try await service.post("/v1/syncs", #"{"connection": "ninjaone", "streams": ["devices"]}"#)
                #expect(asked.status == 202, "\(asked.text)")
                #expect(try await service.get("/v1/devices").status == 403)
            }
            try await world.succeed("sync", "--tenant", "acme", "--connection", "ninjaone")
            #expect(try await liveDevices(world) == 0)
            let audit = try await world.succeed("audit", "--tenant", "acme")
            #expect(audit.output.contains("key:rest") && audit.output.contains("sync.accept"))
        }
    }

    /// Syncs until something is held, and answers the run's id.
    private func held(_ world: World) async throws -> String {
        try await world.succeed("sync", "--tenant", "acme")
        world.vendors.set(FaultRule(.emptyLists, vendor: "ninjaone", path: devices))
        let outcome = try await world.program.run("sync", "--tenant", "acme", "--connection", "ninjaone", "--full")
        #expect(outcome.status == 3 && outcome.output.contains("sync accept"), "\(outcome.output)\(outcome.errors)")
        let runs = try await world.succeed("sync", "runs", "--tenant", "acme", "--state", "held", "--json")
        let run = try JSONDecoder().decode(Run.self, from: Data(runs.output.utf8))
        #expect(outcome.output.contains("sync show \(run.id.lowercased())"), "\(outcome.output)")
        return run.id
    }

    private struct Run: Decodable { let id: String }

    @Test func whatIsAcceptedGoesWithTheNextSync() async throws {
        try await World.with(devices: 12) { world in
            let run = try await held(world)
            let before = try await liveDevices(world)
            let shown = try await world.succeed("sync", "show", run, "--tenant", "acme")
            #expect(shown.output.contains("waiting") && shown.output.contains("sync accept \(run.lowercased())"))
            let accepted = try await world.succeed("sync", "accept", run, "--tenant", "acme", "--stream", "devices")
            #expect(accepted.output.contains("Accepted: devices"))
            #expect(try await liveDevices(world) == before)
            try await world.succeed("sync", "--tenant", "acme", "--connection", "ninjaone")
            #expect(try await liveDevices(world) == 0)
            let audit = try await world.succeed("audit", "--tenant", "acme")
            #expect(audit.output.contains("sync.accept"))
        }
    }

    @Test func aWorkerCarriesOutWhatWasAccepted() async throws {
        try await World.with(devices: 12) { world in
            let run = try await held(world)
            try await world.succeed("sync", "accept", run, "--tenant", "acme", "--stream", "devices")
            let worker = try world.program.start(["work"])
            while try await liveDevices(world) > 0 { try await world.database.owner.query("SELECT pg_sleep(0.1)") }
            worker.signal(SIGTERM)
            #expect(await worker.outcome().status == 0)
            let by = try await world.database.owner.query(
                "SELECT trigger FROM control.runs r WHERE state <> 'held' AND queued_at IS NOT NULL")
            #expect(by.count == 1, "\(by.map { $0["trigger"] ?? "" })")
        }
    }

    @Test func whatIsRejectedStaysAndTheSyncIsDoneAllTheSame() async throws {
        try await World.with(devices: 12) { world in
            let run = try await held(world)
            let before = try await liveDevices(world)
            try await world.succeed("sync", "reject", run, "--tenant", "acme")
            let outcome = try await world.succeed("sync", "--tenant", "acme", "--connection", "ninjaone", "--full")
            #expect(outcome.output.contains("kept, by the word of operator:"), "\(outcome.output)")
            #expect(try await liveDevices(world) == before)
            world.vendors.clearFaults()
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
            let over = try await world.program.run("sync", "accept", run, "--tenant", "acme")
            #expect(over.status == 2 && over.errors.contains("over"), "\(over.errors)")
        }
    }

    @Test func aWrongRunIsTheCallersToMend() async throws {
        try await World.with(devices: 5) { world in
            for arguments in [
                ["sync", "accept", "nonsense", "--tenant", "acme"],
                ["sync", "show", UUID().uuidString, "--tenant", "acme"],
                ["sync", "reject", UUID().uuidString, "--tenant", "acme"],
                ["sync", "runs", "--tenant", "acme", "--state", "hold"],
                ["quarantine", "retry", "--tenant", "acme", "--stream", "devices"],
                ["quarantine", "retry", UUID().uuidString, "--tenant", "acme"],
            ] {
                let outcome = try await world.program.run(arguments)
                #expect(outcome.status == 2 && !outcome.errors.isEmpty, "\(arguments): \(outcome.errors)")
            }
        }
    }
}
