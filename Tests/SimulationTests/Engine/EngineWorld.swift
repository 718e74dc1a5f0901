import Connectors
import Foundation
import HTTPTransport
import Inventory
import Logging
import Postgres
import TestSupport

@testable import Sync

/// One seed of level 2: the real engine and a real database, between a vendor that changes and breaks and a judge that
/// knows all that ever was.
struct EngineWorld: Sendable {
    let lane: Lane
    let tenant: UUID
    let connection: UUID
    let vendor: SimulatedVendor
    var dice: Dice
    /// Of what came to the world later: what a seed did before it does still.
    var laterDice: Dice
    var options: SyncOptions
    let traffic: Traffic
    /// The worker's process and another one, on one account.
    let budgets: (worker: Budgets, other: Budgets)

    static func make(seed: Int, on lane: Lane) async throws -> EngineWorld {
        var dice = Dice(seed: seed)
        let (tenant, connection) = try await lane.database.tenant(
            slug: "seed-\(seed)-\(UInt32.random(in: 0...UInt32.max))", vendor: "simulated")
        let skew = [0, 0, -4, 7, 200][dice.below(5)]
        let vendor = SimulatedVendor(
            lists(skew, &dice), dice: Dice(seed: seed &+ 1_000_003), skew: Int64(skew) * VendorList.minute)
        var options = SyncOptions(owner: "the simulation")
        options.streams = dice.within(1...3)
        options.retryDelay = .zero
        options.leasePoll = .milliseconds(5)
        options.now = { vendor.now }
        var limits = Dice(seed: seed &+ 2_000_003)
        var joining = Dice(seed: seed &+ 4_000_003)
        options.joinedRows = [0, 0, 8][joining.below(3)]
        return EngineWorld(
            lane: lane, tenant: tenant, connection: connection, vendor: vendor, dice: dice,
            laterDice: Dice(seed: seed &+ 3_000_003), options: options,
            traffic: Traffic(
                callsPerMinute: [900, 6_000, 6_000][limits.below(3)], concurrentCalls: limits.within(2...4)),
            budgets: (
                Budgets(store: PostgresBudgetStore(worker: lane.worker)),
                Budgets(store: PostgresBudgetStore(worker: lane.other))
            ))
    }

    private static func lists(_ skew: Int, _ dice: inout Dice) -> [SimulatedVendor.List] {
        let kinds = ListKind.shape(&dice)
        return kinds.map { kind in
            var traits = VendorList.Traits()
            let isPlain = kind.isBulk || [.details, .volumes, .alerts].contains(kind)
            let isIncremental = kind == .sitesA || kind == .sitesB || (!isPlain && dice.chance(60))
            traits.isStamped = isIncremental || (!isPlain && dice.chance(50))
            traits.flagsDeletions = !isPlain && dice.chance(30)
            traits.hasFutureDates = dice.chance(10)
            traits.parents = 8
            let pagings: [VendorEndpoint.Paging] = [.lastID, .lastID, .forwardOnly, .serverCursor]
            let endpoint = VendorEndpoint(
                list: VendorList(traits, firstID: kind.firstID), paging: pagings[dice.below(pagings.count)],
                pageSize: dice.within(3...8), tellsDate: true)
            return SimulatedVendor.List(
                kind: kind, description: kind.description(endpoint, isIncremental: isIncremental, among: kinds),
                endpoint: endpoint)
        }
    }

    func engine(_ client: PostgresClient) -> SyncEngine {
        let vendor = vendor
        let door = Door(
            budgets: client === lane.other ? budgets.other : budgets.worker,
            account: BudgetScope(key: "account:simulated:\(tenant)"), traffic: traffic)
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        return SyncEngine(
            worker: client, connect: { (_) throws(ConnectorError) in SimulatedConnector(vendor, by: door) },
            options: options,
            logger: logger)
    }

    @discardableResult
    func sync(by client: PostgresClient, isFull: Bool = false, releasesBrake: Bool = false) async throws -> RunReport {
        try await SimulatedVendor.$current.withValue(vendor) {
            try await engine(client).run(
                SyncRequest(
                    tenant: tenant, connection: .id(connection), isFull: isFull, waitsForLease: true,
                    releasesBrake: releasesBrake))
        }
    }

    /// Lives through so many troubled runs, then sees whether all is as the vendor has it.
    mutating func live(runs: Int) async throws {
        vendor.happen(dice.within(10...60))
        for _ in 0..<runs {
            vendor.happen(dice.below(14))
            vendor.pass(minutes: dice.chance(30) ? dice.below(300) : dice.below(20))
            if dice.chance(15) { try await age() }
            let trouble = Trouble.roll(&dice)
            do {
                try await suffer(trouble)
                try traffic.judge()
                try await Findings(self).judge()
            } catch let violation as Violation {
                throw Violation("\(violation.description) (after a run with trouble '\(trouble)')")
            }
        }
        try await comeToRest()
    }

    /// A day passes, as far as sweeps are concerned.
    private func age() async throws {
        try await lane.database.owner.query(
            "UPDATE control.streams SET last_sweep_at = last_sweep_at - interval '2 days' WHERE tenant_id = \(tenant)")
    }

    /// One run to end what was begun, and one that reads everything as it is; a third where there are children of parents
    /// that only the second has found gone.
    private func comeToRest() async throws {
        vendor.setWeather(SimulatedVendor.Weather())
        for list in vendor.lists { vendor.lie(list.kind, nil) }
        try await endLeases()
        let again = vendor.lists.contains { $0.kind == .volumes } ? [true, true] : [true]
        // What one that was begun before has held is held once more.
        try await sync(by: lane.worker, releasesBrake: true)
        for isFull in again {
            let report = try await sync(by: lane.worker, isFull: isFull, releasesBrake: true)
            try Violation.unless(
                [.done, .partlyDone].contains(report.state), "a run without any trouble came to \(report)")
        }
        try traffic.judge()
        let findings = Findings(self)
        try await findings.judge()
        try await findings.compare()
    }

    /// A worker that is gone holds its lease for a minute: which passes.
    func endLeases() async throws {
        try await lane.database.owner.query(
            "UPDATE control.leases SET expires_at = clock_timestamp() WHERE tenant_id = \(tenant)")
    }
}
