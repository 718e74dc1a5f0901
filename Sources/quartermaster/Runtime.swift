import Access
import Foundation
import HTTPTransport
import Inventory
import Logging
import Postgres
import Sync

/// What a command works with: the settings, the database by role, and the keys.
struct Runtime: Sendable {
    let settings: Settings
    let logger: Logger
    /// As the migrator: owns everything, and passes row-level security.
    let owner: PostgresClient
    /// As the role that writes, under row-level security.
    let worker: PostgresClient
    /// As the role that reads, under row-level security.
    let reader: PostgresClient
    /// What this process may call, shared with all others on the database.
    let budgets: Budgets
    /// One connection as the role that writes, for a worker to wait for notifications on.
    let listener: PostgresClient
    private let server: PrivateServer?

    /// Opens the database (starting or joining the private server where none is configured), runs the body, and closes all.
    static func with<Result: Sendable>(
        _ options: GlobalOptions, _ more: [Setting: String?] = [:], migrate: MigrationPolicy = .byServer,
        _ body: @Sendable (Runtime) async throws -> Result
    ) async throws -> Result {
        try await with(options.settings(more), migrate: migrate, body)
    }

    static func with<Result: Sendable>(
        _ settings: Settings, migrate: MigrationPolicy = .byServer, _ body: @Sendable (Runtime) async throws -> Result
    ) async throws -> Result {
        let runtime = try await open(settings)
        do {
            try await runtime.prepare(migrate)
            let result = try await body(runtime)
            await runtime.close()
            return result
        } catch {
            await runtime.close()
            throw error
        }
    }

    /// What is done about a database of an older version.
    enum MigrationPolicy { case never, byServer, always }

    private static func open(_ settings: Settings) async throws -> Runtime {
        let logger = try Logging.logger(settings)
        let server = settings[.databaseURL].isEmpty ? try await privateServer(settings) : nil
        let url = server?.url(database: "quartermaster") ?? settings[.databaseURL]
        let prefix = settings[.databaseRolePrefix]
        let connections = try settings.integer(.databaseConnections, in: 1...1000)
        let lease = try settings.lease
        func client(_ role: String?, plansAnew: Bool = false, most: Int = connections) -> PostgresClient {
            var configuration = PostgresConfiguration(url: url, role: role, maximumConnections: most)
            configuration.plansAnew = plansAnew
            // What a frozen worker has locked is free before its lease ends.
            configuration.silenceInTransaction = role == nil ? nil : lease / 2
            configuration.limitedRole = "\(prefix)_limited"
            return PostgresClient(configuration, logger: logger)
        }
        let worker = client("\(prefix)_worker", plansAnew: true)
        return Runtime(
            settings: settings, logger: logger, owner: client(nil), worker: worker, reader: client("\(prefix)_reader"),
            budgets: Budgets(store: PostgresBudgetStore(worker: worker)),
            listener: client("\(prefix)_worker", most: 1), server: server)
    }

    private static func privateServer(_ settings: Settings) async throws -> PrivateServer {
        let server = try await PrivateServer.start(
            in: settings.dataDirectory, listen: settings[.databaseListen])
        do {
            try await server.createDatabase("quartermaster")
            return server
        } catch {
            await server.stop()
            throw error
        }
    }

    /// The private server's database is brought to this version at once; another one only when asked to (`migrate`).
    private func prepare(_ policy: MigrationPolicy) async throws {
        switch policy {
        case .never: return
        case .always: return
        case .byServer where server != nil:
            _ = try await migrate()
            try await loadReferences()
        case .byServer: try await migrator().verify(owner)
        }
    }

    func migrator() throws -> Migrator {
        Migrator(files: try ProjectFiles.path("migrations"), rolePrefix: settings[.databaseRolePrefix])
    }

    func profiles() throws -> Profiles {
        try Profiles.load(try ProjectFiles.path("Config/permission-profiles.yaml"))
    }

    /// The vault under the configured master key; with the private server, a key is made where there is none.
    func vault() throws -> Vault {
        if !settings[.masterKey].isEmpty { return Vault(try MasterKey(base64: settings[.masterKey])) }
        if !settings[.masterKeyFile].isEmpty { return Vault(try MasterKey(file: settings[.masterKeyFile])) }
        guard server != nil else { throw AccessError.masterKeyMissing }
        return Vault(try MasterKey.loadOrCreate(file: settings.dataDirectory + "/master.key"))
    }

    var tenants: Tenants { Tenants(owner: owner) }
    var connections: Connections { Connections(owner: owner) }

    private func close() async {
        await budgets.leave()
        await owner.close()
        await worker.close()
        await reader.close()
        await listener.close()
        await server?.stop()
    }

    /// Who an operator is, for the audit trail.
    static var actor: String {
        "operator:" + (ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName())
    }
}
