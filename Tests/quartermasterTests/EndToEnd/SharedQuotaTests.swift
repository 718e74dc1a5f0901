import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// Two programs on one account's quota, from outside.
@Suite(.timeLimit(.minutes(5))) struct SharedQuotaTests {
    /// A burst of a tenth of the limit is theirs together: from each of them it would be refused.
    @Test func twoProgramsOnOneAccountAreNeverRefused() async throws {
        try await World.with(devices: 12) { world in
            let vendor = try #require(world.vendors.connection("ninjaone"))
            let credentials = String(decoding: try JSONEncoder().encode(vendor.credentials), as: UTF8.self)
            for name in ["one", "two"] {
                let outcome = try await world.program.run(
                    [
                        "connection", "create", "--tenant", "acme", "--vendor", "ninjaone", "--name", name,
                        "--base-url", vendor.baseURL, "--credentials", "-", "--setting", "calls_per_minute=200",
                    ], input: credentials)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            world.vendors.set(.quota(calls: 28, seconds: 2), vendor: "ninjaone")
            let running = try ["one", "two"].map {
                try world.program.start(["sync", "--tenant", "acme", "--connection", $0], input: "")
            }
            for program in running {
                let outcome = await program.outcome()
                #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            }
            #expect(world.vendors.calls("ninjaone").values.reduce(0, +) > 28)
            let pauses: Int = try await world.database.owner.query(
                "SELECT count(paused_until) AS n FROM control.budgets"
            ).only().get("n")
            #expect(pauses == 0)
        }
    }
}
