import Testing
import VendorSimulator

/// A vendor that locks a key whose tokens are asked for too often.
@Suite(.timeLimit(.minutes(5))) struct TokenTests {
    private static let vendor = "connectwise-asio"

    /// Each call of the program is a process of its own, as after a restart.
    @Test func oneTokenServesTheTestOfANewConnectionAndAllRunsAfterIt() async throws {
        try await World.with(devices: 4, vendors: [Self.vendor]) { world in
            try await world.succeed("connection", "test", Self.vendor, "--tenant", "acme")
            for _ in 0..<2 { try await world.succeed("sync", "--tenant", "acme", "--full") }
            #expect(world.vendors.calls(Self.vendor)["/v1/token"] == 1)
            world.vendors.expireTokens(Self.vendor)
            try await world.succeed("sync", "--tenant", "acme", "--full")
            #expect(world.vendors.calls(Self.vendor)["/v1/token"] == 2)
        }
    }

    @Test func aLockedKeyDefersTheRunAndTheNextRunDoesNotAsk() async throws {
        try await World.with(devices: 4, vendors: [Self.vendor]) { world in
            world.vendors.expireTokens(Self.vendor)
            world.vendors.set(
                FaultRule(.throttled(status: 423, retryAfter: .absent), vendor: Self.vendor, path: "/v1/token"))
            for _ in 0..<2 {
                let outcome = try await world.program.run("sync", "--tenant", "acme")
                #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
            }
            // One when the connection was made, one that was refused.
            #expect(world.vendors.calls(Self.vendor)["/v1/token"] == 2)
        }
    }
}
