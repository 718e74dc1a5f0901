import Connectors
import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport

@testable import Sync

/// A database with connections of several tenants to scripted vendors, and workers over it.
struct Workshop: Sendable {
    let database: TestDatabase
    let streams: [Script.Stream]
    let watch = Watch()
    /// For the connections that wait for notifications.
    let listener: PostgresClient
    var options = SyncOptions(owner: "a worker")

    static func with<Result>(
        _ streams: [Script.Stream] = [Make.organizations(Make.organizations(1...2))],
        _ body: (Workshop) async throws -> Result
    ) async throws -> Result {
        try await TestDatabase.with { database in
            let listener = client(of: database, connections: 64)
            var workshop = Workshop(database: database, streams: streams, listener: listener)
            workshop.options.retryDelay = .zero
            workshop.options.streams = 1
            do {
                let result = try await body(workshop)
                await listener.close()
                return result
            } catch {
                await listener.close()
                throw error
            }
        }
    }

    static func client(of database: TestDatabase, connections: Int) -> PostgresClient {
        PostgresClient(
            PostgresConfiguration(
                url: database.url, role: database.rolePrefix + "_worker", maximumConnections: connections),
            logger: Logger(label: "tests.worker") { _ in SwiftLogNoOpLogHandler() })
    }

    /// A tenant's connections, made an hour ago.
    @discardableResult
    func connections(_ tenant: String = "acme", _ count: Int = 1) async throws -> (tenant: UUID, ids: [UUID]) {
        var made: [(tenant: UUID, connection: UUID)] = []
        for number in 0..<count {
            made.append(try await database.tenant(slug: tenant, vendor: "scripted", connection: "c\(number)"))
        }
        try await database.owner.query("UPDATE control.connections SET created_at = now() - interval '1 hour'")
        return (made[0].tenant, made.map(\.connection))
    }

    /// An engine whose connections each have a vendor of their own.
    func engine(_ client: PostgresClient? = nil, owner: String? = nil) -> SyncEngine {
        let watch = watch
        let streams = streams
        var options = options
        if let owner { options.owner = owner }
        return SyncEngine(
            worker: client ?? database.worker,
            connect: { (row) throws(ConnectorError) in
                try watch.connected(row)
                let script = Script(streams)
                script.onCall { (call, stream) throws(ConnectorError) in try await watch.call(row, call, stream) }
                return ScriptedConnector(script)
            }, options: options)
    }

    func worker(
        _ owner: String = "a worker", connections: Int = 4, poll: Duration = .milliseconds(200),
        grace: Duration = .seconds(6), client: PostgresClient? = nil
    ) -> Worker {
        var own = WorkerOptions()
        own.connections = connections
        own.poll = poll
        own.grace = grace
        let watch = watch
        return Worker(
            engine: engine(client, owner: owner), worker: client ?? database.worker, listener: listener, options: own,
            logger: Logger(label: "tests.worker") { _ in SwiftLogNoOpLogHandler() }
        ) { watch.ended($0, $1) }
    }

    /// Lets the workers work for the length of `body`, then stops them.
    func working<Result: Sendable>(
        _ workers: [Worker], _ body: () async throws -> Result
    ) async throws -> Result {
        try await Script.$current.withValue(Script(streams)) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { await worker.run() } }
                defer { for worker in workers { worker.stop() } }
                return try await body()
            }
        }
    }

    func working<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await working([worker()], body)
    }

    /// Reads everything once and lets nothing be due for an hour.
    func settle(_ count: Int) async throws {
        try await working { for _ in 0..<count { _ = await watch.nextEnd() } }
        try await database.owner.query("UPDATE control.streams SET next_due = now() + interval '1 hour'")
    }

    @discardableResult
    func enqueue(
        _ tenant: UUID, _ connection: UUID, _ trigger: SyncRequest.Trigger = .api, streams: [String]? = nil
    ) async throws -> QueuedRun {
        try await RunQueue(database.reader).enqueue(
            SyncRequest(tenant: tenant, connection: .id(connection), streams: streams, trigger: trigger))
    }

    func wake() async throws {
        try await database.worker.withConnection { try await RunQueue.wake(in: $0) }
    }

    /// The runs in the order in which they were made: trigger and state.
    func runs() async throws -> [String] {
        try await database.owner.query("SELECT trigger, state FROM control.runs ORDER BY created_at")
            .map { "\($0["trigger"] ?? "") \($0["state"] ?? "")" }
    }
}

/// Sees what the workers of a test do, and lets the test step in.
final class Watch: Sendable {
    typealias Hook = @Sendable (ConnectionRow, _ call: Int, _ stream: String) async throws(ConnectorError) -> Void

    private struct State {
        var starts: [ConnectionRow] = []
        var calling: [UUID: Int] = [:]
        var overlaps = 0
        var hook: Hook = { (_, _, _) throws(ConnectorError) in }
        var refusal: @Sendable (ConnectionRow) -> ConnectorError? = { _ in nil }
    }

    private let state = Mutex(State())
    private let ends: AsyncStream<RunReport>
    private let end: AsyncStream<RunReport>.Continuation

    init() { (ends, end) = AsyncStream.makeStream() }

    /// The connections in the order in which their runs began.
    var starts: [ConnectionRow] { state.withLock { $0.starts } }
    /// How often a connection was called by two runs at once.
    var overlaps: Int { state.withLock { $0.overlaps } }

    /// What happens at each call before it is answered; a run's calls are counted from 1.
    func onCall(_ hook: @escaping Hook) { state.withLock { $0.hook = hook } }
    /// What keeps connectors from being made.
    func refuse(_ refusal: @escaping @Sendable (ConnectionRow) -> ConnectorError?) {
        state.withLock { $0.refusal = refusal }
    }

    /// The next run that ends (but for stopped ones).
    func nextEnd() async -> RunReport? {
        for await report in ends { return report }
        return nil
    }

    func ended(_ tenant: UUID, _ report: RunReport) { end.yield(report) }

    func connected(_ row: ConnectionRow) throws(ConnectorError) {
        let refusal = state.withLock { state in
            state.starts.append(row)
            return state.refusal
        }
        if let error = refusal(row) { throw error }
    }

    func call(_ row: ConnectionRow, _ call: Int, _ stream: String) async throws(ConnectorError) {
        let hook = state.withLock { state in
            state.calling[row.id, default: 0] += 1
            if state.calling[row.id, default: 0] > 1 { state.overlaps += 1 }
            return state.hook
        }
        defer { state.withLock { $0.calling[row.id, default: 0] -= 1 } }
        try await hook(row, call, stream)
    }
}

/// A door that a test opens once.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }
    private let state = Mutex(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    /// Waits until it is open; a cancelled wait is a cancelled call.
    func pass() async throws(ConnectorError) {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await wait(number)
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
        if Task.isCancelled { throw .cancelled }
    }

    /// Waits until it is open, whatever becomes of the task.
    func passUncancelled() async {
        await wait(
            state.withLock { state in
                state.next += 1
                return -state.next
            })
    }

    private func wait(_ number: Int) async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isOpen || number > 0 && Task.isCancelled { return true }
                state.waiting[number] = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
    }
}
