import CLibPQ
import Foundation
import Synchronization

/// One session. Used by one task at a time.
public final class PostgresConnection: Sendable {
    let handle: ConnectionHandle
    let statements = Mutex(StatementCache())
    private let isBusy = Mutex(false)

    /// The role of transactions within ``CompanyLimit``.
    let limitedRole: String?

    init(_ handle: ConnectionHandle, limitedRole: String? = nil) {
        self.handle = handle
        self.limitedRole = limitedRole
    }

    /// Whether the next lender may have it: it works, and no transaction was left open.
    var isReusable: Bool { !handle.isBroken && handle.transactionStatus == PQTRANS_IDLE }

    /// The server's version as libpq counts it: 150004 is 15.4.
    var serverVersion: Int { handle.serverVersion }

    /// Runs a statement by the extended protocol, prepared once a connection and statement text.
    @discardableResult
    public func query(_ sql: SQL) async throws(PostgresError) -> Rows {
        try await query(sql, cancellable: true)
    }

    func query(_ sql: SQL, cancellable: Bool) async throws(PostgresError) -> Rows {
        guard let rows = try await run([.prepared(CompanyLimit.marked(sql))], cancellable: cancellable).last else {
            throw handle.lost()
        }
        return rows
    }

    /// Runs several statements without parameters (migrations, `CREATE TEMPORARY TABLE …; …`) by the simple
    /// protocol.
    public func execute(_ script: String) async throws(PostgresError) {
        try await execute(script, cancellable: true)
    }

    func execute(_ script: String, cancellable: Bool) async throws(PostgresError) {
        try Self.refuseNUL(script)
        try await operation(cancellable: cancellable) { cancellation throws(PostgresError) in
            try self.handle.check(PQsendQuery(self.handle.pointer, script))
            try await self.handle.flush()
            cancellation.started()
            try await self.finishStatement()
        }
    }

    /// Reads the rest of a simple statement's results; throws the first error among them.
    func finishStatement() async throws(PostgresError) {
        var first: PostgresError?
        while let result = try await next(after: first) {
            switch result.status {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                // Nobody is there to feed or read it; the session cannot go on.
                _ = handle.lost()
                throw PostgresError(.syntax, "COPY cannot run as part of a script")
            default: first = first ?? result.error
            }
        }
        if let first { throw first }
    }

    private func next(after first: PostgresError?) async throws(PostgresError) -> ResultHandle? {
        do throws(PostgresError) {
            return try await handle.nextResult()
        } catch {
            throw first ?? error
        }
    }

    /// Runs `body` as this session's only user; when the task is cancelled the server is told to stop the statement,
    /// and `body` sees the error that it answers with.
    func operation<Value>(
        cancellable: Bool, _ body: (StatementCancellation) async throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let wasBusy = isBusy.withLock { busy in
            defer { busy = true }
            return busy
        }
        guard !wasBusy else { throw PostgresError(.other, "a connection was used by two tasks at once") }
        defer { isBusy.withLock { $0 = false } }
        guard !handle.isBroken else { throw PostgresError(.connectionLost, "the connection to the database was lost") }
        if cancellable, Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
        let cancellation = StatementCancellation(handle)
        guard cancellable else { return try await body(cancellation) }
        let outcome = await withTaskCancellationHandler {
            await Self.outcome(of: body, cancellation)
        } onCancel: {
            cancellation.request()
        }
        await cancellation.finish()
        return try outcome.get()
    }

    private static func outcome<Value>(
        of body: (StatementCancellation) async throws(PostgresError) -> Value, _ cancellation: StatementCancellation
    ) async -> Result<Value, PostgresError> {
        do throws(PostgresError) {
            return .success(try await body(cancellation))
        } catch {
            return .failure(error)
        }
    }

    static func refuseNUL(_ text: String) throws(PostgresError) {
        var text = text
        let hasNUL = text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
        guard hasNUL else { return }
        throw PostgresError(.invalidText, "text with a NUL byte cannot be stored or sent: PostgreSQL has none")
    }
}
