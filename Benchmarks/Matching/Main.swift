import ArgumentParser
import Foundation
import Matching
import MatchingWorld

/// Matches a world of spoilt names and prints how right it was.
@main
struct MatchingBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matching-bench", abstract: "How right and how fast matching is, with a table of what was wrong.")

    @Option(help: "How many companies.") var companies = 2_000
    @Option(help: "The seed of the world.") var seed: UInt64 = 1

    func run() async throws {
        let world = SpoiltWorld(companies: companies, seed: seed)
        let matching = WorldMatching(world)
        let figures = WorldFigures(world, matching.links) { matching.evidence[$0]?.line ?? "no candidate" }
        print("\(world.organizations.count) organisations, \(companies) companies, seed \(seed)\n")
        print(figures.text)
    }
}
