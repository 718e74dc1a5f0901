import Foundation
import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite struct PrivateServerTests {
    private static let settings = ServerSettings(isDurable: false, maximumConnections: 20)

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/qm-server-test-\(UInt32.random(in: 0...UInt32.max))"
        do { try await body(folder) } catch {
            clear(folder)
            throw error
        }
        clear(folder)
    }

    private func clear(_ folder: String) {
        #expect(PrivateServer.clear(folder), "a user of the server was left")
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func start(_ folder: String, listen: String = "") async throws -> PrivateServer {
        try await PrivateServer.start(in: folder, listen: listen, settings: Self.settings)
    }

    private func query(_ url: String, _ sql: SQL) async throws -> Rows {
        let client = PostgresClient(
            PostgresConfiguration(url: url, maximumConnections: 1), logger: Logger(label: "test"))
        do {
            let rows = try await client.query(sql)
            await client.close()
            return rows
        } catch {
            await client.close()
            throw error
        }
    }

    private func process(_ folder: String) -> pid_t? { RunningServer(data: folder + "/postgres")?.process }

    @Test func itIsMadeKeepsItsDataAndIsStoppedByTheLastToLeave() async throws {
        try await withFolder { folder in
            let first = try await start(folder)
            let second = try await start(folder)
            try await first.createDatabase("warehouse")
            try await second.createDatabase("warehouse")
            _ = try await query(first.url(database: "warehouse"), "CREATE TABLE t AS SELECT 1 AS n")
            await first.stop()
            // A second call does nothing to those who are still there.
            await first.stop()
            #expect(process(folder) != nil)
            let rows = try await query(second.url(database: "warehouse"), "SELECT n FROM t")
            #expect(rows.count == 1)
            await second.stop()
            #expect(process(folder) == nil)
            let third = try await start(folder)
            let kept = try await query(third.url(database: "warehouse"), "SELECT n FROM t")
            #expect(kept.count == 1)
            await third.stop()
        }
    }

    @Test func severalThatStartAtOnceShareOneServer() async throws {
        try await withFolder { folder in
            try await withThrowingTaskGroup(of: PrivateServer.self) { group in
                for _ in 0..<4 { group.addTask { try await start(folder) } }
                var processes: Set<String> = []
                for server in try await group.reduce(into: [], { $0.append($1) }) {
                    let row = try await query(
                        server.url(database: "postgres"), "SELECT pg_postmaster_start_time()::text AS t"
                    ).only()
                    processes.insert(try row.get("t"))
                    await server.stop()
                }
                #expect(processes.count == 1)
            }
            #expect(process(folder) == nil)
        }
    }

    @Test func aServerThatWasKilledIsStartedAnew() async throws {
        try await withFolder { folder in
            let before = try await start(folder)
            let killed = try #require(process(folder))
            kill(killed, SIGKILL)
            await before.stop()
            let after = try await start(folder)
            #expect(process(folder) != nil && process(folder) != killed)
            let rows = try await query(after.url(database: "postgres"), "SELECT 1")
            #expect(rows.count == 1)
            await after.stop()
        }
    }

    @Test func aStaleFileThatNamesAnotherProgramDoesNotKeepItFromStarting() async throws {
        try await withFolder { folder in
            let before = try await start(folder)
            await before.stop()
            let file = folder + "/postgres/postmaster.pid"
            try "\(getpid())\n\(folder)/postgres\n0\n5432\n".write(toFile: file, atomically: true, encoding: .utf8)
            let after = try await start(folder)
            #expect(process(folder) != nil)
            await after.stop()
        }
    }

    @Test func aHalfMadeClusterIsMadeAgain() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/postgres.new/base", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o711])
            try "15".write(toFile: folder + "/postgres.new/PG_VERSION", atomically: true, encoding: .utf8)
            let server = try await start(folder)
            let rows = try await query(server.url(database: "postgres"), "SELECT 1")
            #expect(rows.count == 1)
            await server.stop()
        }
    }

    @Test func aFolderWithSomebodysFilesIsLeftAlone() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/postgres", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
            try "dear diary".write(toFile: folder + "/postgres/notes", atomically: true, encoding: .utf8)
            await expect(.cannotConnect) { try await start(folder) }
            #expect(FileManager.default.fileExists(atPath: folder + "/postgres/notes"))
        }
    }

    @Test func aLongFolderNameStillFitsTheSocketAndNobodyElseCanEnter() async throws {
        try await withFolder { folder in
            let deep = folder + "/" + String(repeating: "long-name-", count: 15)
            let server = try await start(deep)
            let rows = try await query(server.url(database: "postgres"), "SHOW listen_addresses")
            #expect(rows[0][0] == "")
            let sockets = SocketFolder.path(for: deep)
            let mode = try FileManager.default.attributesOfItem(atPath: sockets)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            await server.stop()
            #expect(PrivateServer.clear(deep))
        }
    }

    @Test func overTCPOnlyALoginWithItsPasswordGetsIn() async throws {
        try await withFolder { folder in
            let port = 20_000 + Int.random(in: 0..<20_000)
            let server = try await start(folder, listen: "127.0.0.1:\(port)")
            _ = try await query(server.url(database: "postgres"), "CREATE ROLE ann LOGIN PASSWORD 'hunter2'")
            let rows = try await query("postgresql://ann:hunter2@127.0.0.1:\(port)/postgres", "SELECT 1")
            #expect(rows.count == 1)
            for login in ["ann:wrongword", "ann", "quartermaster"] {
                await #expect {
                    try await query("postgresql://\(login)@127.0.0.1:\(port)/postgres", "SELECT 1")
                } throws: { error in
                    guard let error = error as? PostgresError else { return false }
                    return error.code == .cannotConnect && !"\(error)".contains("wrongword")
                }
            }
            await server.stop()
        }
    }

    @Test(arguments: ["localhost", "127.0.0.1:0", ":5433", "127.0.0.1:http", "a b:1", "x';y:1"])
    func anAddressThatIsNoneIsRefused(listen: String) {
        #expect(throws: PostgresError.self) { try ListenAddress(listen) }
    }
}
