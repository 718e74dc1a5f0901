import Foundation
import HTTPTransport
import Synchronization

/// A server that says exactly what a test tells it to, byte by byte: for what no well-behaved server would send.
/// Each connection has a thread of its own, so that a script may block.
final class RawServer: Sendable {
    let port: Int
    private let listener: Int32
    private let accepted = Mutex(0)
    private let events: AsyncStream<Event>
    private let tell: AsyncStream<Event>.Continuation

    /// What a test may wait for.
    enum Event: Sendable, Equatable { case request(head: String), peerClosed }

    /// - Parameter script: run once a connection, which is closed when it returns.
    init(_ script: @escaping @Sendable (Connection) -> Void) throws {
        (listener, port) = try Self.listen()
        (events, tell) = AsyncStream.makeStream()
        Thread.detachNewThread { [listener, tell, weak self] in
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                self?.accepted.withLock { $0 += 1 }
                Thread.detachNewThread {
                    script(Connection(socket: socket, tell: tell))
                    close(socket)
                }
            }
        }
    }

    /// Answers each connection's first request with these bytes, and closes.
    convenience init(answering bytes: [UInt8]) throws {
        try self.init { connection in
            connection.readRequest()
            connection.write(bytes)
            connection.finish()
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)/" }
    var connections: Int { accepted.withLock { $0 } }

    /// The next thing that happened.
    func next() async -> Event? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    private static func listen() throws -> (Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) + Glibc.listen(listener, 64) + getsockname(listener, address, &length)
            }
        }
        guard status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// One connection to a ``RawServer``, on the connection's own thread.
struct Connection {
    fileprivate let socket: Int32
    fileprivate let tell: AsyncStream<RawServer.Event>.Continuation

    /// The request's head and as much of the body as its length says. nil: the peer closed.
    @discardableResult func readRequest() -> String? {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
                if text[end.upperBound...].utf8.count >= length ?? 0 {
                    tell.yield(.request(head: text))
                    return text
                }
            }
            guard let part = read() else { return nil }
            bytes += part
        }
    }

    func write(_ bytes: [UInt8]) { _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    func write(_ text: String) { write(Array(text.utf8)) }

    /// Ends what is sent, and waits for the peer to close, so that nothing sent is lost by a reset.
    func finish() {
        shutdown(socket, Int32(SHUT_WR))
        waitForClose()
    }

    func waitForClose() {
        while read() != nil {}
        tell.yield(.peerClosed)
    }

    /// True when the peer closed within the time.
    func closes(within milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) > 0 && read() == nil
    }

    private func read() -> [UInt8]? {
        var part = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &part, part.count, 0)
        return count > 0 ? Array(part.prefix(count)) : nil
    }
}
