import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// What is set holds for what it was set for, the most specific first, and can be taken back.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ScheduleStoreTests {
    private static let streams = [
        Make.organizations(Make.organizations(1...2)), Make.devices([Make.device("1")]),
    ]

    /// The seconds between two reads, by connection and stream.
    private func periods(_ shop: Workshop, _ tenant: UUID) async throws -> [String: Int64] {
        let streams = try await ScheduleStore(shop.database.worker).streams(tenant: tenant)
        return Dictionary(
            uniqueKeysWithValues: streams.map {
                ("\($0.connection) \($0.stream)", $0.cron == nil ? $0.everySeconds : -1)
            })
    }

    @Test func theMostSpecificScheduleHolds() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (tenant, ids) = try await shop.connections("acme", 2)
            try await shop.settle(2)
            let store = ScheduleStore(shop.database.worker)
            func set(_ minutes: Int64?, _ connection: UUID? = nil, _ stream: String? = nil) async throws -> Int {
                try await store.set(
                    minutes.map { .every(.seconds($0 * 60)) } ?? .standard,
                    for: ScheduleScope(tenant: tenant, connection: connection, stream: stream))
            }
            #expect(try await set(1) == 4)
            #expect(try await set(2, ids[0]) == 2)
            #expect(try await set(3, nil, "devices") == 2)
            #expect(try await set(4, ids[0], "devices") == 1)
            #expect(
                try await periods(shop, tenant) == [
                    "c0 devices": 240, "c0 organizations": 120, "c1 devices": 180, "c1 organizations": 60,
                ])
            // Whichever is taken back, the next one holds.
            #expect(try await set(nil, ids[0], "devices") == 1)
            #expect(try await set(nil) == 1)
            #expect(
                try await periods(shop, tenant) == [
                    "c0 devices": 180, "c0 organizations": 120, "c1 devices": 180, "c1 organizations": 3_600,
                ])
            #expect(try await store.schedules(tenant: tenant).count == 2)
        }
    }

    @Test func aStreamThatIsMetLaterTakesTheScheduleThatIsThere() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (tenant, _) = try await shop.connections()
            try await ScheduleStore(shop.database.worker).set(
                .every(.seconds(600)), for: ScheduleScope(tenant: tenant, stream: "devices"))
            try await shop.working { _ = await shop.watch.nextEnd() }
            #expect(try await periods(shop, tenant) == ["c0 devices": 600, "c0 organizations": 3_600])
            let due = try await shop.database.owner.query(
                """
                SELECT extract(epoch FROM next_due - now())::float8 AS wait FROM control.streams
                WHERE stream = 'devices'
                """
            ).only().get("wait", as: Double.self)
            #expect((560.0...630.0).contains(due))
        }
    }

    @Test func aShorterPeriodMakesWhatWasReadLongAgoDueAtOnceAndWakesAWorker() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (tenant, ids) = try await shop.connections()
            try await shop.settle(1)
            try await shop.database.owner.query(
                "UPDATE control.streams SET last_success_at = now() - interval '30 minutes'")
            try await shop.working([shop.worker(poll: .seconds(3_600))]) {
                try await shop.enqueue(tenant, ids[0], streams: ["organizations"])
                _ = await shop.watch.nextEnd()
                try await ScheduleStore(shop.database.worker).set(
                    .every(.seconds(900)), for: ScheduleScope(tenant: tenant))
                #expect(await shop.watch.nextEnd()?.streams.map(\.stream) == ["devices"])
            }
        }
    }

    @Test func anExpressionIsFollowedInTheConnectionsZone() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (tenant, ids) = try await shop.connections("acme", 2)
            try await shop.database.owner.query(
                "UPDATE control.connections SET settings = '{\"timezone\": \"Asia/Kolkata\"}' WHERE id = \(ids[1])")
            try await shop.settle(2)
            let cron = try CronExpression("0 6 * * *")
            let store = ScheduleStore(shop.database.worker)
            #expect(try await store.set(.cron(cron), for: ScheduleScope(tenant: tenant)) == 4)
            // A read that ends goes by the expression too.
            try await shop.working {
                for id in ids {
                    try await shop.enqueue(tenant, id, streams: ["devices"])
                    _ = await shop.watch.nextEnd()
                }
            }
            for stream in try await store.streams(tenant: tenant) {
                // Six o'clock, and up to a minute later.
                let expected = stream.connection == "c0" ? "T06:00:" : "T00:30:"
                #expect(stream.nextDue.contains(expected), "\(stream)")
                #expect(stream.cron == "0 6 * * *" && stream.everySeconds == 86_400 && stream.setFor == "tenant")
            }
        }
    }

    @Test func whatWaitsForItsVendorWaitsOn() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (tenant, _) = try await shop.connections()
            try await shop.settle(1)
            try await shop.database.owner.query("UPDATE control.streams SET state = 'failing' WHERE stream = 'devices'")
            try await ScheduleStore(shop.database.worker).set(
                .every(.seconds(60)), for: ScheduleScope(tenant: tenant))
            let soon = try await shop.database.owner.query(
                "SELECT stream FROM control.streams WHERE next_due < now() + interval '30 minutes'")
            #expect(soon.map { $0["stream"] } == ["organizations"])
        }
    }

    @Test func aTenantsScheduleIsItsOwn() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (acme, _) = try await shop.connections("acme")
            let (other, _) = try await shop.connections("other")
            try await shop.settle(2)
            let store = ScheduleStore(shop.database.worker)
            #expect(try await store.set(.every(.seconds(60)), for: ScheduleScope(tenant: acme)) == 2)
            #expect(try await periods(shop, other) == ["c0 devices": 3_600, "c0 organizations": 3_600])
            #expect(try await store.schedules(tenant: other) == [])
        }
    }

    @Test func aStreamThatTheConnectorDropsIsNeverDueAgainUntilItIsBack() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (tenant, ids) = try await shop.connections()
            let owner = shop.database.owner
            try await owner.query(
                """
                INSERT INTO control.streams (tenant_id, connection_id, stream, entity, period, sweep_period)
                VALUES (\(tenant), \(ids[0]), 'former', 'sites', '1 hour', '1 day')
                """)
            try await shop.working {
                _ = await shop.watch.nextEnd()
                try await shop.wake()
            }
            #expect(try await shop.runs() == ["schedule done"])
            let row = try await owner.query("SELECT * FROM control.streams WHERE stream = 'former'").only()
            #expect(row["state"] == "not_available" && row["next_due"]?.hasPrefix("9999") == true)
        }
    }
}
