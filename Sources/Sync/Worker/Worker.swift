public import Foundation
public import Logging
public import Postgres
import Synchronization

/// Takes what is due and what is queued, and runs it, until it is stopped. Any number of workers, on any number of
/// machines, share one database: each takes connections by their leases.
public final class Worker: Sendable {
    /// What is to be done after each run, such as matching what it brought.
    public typealias AfterRun = @Sendable (_ tenant: UUID, RunReport) async throws -> Void

    private let engine: SyncEngine
    private let claims: ClaimStore
    private let listener: PostgresClient
    private let options: WorkerOptions
    private let logger: Logger
    private let afterRun: AfterRun
    private let housekeeping: HousekeepingLoop
    private let stopping = StopSignal()
    private let isWoken = Atomic(false)
    private let events: AsyncStream<WorkerPlan.Event>
    private let happened: AsyncStream<WorkerPlan.Event>.Continuation

    /// - Parameters:
    ///   - worker: the database as the role that writes.
    ///   - listener: the same, for one connection that waits for notifications all the time.
    ///   - afterHousekeeping: is told what was removed, a tenant a call.
    public init(
        engine: SyncEngine, worker: PostgresClient, listener: PostgresClient, options: WorkerOptions = WorkerOptions(),
        logger: Logger = Logger(label: "worker") { _ in SwiftLogNoOpLogHandler() },
        afterRun: @escaping AfterRun = { _, _ in },
        afterHousekeeping: @escaping @Sendable (HousekeepingReport) -> Void = { _ in }
    ) {
        self.engine = engine
        claims = ClaimStore(client: worker, options: engine.options)
        self.listener = listener
        self.options = options
        self.logger = logger
        self.afterRun = afterRun
        housekeeping = HousekeepingLoop(
            housekeeping: Housekeeping(worker: worker), every: options.housekeeping, logger: logger,
            told: afterHousekeeping)
        (events, happened) = AsyncStream.makeStream()
    }

    /// Begins nothing new, lets each run finish the page in hand, and lets ``run()`` return: within the options' grace,
    /// or a little more.
    public func stop() {
        stopping.set()
        happened.yield(.stop)
    }

    /// Works until stopped or cancelled. A database that cannot be reached is waited for.
    public func run() async {
        logger.info("the worker has started", metadata: ["connections": "\(options.connections)"])
        await withTaskGroup(of: Void.self) { group in
            // Beside the runs, and cancelled when the last of them has ended.
            group.addTask { await self.listen() }
            group.addTask { await self.housekeeping.run() }
            await withDiscardingTaskGroup { runs in
                await work(&runs)
                runs.cancelAll()
            }
            group.cancelAll()
        }
        logger.info("the worker has stopped")
    }

    /// The plan's shell: events in, actions out.
    private func work(_ group: inout DiscardingTaskGroup) async {
        let start = ContinuousClock.now
        var plan = WorkerPlan(width: options.connections, poll: options.poll)
        wake()
        for await event in events {
            if event == .woken { isWoken.store(false, ordering: .releasing) }
            var actions = plan.take(event, at: ContinuousClock.now - start)
            while !actions.isEmpty {
                switch actions.removeFirst() {
                case .claim(let maximum, let busy, let share):
                    let answer = await claim(maximum, busy, share)
                    actions += plan.take(answer, at: ContinuousClock.now - start)
                // Children of the group, so that none outlives the worker: their ends come back as events.
                case .run(let claim): group.addTask { await self.run(claim) }
                case .wake(let moment):
                    group.addTask { await self.say(.reached(moment), at: start + moment) }
                case .beginGrace:
                    group.addTask { await self.say(.graceOver, at: .now + self.options.grace) }
                case .cancelRuns: group.cancelAll()
                case .finish: return
                }
            }
        }
    }

    private func claim(_ maximum: Int, _ busy: [UUID], _ share: Int) async -> WorkerPlan.Event {
        do {
            let taken = try await claims.claim(maximum: maximum, busy: busy, share: share)
            return .claimed(taken, nextDue: taken.isEmpty ? try await claims.nextDue() : nil)
        } catch {
            if !Task.isCancelled {
                logger.warning("nothing could be claimed; it is tried again", metadata: ["error": "\(error)"])
            }
            return .claimFailed
        }
    }

    private func say(_ event: WorkerPlan.Event, at moment: ContinuousClock.Instant) async {
        // The plan asked for this very moment; there is no event to await. Cancelling ends it.
        do { try await Task.sleep(until: moment, clock: .continuous) } catch { return }
        happened.yield(event)
    }

    private func run(_ claim: Claim) async {
        await ClaimedRun(engine: engine, worker: claims.client, claim: claim, logger: logger, afterRun: afterRun)
            .run(stop: stopping)
        happened.yield(.ended(claim))
    }

    /// Listens for what is queued; without the database, again and again.
    private func listen() async {
        while !Task.isCancelled {
            try? await listener.withConnection { session in
                try await session.listen(to: RunQueue.channel) { _ in wake() }
            }
            wake()
            // The database was not there: it is not asked again at full pace. A cancelled sleep ends the loop above.
            try? await Task.sleep(for: options.poll)
        }
    }

    /// However often it is told before it looks, it looks once.
    private func wake() {
        guard !isWoken.exchange(true, ordering: .acquiringAndReleasing) else { return }
        happened.yield(.woken)
    }
}
