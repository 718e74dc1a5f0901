import Foundation
import Postgres
import TestSupport
import VendorSimulator

/// What befalls the workers in the middle of their work.
enum ProcessTrouble: Sendable, Hashable, CaseIterable {
    case none
    /// `kill -9`; another is started.
    case killed
    /// One is stopped until another has taken its connection over, and then goes on: at once, or when all is done.
    case frozen, frozenLong
    /// One is asked to end.
    case stopped
    /// PostgreSQL is restarted in good order.
    case restarted
    /// PostgreSQL crashes and recovers.
    case crashed
    /// The database commits, and the answer is lost.
    case commits
    /// All sessions are ended.
    case sessions
    /// The world changes under the readers' hands.
    case changed

    static func roll(_ dice: inout Dice) -> ProcessTrouble { allCases[dice.below(allCases.count)] }
}

extension ProcessWorld {
    /// Lets it befall them at a call that the dice choose.
    mutating func suffer(_ trouble: ProcessTrouble) async throws {
        let vendor = dice.pick(world.vendors.connections.map(\.vendor)) ?? ""
        await reach(dice.within(1...30), vendor)
        switch trouble {
        case .none: return
        case .killed: try await kill(vendor)
        case .frozen: try await freeze(vendor, isLong: false)
        case .frozenLong: try await freeze(vendor, isLong: true)
        case .stopped:
            if let worker = try await holder(vendor) { try await workers.stop(worker) }
            try await workers.start()
        case .restarted: try await server.server.restart(isCrash: false)
        case .crashed: try await server.server.restart(isCrash: true)
        case .commits: cutter.cutCommits(dice.within(1...2))
        case .sessions: try await endSessions()
        case .changed: advance()
        }
    }

    /// Waits for so many more calls of the vendor's, or for nothing to be left to do.
    private func reach(_ count: Int, _ vendor: String) async {
        let before = world.vendors.calls(vendor).values.reduce(0, +)
        await withTaskGroup(of: Void.self) { group in
            // Whichever comes first lets the other go.
            group.addTask { await world.vendors.waitForCalls(before + count, vendor: vendor) }
            group.addTask {
                while await !isSettled(), !Task.isCancelled {
                    _ = try? await owner.query("SELECT pg_sleep(0.02)")
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// The worker that has the vendor's connection in hand: its process stands in the lease.
    private func holder(_ vendor: String) async throws -> RunningProgram? {
        let rows = try await owner.query(
            """
            SELECT l.owner FROM control.leases l JOIN control.connections c
                ON c.tenant_id = l.tenant_id AND c.id = l.connection_id
            WHERE c.name = \(vendor) AND l.expires_at > clock_timestamp()
            """)
        let owner = rows.first?["owner"] ?? ""
        return workers.all.first { owner.hasSuffix("(process \($0.processIdentifier))") }
    }

    private func kill(_ vendor: String) async throws {
        guard let worker = try await holder(vendor) ?? workers.all.first else { return }
        workers.leave(worker)
        worker.signal(SIGKILL)
        _ = await worker.outcome()
        try await workers.start()
    }

    private func freeze(_ vendor: String, isLong: Bool) async throws {
        guard let worker = try await holder(vendor) else { return }
        worker.signal(SIGSTOP)
        defer { worker.signal(SIGCONT) }
        let began = ContinuousClock.now
        while try await isWaitedFor(worker, vendor, isLong: isLong) {
            if ContinuousClock.now - began > .seconds(75) {
                throw Violation("nobody took over from a worker that does not move: \(await inHand())")
            }
            try await owner.query("SELECT pg_sleep(0.05)")
        }
    }

    /// Until another has its connection, or all is done without it.
    private func isWaitedFor(_ worker: RunningProgram, _ vendor: String, isLong: Bool) async throws -> Bool {
        let holder = try await holder(vendor)
        if holder === worker { return true }
        if holder != nil, !isLong { return false }
        return await !isSettled()
    }

    private func endSessions() async throws {
        try await owner.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """)
    }
}
