import Foundation
import Matching
import MatchingWorld
import Testing

/// How right the matcher is about names spoilt as people spoil them. The full size is `make bench-matching`.
@Suite(.timeLimit(.minutes(3))) struct WorldFiguresTests {
    @Test(arguments: [UInt64(1), 2]) func automaticLinksAreRightAndMostOfWhatCanBeKnownIsLinked(_ seed: UInt64) {
        let world = SpoiltWorld(companies: 300, seed: seed)
        let matching = WorldMatching(world)
        let figures = WorldFigures(world, matching.links) { matching.evidence[$0]?.line ?? "no candidate" }
        #expect(figures.precision >= 0.999, "\(figures.text)")
        #expect(figures.linked >= 0.95, "\(figures.text)")
        #expect(figures.suggested >= 0.99, "\(figures.text)")
        #expect(figures.automatic > 200)
    }
}
