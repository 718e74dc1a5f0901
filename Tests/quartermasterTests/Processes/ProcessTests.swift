import Foundation
import TestSupport
import Testing

/// Level 3 of the simulation: worker processes of the built program, a PostgreSQL of their own and a vendor over HTTP.
@Suite(.timeLimit(.minutes(600))) struct ProcessTests {
    @Test func whoeverIsKilledFrozenOrCutOffTheWarehouseIsTheVendors() async throws {
        let began = ContinuousClock.now
        let seeds = Seeds.chosen(usually: 3)
        let lanes = Seeds.areMany ? ProcessInfo.processInfo.activeProcessorCount : 1
        let troubles = Counter()
        await Seeds.run(seeds, level: 3, lanes: min(lanes, seeds.count)) { queue in
            do {
                return try await TestServer.with { server in await Self.live(queue, on: server, troubles) }
            } catch {
                return [Seeds.Failure(seed: 0, words: "no database: \(error)")]
            }
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("level 3: \(seeds.count) seeds, \(troubles.value) troubles in \(Int(seconds)) s")
        #expect(troubles.value > 0)
    }

    private static func live(
        _ queue: Seeds.Queue, on server: TestServer, _ troubles: Counter
    ) async -> [Seeds.Failure] {
        while let seed = queue.next() {
            do {
                troubles.add(try await ProcessWorld.live(seed: seed, on: server))
            } catch {
                return [Seeds.Failure(seed: seed, words: "\(error)")]
            }
        }
        return []
    }
}
