import Foundation
import Synchronization

/// Stands between a client and a PostgreSQL socket, and can lose the one answer that hurts most: the server has
/// committed, and the client never hears of it.
package final class AnswerCutter: Sendable {
    /// The folder of the socket that clients are to connect to.
    package let folder: String
    private let control = Mutex((passing: 0, armed: 0, cuts: 0, isStopped: false))

    /// `socket`: the server's own; ours has the same name in a folder of its own.
    package init(socket: String) throws {
        folder = "/tmp/qm-cut-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let listener = try UnixSocket.listen(at: "\(folder)/\((socket as NSString).lastPathComponent)")
        Thread { [self] in serve(listener, socket) }.start()
    }

    /// Before the server of a connection string.
    package convenience init(before url: String) throws {
        let (folder, port) = Self.socket(of: url)
        try self.init(socket: "\(folder)/.s.PGSQL.\(port)")
    }

    /// The connection string that leads through us.
    package func url(to url: String) -> String {
        "\(url.prefix { $0 != "?" })?host=\(folder)&port=\(Self.socket(of: url).port)"
    }

    private static func socket(of url: String) -> (folder: String, port: String) {
        let items = URLComponents(string: url)?.queryItems ?? []
        func value(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        return (value("host"), value("port"))
    }

    /// Loses the answers to the next commits, after so many that come through.
    package func cutCommits(_ count: Int, after passing: Int = 0) {
        control.withLock { ($0.armed, $0.passing) = (count, passing) }
    }
    package var cuts: Int { control.withLock { $0.cuts } }

    package func stop() {
        control.withLock { $0.isStopped = true }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func serve(_ listener: Int32, _ server: String) {
        var pairs: [(client: Int32, server: Int32)] = []
        while !control.withLock({ $0.isStopped }) {
            var polled = ([listener] + pairs.flatMap { [$0.client, $0.server] }).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&polled, nfds_t(polled.count), 100) > 0 else { continue }
            let ready = Set(polled.filter { $0.revents != 0 }.map(\.fd))
            pairs.removeAll { pair in
                let isOver =
                    ready.contains(pair.client) && !UnixSocket.copy(from: pair.client, to: pair.server)
                    || ready.contains(pair.server) && !answer(pair)
                if isOver { [pair.client, pair.server].forEach { close($0) } }
                return isOver
            }
            if ready.contains(listener), let pair = UnixSocket.accept(listener, towards: server) { pairs.append(pair) }
        }
        for pair in pairs { [pair.client, pair.server].forEach { close($0) } }
        close(listener)
    }

    /// Passes an answer on; false when the connection is over.
    private func answer(_ pair: (client: Int32, server: Int32)) -> Bool {
        UnixSocket.copy(from: pair.server, to: pair.client) { bytes in
            guard bytes.firstRange(of: Self.committed) != nil else { return true }
            return control.withLock { control in
                guard control.armed > 0 else { return true }
                guard control.passing == 0 else {
                    control.passing -= 1
                    return true
                }
                control.armed -= 1
                control.cuts += 1
                return false
            }
        }
    }

    /// The command's tag as the server tells it.
    private static let committed = Data("COMMIT\0".utf8)
}

/// The few calls that are needed.
private enum UnixSocket {
    struct Failure: Error { var call: String }

    static func listen(at path: String) throws -> Int32 {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard withAddress(path, { bind(listener, $0, $1) }) == 0, Glibc.listen(listener, 64) == 0 else {
            throw Failure(call: "listen at \(path)")
        }
        // Our tests' server may run as another user, and so may its clients.
        chmod(path, 0o777)
        return listener
    }

    static func accept(_ listener: Int32, towards path: String) -> (client: Int32, server: Int32)? {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return nil }
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard withAddress(path, { connect(server, $0, $1) }) == 0 else {
            [client, server].forEach { close($0) }
            return nil
        }
        return (client, server)
    }

    /// Passes on what is there; false at the end, or where `isPassed` says so.
    static func copy(from: Int32, to: Int32, isPassed: (Data) -> Bool = { _ in true }) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(from, &buffer, buffer.count)
        guard count > 0, isPassed(Data(buffer[..<count])) else { return false }
        var sent = 0
        while sent < count {
            let written = buffer[sent..<count].withUnsafeBytes {
                send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard written > 0 else { return false }
            sent += written
        }
        return true
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
