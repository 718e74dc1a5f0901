import Testing

@testable import Connectors

/// A list that moves while it is read: a proof of it is never false.
@Suite struct SettledPagingProofTests {
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// A vendor's list, sorted or in an order of its own, of which some go and some come between two calls.
    private struct Moving {
        var ids: [Int]
        var next: Int
        let isSorted: Bool
        let restlessness: Int

        mutating func page(_ number: Int, _ random: inout Seeded) -> SettledPaging.Event {
            let shown = ids.dropFirst((number - 1) * 5).prefix(5).map { String($0) }
            defer { move(&random) }
            return SettledPaging.Event(ids: shown, totalItems: Int64(ids.count))
        }

        private mutating func move(_ random: inout Seeded) {
            guard Int.random(in: 0..<100, using: &random) < restlessness, ids.count > 1 else { return }
            ids.remove(at: Int.random(in: 0..<ids.count, using: &random))
            if Bool.random(using: &random) {
                ids.insert(next, at: isSorted ? ids.count : Int.random(in: 0...ids.count, using: &random))
            }
            next += 1
        }
    }

    /// Whether the read was proven, and whether it has seen all that was there from its start to its end.
    private func read(_ list: inout Moving, _ random: inout Seeded) throws -> (isProven: Bool, hasAll: Bool) {
        let paging = SettledPaging(pageSize: 5)
        var seen: Set<String> = []
        var lasting = Set(list.ids)
        var position: ReadPosition?
        while true {
            let event = list.page(SettledPaging.page(position), &random)
            let step = try paging.step(position, event)
            seen.formUnion(event.ids.compactMap(\.self))
            guard let next = step.next else {
                return (step.isProven, seen.isSuperset(of: lasting.map { String($0) }))
            }
            lasting.formIntersection(list.ids)
            position = next
        }
    }

    @Test(arguments: [0, 5, 30]) func aProofIsNeverFalse(restlessness: Int) throws {
        var proven = 0
        for seed in 1...2000 {
            var random = Seeded(state: UInt64(seed))
            let count = Int.random(in: 0...23, using: &random)
            let ids = Array(1...max(1, count))
            var list = Moving(
                ids: seed % 2 == 0 ? ids : ids.shuffled(using: &random), next: 1000, isSorted: seed % 2 == 0,
                restlessness: restlessness)
            let (isProven, hasAll) = try read(&list, &random)
            #expect(!isProven || hasAll, "seed \(seed)")
            if isProven { proven += 1 }
        }
        #expect(proven > 200)
        if restlessness == 0 { #expect(proven == 2000) }
    }
}
