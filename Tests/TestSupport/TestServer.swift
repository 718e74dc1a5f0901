import Foundation
import Logging
package import Postgres
import Synchronization

/// The PostgreSQL that this test process started for itself, with a migrated template.
///
/// It is stopped when the process exits; what a killed one left behind is cleared by the next.
package final class TestServer: Sendable {
    package let server: PrivateServer
    package let rolePrefix: String
    static let template = "qm_template"
    /// For making and dropping databases.
    let admin: PostgresClient

    private static let shared = Once<TestServer>()

    /// Started and migrated once a process.
    package static func ready() async throws -> TestServer {
        try await shared.value { try await TestServer(in: try Folder.make()) }
    }

    /// One of the body's own, which it may stop and start as it likes: it keeps what was committed through a crash.
    /// `listen`: an address and port (`127.0.0.1:5555`) for logins with passwords; empty for a socket only.
    package static func with<Result>(
        listen: String = "", _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let folder = try Folder.make()
        let settings = ServerSettings(isDurable: true, maximumConnections: 300)
        let server = try await PrivateServer.start(in: folder, listen: listen, settings: settings)
        do {
            let own = try await TestServer(server)
            let result = try await body(own)
            await own.leave(folder)
            return result
        } catch {
            await server.stop()
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private func leave(_ folder: String) async {
        await admin.close()
        await server.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private convenience init(in folder: String) async throws {
        let server = try await PrivateServer.start(
            in: folder, settings: ServerSettings(isDurable: false, maximumConnections: 600))
        Folder.stopAtExit(server, folder)
        try await self.init(server)
    }

    private init(_ server: PrivateServer) async throws {
        self.server = server
        rolePrefix = "qmtest_\(getpid())"
        admin = PostgresClient(
            PostgresConfiguration(url: server.url(database: "postgres"), maximumConnections: 4), logger: Self.logger)
        try await server.createDatabase(Self.template)
        let owner = PostgresClient(
            PostgresConfiguration(url: server.url(database: Self.template), maximumConnections: 1),
            logger: Self.logger)
        do {
            _ = try await Migrator(files: TestDatabase.migrations, rolePrefix: rolePrefix).migrate(owner)
            await owner.close()
        } catch {
            await owner.close()
            throw error
        }
    }

    static var logger: Logger {
        var logger = Logger(label: "tests.postgres")
        logger.logLevel = .error
        return logger
    }

    /// A new database, a copy of the template or empty. Returns its name.
    package func createDatabase(isEmpty: Bool = false) async throws -> String {
        let name = "t_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try await admin.query(
            "CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: isEmpty ? "template0" : Self.template)")
        return name
    }

    package func dropDatabase(_ name: String) async {
        _ = try? await admin.query("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
    }
}

/// The temporary folders of test servers.
private enum Folder {
    private static let root = "/tmp"
    private static let prefix = "qm-tests-"

    static func make() throws -> String {
        clearLeftovers()
        let folder = "\(root)/\(prefix)\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
        return folder
    }

    private static func clearLeftovers() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
            guard name.hasPrefix(prefix), let owner = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }),
                kill(owner, 0) != 0, errno == ESRCH, PrivateServer.clear("\(root)/\(name)")
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }

    static func stopAtExit(_ server: PrivateServer, _ folder: String) {
        leaving.withLock { $0 = (server, folder) }
        atexit { leave() }
    }
}

/// What is left when the process exits.
private let leaving = Mutex<(server: PrivateServer, folder: String)?>(nil)

private func leave() {
    guard let (server, folder) = leaving.withLock({ $0 }) else { return }
    server.leave()
    try? FileManager.default.removeItem(atPath: folder)
}
