import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite struct ConnectingTests {
    private func failure(_ configuration: PostgresConfiguration) async -> PostgresError? {
        let client = PostgresClient(configuration, logger: Logger(label: "test"))
        var failure: PostgresError?
        do { try await client.query("SELECT 1") } catch { failure = error as? PostgresError }
        await client.close()
        return failure
    }

    @Test func aDatabaseThatIsDownSaysWhereItWasLookedFor() async {
        let error = await failure(PostgresConfiguration(url: "postgresql://u:hunter2@127.0.0.1:1/d"))
        #expect(error?.code == .cannotConnect)
        #expect(error?.description.contains("127.0.0.1:1") == true && error?.description.contains("hunter2") == false)
    }

    @Test func anUnknownDatabaseSaysToCreateIt() async throws {
        try await TestDatabase.withEmpty { database in
            let place = URLComponents(string: database.url)?.query ?? ""
            let error = await failure(PostgresConfiguration(url: "postgresql://quartermaster@/nowhere?\(place)"))
            #expect(error?.code == .cannotConnect && error?.hint?.contains("createdb nowhere") == true)
            _ = try await database.owner.query("SELECT 1")
        }
    }

    @Test func aRoleThatIsNotThereSaysToMigrate() async throws {
        try await TestDatabase.withEmpty { database in
            let error = await failure(PostgresConfiguration(url: database.url, role: "nobody_here"))
            #expect(error?.code == .undefinedObject && error?.hint?.contains("migrate") == true)
            _ = try await database.owner.query("SELECT 1")
        }
    }

    @Test(arguments: ["postgresql://u:hunter2@[::1/d", "host=x password=hunter2 hunter2", "hunter2"])
    func aStringThatCannotBeReadIsNotRepeated(url: String) async {
        let error = await failure(PostgresConfiguration(url: url))
        #expect(error?.code == .cannotConnect && error?.description.contains("hunter2") == false)
    }

    @Test func aServerThatNeverAnswersIsGivenUpInTime() async throws {
        // A socket that takes connections into its backlog and says nothing.
        let silent = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(silent) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(silent, address, size)
                listen(silent, 5)
                _ = getsockname(silent, address, &size)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        var configuration = PostgresConfiguration(url: "postgresql://u@127.0.0.1:\(port)/d?sslmode=disable")
        configuration.connectTimeout = .milliseconds(200)
        let error = await failure(configuration)
        #expect(error?.code == .timedOut)
    }
}
