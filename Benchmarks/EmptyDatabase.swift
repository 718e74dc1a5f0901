import Foundation
import Postgres

/// A PostgreSQL of its own in a folder of its own, with an empty database.
struct EmptyDatabase: Sendable {
    let folder: URL
    let url: String

    /// Starts it for the length of `body`, and removes it.
    static func with(_ body: (EmptyDatabase) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("qm-bench-\(UUID().uuidString)")
        // As root the private PostgreSQL runs as another user, who must be able to pass through.
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try await PrivateServer.start(in: folder.path)
        do {
            try await server.createDatabase("quartermaster")
            try await body(EmptyDatabase(folder: folder, url: server.url(database: "quartermaster")))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

extension Program {
    /// The program on such a database, allowed to call this machine.
    /// - Parameter executable: Nil is the one beside this one.
    init(home: String, folder: URL, database url: String, executable: String? = nil) {
        let own = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        self.init(
            executable: executable.map { URL(fileURLWithPath: $0) }
                ?? own.deletingLastPathComponent().appendingPathComponent("quartermaster"),
            environment: [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
                "QUARTERMASTER_HOME": home,
                "QUARTERMASTER_DATA_DIRECTORY": folder.path,
                "QUARTERMASTER_DATABASE_URL": url,
                "QUARTERMASTER_SECRETS_MASTER_KEY": Data(repeating: 7, count: 32).base64EncodedString(),
                "QUARTERMASTER_EGRESS_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            ])
    }
}
