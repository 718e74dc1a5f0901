import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// The one conformance suite: what is promised of every vendor alike, by the built program against a simulator that was
/// written apart from its connector. A new vendor is in it as soon as it can be simulated.
@Suite(.timeLimit(.minutes(10))) struct VendorTests {
    static let vendors = VendorFaces.all.map { $0.vendor }

    /// A small tenant with this vendor alone.
    private func with(_ vendor: String, _ body: @Sendable @escaping (World) async throws -> Void) async throws {
        try await World.with(devices: 12, vendors: [vendor], body)
    }

    @Test(arguments: vendors) func theWarehouseFollowsTheFleetAndUnchangedIsFree(vendor: String) async throws {
        try await with(vendor) { world in
            try await world.succeed("sync", "--tenant", "acme")
            #expect(try await world.differences() == [])
            let before = try await world.rowsWritten()
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.rowsWritten() == before)
            for step in [Step.usual(share: 0.3), .checkIn, .turnover] {
                world.vendors.advance(step)
                try await world.succeed("sync", "--tenant", "acme")
                #expect(try await world.differences(onlySeen: true) == [], "by changes, after \(step)")
                try await world.succeed("sync", "--tenant", "acme", "--full")
                #expect(try await world.differences() == [], "after \(step)")
            }
        }
    }

    @Test(arguments: vendors) func aKilledSyncIsGoneOnWithAndNothingIsHalf(vendor: String) async throws {
        try await with(vendor) { world in
            for calls in [4, 9, 15] {
                try await world.kill(["sync", "--tenant", "acme"], afterCalls: calls, of: vendor)
            }
            try await world.succeed("sync", "--tenant", "acme")
            #expect(try await world.differences() == [])
            for calls in [3, 8] {
                world.vendors.advance(.usual(share: 0.2))
                try await world.kill(["sync", "--tenant", "acme", "--full"], afterCalls: calls, of: vendor)
            }
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
            let unended = try await world.database.owner.query("SELECT 1 FROM control.runs WHERE state = 'running'")
            #expect(unended.isEmpty)
        }
    }

    private static let passing: [Fault] = [
        .truncated, .wrongLength, .html, .serverError(status: 502), .throttled(status: 429, retryAfter: .seconds(1)),
        .tokenExpires,
    ]

    @Test(arguments: vendors) func aFaultThatPassesCostsNothing(vendor: String) async throws {
        try await with(vendor) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let aim = try await Aim(vendor, in: world)
            for fault in Self.passing {
                world.vendors.advance(.usual(share: 0.1))
                world.vendors.set(aim.rule(fault, count: 1))
                try await world.succeed("sync", "--tenant", "acme", "--full")
                #expect(world.vendors.struck(vendor) == 1, "\(fault) at \(aim.path)")
                #expect(try await world.differences() == [], "after \(fault)")
                world.vendors.clearFaults()
            }
        }
    }

    private static let staying: [(Fault, state: String)] = [
        (.truncated, "failed"), (.wrongLength, "failed"), (.html, "failed"), (.serverError(status: 502), "failed"),
        (.emptyLists, "held"), (.throttled(status: 429, retryAfter: .seconds(600)), "deferred"),
    ]

    @Test(arguments: vendors) func aFaultThatStaysFailsItsStreamAndDeletesNothing(vendor: String) async throws {
        try await with(vendor) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let aim = try await Aim(vendor, in: world)
            let before = try await aim.rows(world)
            for (fault, state) in Self.staying {
                world.vendors.advance(.turnover)
                world.vendors.set(aim.rule(fault))
                let states = try await aim.sync(world)
                #expect(states[aim.stream] == state, "\(fault) at \(aim.path): \(states)")
                if aim.isAlone, state != "deferred" { #expect(states[aim.other] == "done", "\(fault): \(states)") }
                // Others that fill the same may have brought some.
                #expect(try await before.isSubset(of: aim.rows(world)), "\(fault)")
                world.vendors.clearFaults()
            }
            // The pause outlives the process: the next run does not call.
            world.vendors.forgetCalls()
            #expect(try await aim.sync(world)[aim.stream] == "deferred")
            #expect(world.vendors.calls(vendor).filter { $0.key.hasPrefix(aim.path) }.isEmpty)
            try await world.database.owner.query("UPDATE control.budgets SET paused_until = NULL")
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
        }
    }

    @Test(arguments: vendors) func aBadRecordIsSetAsideAndItsNeighboursGoOn(vendor: String) async throws {
        try await with(vendor) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let aim = try await Aim(vendor, in: world)
            world.vendors.advance(.usual(share: 0.5))
            world.vendors.set(aim.rule(.hugeText(bytes: 2_000_000), oneRowIn: 3))
            let states = try await aim.sync(world)
            #expect(states[aim.stream] == "partly_done", "\(states)")
            let aside = try await aim.setAside(world)
            let truth = try #require(world.vendors.truth(vendor)[aim.entity])
            let neighbours = Comparison(
                entity: aim.entity, connection: vendor,
                truth: truth.filter { !aside.contains($0.key) }.mapValues(aim.told),
                sparesExtraRows: true)
            #expect(try await neighbours.differences(in: world.database.owner) == [])
            #expect(!aside.isEmpty && !neighbours.truth.isEmpty)
            world.vendors.clearFaults()
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
            #expect(try await aim.setAside(world) == [])
        }
    }

    @Test(arguments: vendors) func refusedCredentialsBlockTheConnectionInWordsForItsAdmin(vendor: String) async throws {
        try await with(vendor) { world in
            try await world.succeed("sync", "--tenant", "acme")
            world.vendors.revokeCredentials(vendor)
            let outcome = try await world.program.run("sync", "--tenant", "acme", "--full")
            #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
            let row = try await world.database.owner.query(
                "SELECT state, state_reason FROM control.connections"
            ).only()
            #expect(row["state"] == "blocked")
            #expect(row["state_reason"]?.contains("refuses the credentials") == true, "\(row["state_reason"] ?? "")")
            // What the vendor blocks for so many tries ends with the time.
            world.vendors.restoreCredentials(vendor)
            world.vendors.advance(.turnover)
            try await world.database.owner.query("UPDATE control.budgets SET paused_until = NULL")
            try await world.succeed("connection", "test", vendor, "--tenant", "acme")
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(try await world.differences() == [])
        }
    }

    @Test(arguments: vendors) func secretsAreInNoLogAndNoTable(vendor: String) async throws {
        try await with(vendor) { world in
            var program = world.program
            program.environment["QUARTERMASTER_LOG_LEVEL"] = "trace"
            world.vendors.set(FaultRule(.tokenExpires, vendor: vendor, from: 5, count: 1))
            world.vendors.set(FaultRule(.serverError(status: 500), vendor: vendor, from: 9, every: 7, count: 3))
            let calls = [["connection", "test", vendor], ["sync"], ["connection", "list"], ["quarantine", "list"]]
            var said = ""
            for call in calls {
                let outcome = try await program.run(call + ["--tenant", "acme"])
                said += outcome.output + outcome.errors
            }
            let secrets = Secrets(vendor, in: world)
            #expect(!secrets.isEmpty && said.count > 1_000)
            #expect(secrets.found(in: said) == [])
            #expect(try await secrets.tables(world.database.owner) == [])
        }
    }

    @Test func aSecretInALogOrATableIsNoticed() async throws {
        try await with("ninjaone") { world in
            let secret = try #require(world.vendors.connection("ninjaone")?.credentials["client_secret"])
            try await world.database.owner.query(
                "UPDATE control.connections SET state_reason = \("It said: \(secret) is wrong")")
            let secrets = Secrets("ninjaone", in: world)
            #expect(try await secrets.tables(world.database.owner) == ["control.connections"])
            #expect(secrets.found(in: "GET /?key=\(secret)&a=b") == [String(secret.prefix(6))])
        }
    }
}
