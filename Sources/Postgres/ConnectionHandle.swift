import CLibPQ
import Foundation
import Synchronization

/// libpq's connection, driven without blocking.
///
/// `@unchecked`: a C handle that is bound to no thread but must not be used by two at once; ``PostgresConnection``
/// refuses a second user. Whether it has broken is behind a lock. What cancels it is made before a second thread has it, and
/// libpq documents that any thread may use that.
final class ConnectionHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    private let hasFailed = Mutex(false)
    private var cancelKey: OpaquePointer?

    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit {
        PQfreeCancel(cancelKey)
        PQfinish(pointer)
    }

    /// The session is open, and nobody else has it yet: what cancels it holds as long as it does.
    func opened() { cancelKey = PQgetCancel(pointer) }

    /// Asks the server to stop what the session does. Blocks: on a thread of its own, while another waits for the answer.
    func cancel() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { reason in
            _ = PQcancel(cancelKey, reason.baseAddress, Int32(reason.count))
        }
    }

    var socket: Int32 { PQsocket(pointer) }
    var serverVersion: Int { Int(PQserverVersion(pointer)) }
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(pointer) }
    var isBroken: Bool { hasFailed.withLock { $0 } || PQstatus(pointer) != CONNECTION_OK }

    /// Whether the server is still there as far as the socket knows: a session that was ended has said so on it. The
    /// second read sees the end that follows the server's last word.
    var isAlive: Bool {
        guard !isBroken else { return false }
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 0) != 0 else { return true }
        return PQconsumeInput(pointer) == 1 && PQconsumeInput(pointer) == 1 && !isBroken
    }

    /// Gives the connection up, and makes the error that says so.
    func lost() -> PostgresError {
        hasFailed.withLock { $0 = true }
        return PostgresError(.connectionLost, "the connection to the database was lost: \(lastMessage)")
    }

    /// What libpq has to say about the last call.
    var lastMessage: String {
        String(cString: PQerrorMessage(pointer)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Throws when a call that puts a message into the send buffer was refused.
    func check(_ accepted: Int32) throws(PostgresError) {
        guard accepted == 1 else { throw lost() }
    }

    /// Sends what is buffered, reading meanwhile so that neither side waits for the other for ever.
    func flush() async throws(PostgresError) {
        while true {
            switch PQflush(pointer) {
            case 0: return
            case 1:
                let ready = await PollThread.shared.wait(socket, for: [.read, .write])
                if ready.contains(.read) { try consume() }
            default: throw lost()
            }
        }
    }

    func consume() throws(PostgresError) {
        guard PQconsumeInput(pointer) == 1 else { throw lost() }
    }

    /// The next result, nil at the end of a statement's.
    func nextResult() async throws(PostgresError) -> ResultHandle? {
        while PQisBusy(pointer) == 1 {
            _ = await PollThread.shared.wait(socket, for: .read)
            try consume()
        }
        return PQgetResult(pointer).map(ResultHandle.init)
    }
}

extension ResultHandle {
    var status: ExecStatusType { PQresultStatus(pointer) }

    /// The error that the server sent, nil where this is no error.
    var error: PostgresError? {
        guard status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE else { return nil }
        let state = field("C")
        let message =
            field("M")
            ?? String(cString: PQresultErrorMessage(pointer)).trimmingCharacters(in: .whitespacesAndNewlines)
        var code = state.map(PostgresError.Code.init(sqlState:)) ?? .connectionLost
        if code == .cancelled, message.contains("timeout") { code = .timedOut }
        return PostgresError(
            code, message, sqlState: state, detail: field("D"), hint: field("H"), constraint: field("n"))
    }

    /// A field of an error, by libpq's letter for it.
    func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, Int32(letter.value)).map { String(cString: $0) }
    }
}
