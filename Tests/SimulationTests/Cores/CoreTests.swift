import Foundation
import TestSupport
import Testing

/// Level 1: the engine's cores, without a database, for as many seeds as a minute has room for.
@Suite(.timeLimit(.minutes(60))) struct CoreTests {
    @Test func whateverHappensNothingIsLostAndNothingIsDeletedWithoutProof() async throws {
        let began = ContinuousClock.now
        let seeds = Seeds.chosen(usually: 1_000)
        let steps = Counter()
        let isReplay = seeds.count == 1
        let lanes = Seeds.areMany ? ProcessInfo.processInfo.activeProcessorCount : 1
        await Seeds.run(seeds, level: 1, lanes: lanes) { queue in
            while let seed = queue.next() {
                // Others' tests share these threads.
                await Task.yield()
                var simulation = CoreSimulation(seed: seed, isTold: isReplay)
                do throws(Violation) {
                    try simulation.live(runs: 25)
                } catch {
                    if isReplay { print(simulation.story.suffix(60).joined(separator: "\n")) }
                    return [Seeds.Failure(seed: seed, words: error.description)]
                }
                steps.add(simulation.steps)
            }
            return []
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("level 1: \(seeds.count) seeds, \(steps.value) steps in \(Int(seconds)) s")
        #expect(steps.value > 0)
    }

    @Test func aLeaseIsKeptThroughWhatPassesAndNeverLongerThanItLasts() async throws {
        let seeds = Seeds.chosen(usually: 1_000)
        let steps = Counter()
        await Seeds.run(seeds, level: 1, lanes: 1) { queue in
            while let seed = queue.next() {
                await Task.yield()
                var simulation = LeaseSimulation(seed: seed)
                do throws(Violation) {
                    try simulation.live(steps: 400)
                } catch {
                    return [Seeds.Failure(seed: seed, words: error.description)]
                }
                steps.add(simulation.steps)
            }
            return []
        }
        #expect(steps.value > seeds.count * 20)
    }
}
