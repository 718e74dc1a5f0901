import CLibPQ
import Foundation

/// Opening a connection. libpq resolves names (and reads password and certificate files) blockingly, at the start and
/// again for each further host, so all of it is done on a thread of its own; a cancelled task does not wait for that.
struct ConnectionOpening: Sendable {
    let configuration: PostgresConfiguration

    /// A connection, not yet set up as a session.
    func open() async throws(PostgresError) -> ConnectionHandle {
        let words = try ConnectionString(configuration.url)
        let opening = self
        let outcome = await BlockingWork.runAbandonably { () -> Result<ConnectionHandle, PostgresError> in
            do throws(PostgresError) {
                return .success(try opening.connect())
            } catch {
                return .failure(words.explained(error))
            }
        }
        guard let outcome else { throw PostgresError(.cancelled, "the task was cancelled while it connected") }
        return try outcome.get()
    }

    /// Later keywords win over earlier ones: what stands before `dbname` may be overridden in the URL.
    private var keywords: [(String, String)] {
        [
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"), ("fallback_application_name", configuration.applicationName),
            ("dbname", configuration.url), ("client_encoding", "UTF8"),
        ]
    }

    private func connect() throws(PostgresError) -> ConnectionHandle {
        let keys = keywords.map { strdup($0.0) }
        let values = keywords.map { strdup($0.1) }
        defer { for text in keys + values { free(text) } }
        let pointer = PQconnectStartParams(
            keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let pointer else { throw PostgresError(.outOfResources, "out of memory") }
        let handle = ConnectionHandle(pointer)
        // Notices would be printed to standard error.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        try finish(handle)
        handle.opened()
        PQsetnonblocking(pointer, 1)
        return handle
    }

    private func finish(_ handle: ConnectionHandle) throws(PostgresError) {
        let clock = ContinuousClock()
        let deadline = clock.now + configuration.connectTimeout
        var next = PGRES_POLLING_WRITING
        if PQstatus(handle.pointer) == CONNECTION_BAD { next = PGRES_POLLING_FAILED }
        while next != PGRES_POLLING_OK {
            guard next != PGRES_POLLING_FAILED else { throw PostgresError(.cannotConnect, handle.lastMessage) }
            let events = Int16(next == PGRES_POLLING_READING ? POLLIN : POLLOUT)
            guard Self.wait(handle.socket, events, until: deadline) else {
                throw PostgresError(.timedOut, "the server did not answer within \(configuration.connectTimeout)")
            }
            next = PQconnectPoll(handle.pointer)
        }
    }

    /// False when the deadline passed. On its own thread, so `poll` may block.
    private static func wait(_ socket: Int32, _ events: Int16, until deadline: ContinuousClock.Instant) -> Bool {
        let left = ContinuousClock().now.duration(to: deadline).components
        let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { return false }
        var entry = pollfd(fd: socket, events: events, revents: 0)
        let count = poll(&entry, 1, Int32(clamping: milliseconds))
        return count > 0 || (count < 0 && errno == EINTR)
    }
}
