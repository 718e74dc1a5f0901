import Foundation
import Postgres
import Sync
import Synchronization
import TestSupport
import VendorSimulator

/// One seed of level 3: a tenant with a changing fleet at one or two vendors, workers that sync it, and what befalls them.
struct ProcessWorld: Sendable {
    let world: World
    let server: TestServer
    let cutter: AnswerCutter
    let workers: WorkerCrew
    var dice: Dice
    var history: WorldHistory

    var owner: PostgresClient { world.database.owner }

    /// Lives through a seed and judges it; how many troubles there were.
    static func live(seed: Int, on server: TestServer) async throws -> Int {
        let troubles = Counter()
        try await TestDatabase.with(on: server) { database in
            let cutter = try AnswerCutter(before: database.url)
            defer { cutter.stop() }
            var dice = Dice(seed: seed)
            let vendors = [["ninjaone"], ["connectwise-psa"], ["ninjaone", "connectwise-psa"]][dice.below(3)]
            let rolled = dice
            try await World.with(
                on: database, devices: dice.within(8...16), seed: UInt64(seed), vendors: vendors
            ) { world in
                let crew = WorkerCrew(
                    world.program.asWorker(of: cutter.url(to: database.url)), owner: database.owner)
                var alone = ProcessWorld(
                    world: world, server: server, cutter: cutter, workers: crew, dice: rolled,
                    history: WorldHistory(world))
                do {
                    troubles.add(try await alone.live())
                } catch {
                    let words = await crew.killAll()
                    throw Violation("\(error)\n\(words)")
                }
            }
        }
        return troubles.value
    }

    private mutating func live() async throws -> Int {
        var troubles = 0
        for _ in 0..<dice.within(2...3) { try await workers.start() }
        for _ in 0..<dice.within(3...4) {
            advance()
            let chosen = (0..<dice.within(1...2)).map { _ in ProcessTrouble.roll(&dice) }
            do {
                try await ask()
                for trouble in chosen { try await suffer(trouble) }
                try await settle()
                try workers.judge()
                try await ProcessFindings(self).judge()
            } catch let violation as Violation {
                throw Violation("\(violation.description) (after \(chosen))")
            }
            troubles += chosen.count
        }
        try await comeToRest()
        return troubles
    }

    mutating func advance() {
        let steps: [Step] = [.usual(share: 0.1), .usual(share: 0.03), .turnover, .checkIn, .silent(share: 0.05)]
        for _ in 0..<dice.below(4) {
            guard let step = dice.pick(steps) else { return }
            world.vendors.advance(step)
            history.note(world)
        }
    }

    /// The vendors' lists are to be read: by their schedule, or because somebody asks.
    private mutating func ask() async throws {
        world.vendors.forgetCalls()
        if dice.chance(30) {
            try await owner.query("UPDATE control.streams SET last_sweep_at = last_sweep_at - interval '2 days'")
        }
        if dice.chance(40) { return try await ask(isFull: dice.chance(50)) }
        try await letTryAgain()
        try await owner.query("UPDATE control.connections SET created_at = now() - interval '1 minute'")
        try await owner.query("UPDATE control.streams SET next_due = now() WHERE next_due IS NOT NULL")
        try await owner.query("SELECT pg_notify('quartermaster_due', '')")
    }

    private func ask(isFull: Bool, releasesBrake: Bool = false) async throws {
        let queue = RunQueue(world.database.worker)
        for row in try await owner.query("SELECT tenant_id, id FROM control.connections") {
            _ = try await queue.enqueue(
                SyncRequest(
                    tenant: try row.get("tenant_id"), connection: .id(try row.get("id")), isFull: isFull, trigger: .api,
                    releasesBrake: releasesBrake))
        }
    }

    /// A connection that has failed is not read for a while: which passes.
    private func letTryAgain() async throws {
        try await owner.query("UPDATE control.connections SET retry_at = NULL, failures = 0")
    }

    /// Whether nobody has anything in hand, and nothing waits for anybody.
    func isSettled() async -> Bool {
        let row = try? await owner.query(
            """
            SELECT NOT EXISTS (SELECT FROM control.leases WHERE expires_at > clock_timestamp())
                AND NOT EXISTS (SELECT FROM control.runs WHERE state = 'queued')
                AND NOT EXISTS (SELECT FROM control.streams s JOIN control.connections c
                    ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
                    WHERE s.next_due <= clock_timestamp() AND c.state IN ('active', 'failing')
                        AND coalesce(c.retry_at <= clock_timestamp(), true)) AS is_settled
            """
        ).only()
        return row?["is_settled"] == "t"
    }

    /// Waits for it; each look is a query, so nothing spins.
    func settle() async throws {
        let began = ContinuousClock.now
        while await !isSettled() {
            if ContinuousClock.now - began > .seconds(120) {
                throw Violation("the workers have not come to rest: \(await inHand())")
            }
            _ = try? await owner.query("SELECT pg_sleep(0.05)")
        }
    }

    /// What keeps them from it, in words.
    func inHand() async -> String {
        let rows = try? await owner.query(
            """
            SELECT concat_ws(' ', 'lease of', owner) AS found FROM control.leases WHERE expires_at > clock_timestamp()
            UNION ALL SELECT concat_ws(' ', state, trigger, 'run', attempts, reason) FROM control.runs
                WHERE state IN ('queued', 'running')
            UNION ALL SELECT concat_ws(' ', state, pg_blocking_pids(pid)::text, pid, left(query, 120)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
            UNION ALL SELECT DISTINCT concat_ws(' ', c.state, c.name, c.state_reason, c.retry_at) FROM control.connections c
            UNION ALL SELECT concat_ws(' ', 'due', s.stream, s.state) FROM control.streams s
                WHERE s.next_due <= clock_timestamp()
            """)
        return rows.map { $0.map { $0["found"] ?? "" }.joined(separator: "; ") } ?? "the database does not say"
    }

    /// What was begun is ended, everything is read as it is, and the workers are told to stop.
    private func comeToRest() async throws {
        cutter.cutCommits(0)
        try await settle()
        try await letTryAgain()
        // Children of parents that only the second has found gone take a third.
        for isFull in [false, true, true] {
            try await ask(isFull: isFull, releasesBrake: true)
            try await settle()
        }
        let wrong = try await owner.query(
            """
            SELECT r.state, r.reason FROM control.runs r
            WHERE r.is_full AND r.queued_at IS NOT NULL AND r.state NOT IN ('done', 'partly_done')
                AND r.created_at >= (SELECT max(created_at) FROM control.runs WHERE is_full) - interval '1 second'
            """)
        try Violation.unless(
            wrong.isEmpty,
            "without any trouble a sync came to \(wrong.map { "\($0["state"] ?? ""): \($0["reason"] ?? "")" })")
        let differences = try await world.differences()
        try Violation.unless(differences.isEmpty, "after a quiet sweep \(differences.prefix(5))")
        try await ProcessFindings(self).judge()
        try await workers.stopAll()
        try await ProcessFindings(self).nothingIsLeft()
    }
}

extension Program {
    /// A worker's: its lease ends soon, and it looks often.
    func asWorker(of url: String) -> Program {
        var program = self
        program.environment["QUARTERMASTER_DATABASE_URL"] = url
        program.environment["QUARTERMASTER_WORKER_LEASE_SECONDS"] = "3"
        program.environment["QUARTERMASTER_WORKER_POLL_SECONDS"] = "1"
        program.environment["QUARTERMASTER_WORKER_CONNECTIONS"] = "2"
        return program
    }
}
