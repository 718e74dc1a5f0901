import Foundation
import TestSupport
import Testing

/// Level 2: the real engine on a real PostgreSQL.
@Suite(.timeLimit(.minutes(600))) struct EngineTests {
    @Test func whateverBreaksTheWarehouseIsTheVendor() async throws {
        let began = ContinuousClock.now
        // With those that once failed: an organisation was replaced by a page whose commit's answer was lost; a first load was
        // held, and told of then and at its end.
        let seeds = Seeds.chosen(usually: 40, and: [600, 623])
        await Seeds.run(seeds, level: 2, lanes: min(3, seeds.count)) { queue in
            do {
                return try await Lane.with { lane in await Self.live(queue, on: lane) }
            } catch {
                return [Seeds.Failure(seed: 0, words: "no database: \(error)")]
            }
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("level 2: \(seeds.count) seeds in \(Int(seconds)) s")
        #expect(!seeds.isEmpty)
    }

    private static func live(_ queue: Seeds.Queue, on lane: Lane) async -> [Seeds.Failure] {
        while let seed = queue.next() {
            do {
                var world = try await EngineWorld.make(seed: seed, on: lane)
                try await world.live(runs: 6)
            } catch {
                return [Seeds.Failure(seed: seed, words: "\(error)")]
            }
        }
        return []
    }
}
