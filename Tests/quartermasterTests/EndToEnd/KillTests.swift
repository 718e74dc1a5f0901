import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// `kill -9` in the middle of a sync, at a call of the vendor's that the seed chooses: what is there afterwards is whole
/// pages, and the next run makes the warehouse equal to the fleet.
@Suite(.timeLimit(.minutes(10))) struct KillTests {
    /// How many killings, one after the other, each at another place, of a fleet that changes before each.
    private static let killings = 20

    @Test func killedAtTwentyPlacesNothingIsHalf() async throws {
        try await World.with(devices: 20) { world in
            var random = Seeded(state: 20)
            for killing in 1...Self.killings {
                world.vendors.advance(.usual(share: 0.05))
                let calls = Int(random.next() % 30) + 1
                try await world.kill(["sync", "--tenant", "acme", "--full"], afterCalls: calls, of: "ninjaone")
                try await world.succeed("sync", "--tenant", "acme", "--full")
                let differences = try await world.differences()
                #expect(differences == [], "killing \(killing), after \(calls) calls")
            }
        }
    }
}

/// A small generator: the same seed, the same killings.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
