import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite struct ListenTests {
    private struct Enough: Error {}

    /// A channel's listener is there once the server shows a session of it that waits.
    private func notify(_ client: PostgresClient, _ payloads: [String]) async throws {
        while try await client.query(
            """
            SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'
            """
        ).isEmpty {}
        for payload in payloads { try await client.query("SELECT pg_notify('news', \(payload))") }
    }

    @Test func notificationsAreDeliveredInTheirOrder() async throws {
        try await TestDatabase.withEmpty { database in
            try await withThrowingTaskGroup(of: [String].self) { group in
                group.addTask {
                    var heard: [String] = []
                    do {
                        try await database.owner.withConnection { session in
                            try await session.listen(to: "news") {
                                heard.append($0)
                                if heard.count == 3 { throw Enough() }
                            }
                        }
                    } catch is Enough {}
                    return heard
                }
                try await notify(database.owner, ["a", "b", "c"])
                let heard = try await group.next()
                #expect(heard == ["a", "b", "c"])
            }
        }
    }

    @Test func aCancelledListenerStopsAndItsConnectionListensNoMore() async throws {
        try await TestDatabase.withEmpty { database in
            let client = PostgresClient(
                PostgresConfiguration(url: database.url, maximumConnections: 1), logger: Logger(label: "test"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await expect(.cancelled) {
                        try await client.withConnection { try await $0.listen(to: "news") { _ in } }
                    }
                }
                try await notify(database.owner, [])
                group.cancelAll()
            }
            let channels = try await client.query("SELECT pg_listening_channels()")
            #expect(channels.isEmpty)
            await client.close()
        }
    }
}
