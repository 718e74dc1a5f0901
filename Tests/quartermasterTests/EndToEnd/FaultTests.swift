import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// What vendors do to a sync, from outside: the built program against a simulator that misbehaves on demand.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    private let devices = "/v2/devices-detailed"

    private func sync(_ world: World) async throws -> Program.Outcome {
        try await world.program.run("sync", "--tenant", "acme", "--connection", "ninjaone", "--full")
    }

    private func liveDevices(_ world: World) async throws -> Int {
        try await world.database.owner.query("SELECT count(*) AS n FROM live.devices").only().get("n")
    }

    @Test(arguments: [Fault.truncated, .wrongLength, .html, .serverError(status: 502), .tokenExpires])
    func aFaultThatPassesCostsNothing(fault: Fault) async throws {
        try await World.with(devices: 12) { world in
            world.vendors.set(FaultRule(fault, vendor: "ninjaone", path: devices, count: 1))
            try await world.succeed("sync", "--tenant", "acme")
            #expect(try await world.differences() == [])
            // A page, the empty one after it, and at least one of them asked for again.
            #expect(world.vendors.calls("ninjaone")[devices, default: 0] > 2)
        }
    }

    @Test(arguments: [Fault.truncated, .wrongLength, .html])
    func anAnswerThatStaysBrokenFailsItsStreamAndDeletesNothing(fault: Fault) async throws {
        try await World.with(devices: 12) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let before = try await liveDevices(world)
            world.vendors.advance(.turnover)
            world.vendors.set(FaultRule(fault, vendor: "ninjaone", path: devices))
            let outcome = try await sync(world)
            #expect(outcome.status == 3 && outcome.output.contains("failed"), "\(outcome.output)\(outcome.errors)")
            #expect(try await liveDevices(world) == before)
            world.vendors.clearFaults()
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
        }
    }

    @Test func aThrottleDefersTheRunKeepsWhatWasReadAndPausesTheNext() async throws {
        try await World.with(devices: 12) { world in
            world.vendors.set(
                FaultRule(.throttled(status: 429, retryAfter: .seconds(600)), vendor: "ninjaone", path: "/v2/queries"))
            let outcome = try await sync(world)
            #expect(outcome.status == 3 && outcome.output.contains("deferred"), "\(outcome.output)\(outcome.errors)")
            #expect(try await liveDevices(world) > 0)
            // The pause outlives the process: the next run does not call.
            world.vendors.clearFaults()
            world.vendors.forgetCalls()
            let paused = try await sync(world)
            #expect(paused.status == 3, "\(paused.output)\(paused.errors)")
            #expect(world.vendors.calls("ninjaone").filter { $0.key.hasPrefix("/v2") }.isEmpty)
            try await world.database.owner.query("UPDATE control.budgets SET paused_until = NULL")
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
        }
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

    @Test func aNameOfFiveMegabytesCostsItsOwnRowAtMost() async throws {
        try await World.with(devices: 12) { world in
            world.vendors.set(
                FaultRule(
                    .hugeText(bytes: 5_000_000), vendor: "ninjaone", path: devices, member: "systemName", oneRowIn: 6))
            let outcome = try await sync(world)
            #expect([0, 3].contains(outcome.status), "\(outcome.output)\(outcome.errors)")
            let aside: Int = try await world.database.owner.query(
                "SELECT count(*) AS n FROM control.quarantine WHERE stream = 'devices'"
            ).only().get("n")
            let expected = try #require(world.vendors.truth("ninjaone")["devices"]?.count)
            #expect(try await liveDevices(world) == expected - aside)
            #expect((1..<expected / 2).contains(aside))
        }
    }
}
