import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// What vendors do to a sync and ``VendorTests`` does not ask of all of them.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    private let devices = "/v2/devices-detailed"

    private func sync(_ world: World) async throws -> Program.Outcome {
        try await world.program.run("sync", "--tenant", "acme", "--connection", "ninjaone", "--full")
    }

    private func liveDevices(_ world: World) async throws -> Int {
        try await world.database.owner.query("SELECT count(*) AS n FROM live.devices").only().get("n")
    }

    @Test func anEmptyListAfterAFullOneIsNotBelievedUntilAPersonSaysSo() async throws {
        try await World.with(devices: 12) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let before = try await liveDevices(world)
            world.vendors.set(FaultRule(.emptyLists, vendor: "ninjaone", path: devices))
            let outcome = try await sync(world)
            #expect(outcome.status == 3 && outcome.output.contains("held"), "\(outcome.output)\(outcome.errors)")
            #expect(try await liveDevices(world) == before)
            let accepted = try await world.program.run("sync", "--tenant", "acme", "--full", "--accept-held")
            #expect(accepted.status == 0, "\(accepted.output)\(accepted.errors)")
            #expect(try await liveDevices(world) == 0)
        }
    }

    @Test func aNULByteIsDroppedAndItsNeighboursAreUntouched() async throws {
        try await World.with(devices: 12) { world in
            world.vendors.set(
                FaultRule(.nulByte, vendor: "ninjaone", path: devices, member: "systemName", oneRowIn: 3))
            try await world.succeed("sync", "--tenant", "acme")
            let whole = try await liveDevices(world)
            #expect(whole == world.vendors.truth("ninjaone")["devices"]?.count)
        }
    }
}
