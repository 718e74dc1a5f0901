import ArgumentParser
import Foundation
import Matching
import MatchingWorld
import Postgres

/// How right matching is about names spoilt as people spoil them, and what a pass costs.
@main
struct MatchingBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matching-bench",
        abstract: "How right matching is, with a table of what was wrong, and what a pass costs.")

    enum Part: String, CaseIterable, ExpressibleByArgument { case names, passes, all }

    @Option(help: "How many companies the names are told of.") var companies = 2_000
    @Option(help: "The seed of the world.") var seed: UInt64 = 1
    @Option(help: "What to measure.") var part = Part.all
    @Option(help: "How many companies a pass is measured with.") var many = 5_000
    @Option(help: "How many devices a pass is measured with.") var devices = 500_000
    @Option(help: "Where the migrations are.") var home = FileManager.default.currentDirectoryPath

    func run() async throws {
        if part != .passes { try await names() }
        if part != .names { try await passes() }
    }

    /// By a pass against PostgreSQL, as in the warehouse.
    private func names() async throws {
        let world = SpoiltWorld(companies: companies, seed: seed)
        try await MatchingWarehouse.with(home: home) { warehouse in
            try await warehouse.fill(world, extra: 0)
            try await MatchingPass(warehouse.worker).run(tenant: warehouse.tenant)
            let matches = try await Matches(warehouse.worker).list(tenant: warehouse.tenant)
            let found = Found(matches)
            let figures = WorldFigures(world, found.links) { found.lines[$0] ?? "no candidate" }
            print("\(world.organizations.count) organisations, \(companies) companies, seed \(seed)\n")
            print(figures.text)
        }
    }

    private func passes() async throws {
        let world = SpoiltWorld(companies: many, devicesEach: 2, seed: seed)
        try await MatchingWarehouse.with(home: home) { warehouse in
            try await warehouse.fill(world, extra: devices)
            print("\n\(world.organizations.count) organisations, \(many) companies, \(devices) devices")
            try await measure("a full pass", warehouse)
            try await measure("a pass without changes", warehouse)
            try await warehouse.change(10)
            try await measure("a pass after ten changes", warehouse)
        }
    }

    private func measure(_ what: String, _ warehouse: MatchingWarehouse) async throws {
        let clock = ProcessorTime(serverIn: warehouse.folder)
        let before = (ContinuousClock.now, clock.program, clock.server)
        let report = try await MatchingPass(warehouse.worker).run(tenant: warehouse.tenant)
        let seconds =
            Double((ContinuousClock.now - before.0).components.seconds)
            + Double((ContinuousClock.now - before.0).components.attoseconds) / 1e18
        let (program, server) = (clock.program - before.1, clock.server - before.2)
        print(
            String(
                format: "%@: %.1f s of CPU (program %.1f, PostgreSQL %.1f), %.1f s; %d organisations, %d linked",
                what, program + server, program, server, seconds, report.organizations, report.linked))
    }
}

/// What stands in the warehouse, as the figures want it.
private struct Found {
    var links: [Link] = []
    var lines: [PairKey: String] = [:]

    init(_ matches: [Match]) {
        let byOrganization = Dictionary(grouping: matches, by: \.organizationID)
        for list in byOrganization.values {
            for (index, match) in list.sorted(by: { ($0.score ?? 0) > ($1.score ?? 0) }).enumerated() {
                let key = PairKey(organization: match.organizationID, company: match.companyID)
                links.append(Link(key: key, state: match.state, rank: index + 1))
                lines[key] = match.signs.map { Evidence(signs: $0).line }
            }
        }
    }
}

extension MatchingWarehouse {
    /// Renames organisations and moves devices, half and half.
    fileprivate func change(_ count: Int) async throws {
        try await owner.query(
            """
            UPDATE inventory.organization_facts SET name = name || ' Group', changed_at = now() WHERE id IN (
                SELECT id FROM inventory.organization_facts ORDER BY id LIMIT \(count / 2))
            """)
        try await owner.query(
            """
            UPDATE inventory.device_facts SET hostname = 'MOVED', changed_at = now() WHERE id IN (
                SELECT id FROM inventory.device_facts ORDER BY id LIMIT \(count - count / 2))
            """)
    }
}
