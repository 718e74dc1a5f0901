import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// A worker over a real database: what it takes, in which order, and how it ends.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WorkerTests {
    private static let two = [
        Make.organizations(Make.organizations(1...2)), Make.devices([Make.device("1")]),
    ]

    @Test func aNewConnectionIsReadAndThenWaitsForItsPeriod() async throws {
        try await Workshop.with(Self.two) { shop in
            try await shop.connections()
            try await shop.working { #expect(await shop.watch.nextEnd()?.state == .done) }
            #expect(try await shop.runs() == ["schedule done"])
            let waits = try await shop.database.owner.query(
                "SELECT extract(epoch FROM next_due - now())::float8 AS seconds FROM control.streams"
            ).map { try $0.get("seconds", as: Double.self) }
            #expect(waits.count == 2 && waits.allSatisfy { (3_400.0...3_780.0).contains($0) }, "\(waits)")
        }
    }

    @Test func aRunReadsTheStreamsThatAreDueAlone() async throws {
        try await Workshop.with(Self.two) { shop in
            try await shop.connections()
            try await shop.settle(1)
            try await shop.database.owner.query(
                "UPDATE control.streams SET next_due = now() WHERE stream = 'devices'")
            let report = try await shop.working { await shop.watch.nextEnd() }
            #expect(report?.streams.map(\.stream) == ["devices"])
        }
    }

    @Test func whatIsQueuedGoesBeforeWhatIsDue() async throws {
        try await Workshop.with { shop in
            let (tenant, ids) = try await shop.connections("acme", 4)
            try await shop.settle(4)
            let (gate, reached) = (Gate(), Gate())
            shop.watch.onCall { (row, _, _) throws(ConnectorError) in
                guard row.id == ids[0] else { return }
                reached.open()
                try await gate.pass()
            }
            let before = shop.watch.starts.count
            try await shop.working([shop.worker(connections: 1)]) {
                try await shop.enqueue(tenant, ids[0])
                try await reached.pass()
                try await shop.database.owner.query(
                    "UPDATE control.streams SET next_due = now() - interval '9 seconds' WHERE connection_id = \(ids[1])"
                )
                try await shop.enqueue(tenant, ids[2], .api)
                try await shop.enqueue(tenant, ids[3], .refresh)
                gate.open()
                for _ in 0..<4 { _ = await shop.watch.nextEnd() }
            }
            #expect(shop.watch.starts.dropFirst(before).map(\.id) == [ids[0], ids[3], ids[2], ids[1]])
        }
    }

    @Test func aNotificationWakesAWorkerLongBeforeItsPoll() async throws {
        try await Workshop.with { shop in
            let (tenant, ids) = try await shop.connections()
            try await shop.settle(1)
            try await shop.working([shop.worker(poll: .seconds(3_600))]) {
                // The first may come before the worker listens, and is then seen by its first look.
                for _ in 0..<3 {
                    let run = try await shop.enqueue(tenant, ids[0])
                    #expect(await shop.watch.nextEnd()?.run == run.id)
                }
            }
        }
    }

    @Test func whatBecomesDueIsReadThenAndNotAtThePoll() async throws {
        try await Workshop.with { shop in
            try await shop.connections()
            try await shop.settle(1)
            try await shop.database.owner.query("UPDATE control.streams SET next_due = now() + interval '300 ms'")
            try await shop.working([shop.worker(poll: .seconds(3_600))]) {
                #expect(await shop.watch.nextEnd()?.state == .done)
            }
        }
    }

    @Test func aQueuedRunKeepsWhatWasAskedFor() async throws {
        try await Workshop.with(Self.two) { shop in
            let (tenant, ids) = try await shop.connections()
            try await shop.settle(1)
            let request = SyncRequest(
                tenant: tenant, connection: .id(ids[0]), streams: ["devices"], isFull: true, trigger: .api)
            let run = try await RunQueue(shop.database.reader).enqueue(request)
            let report = try await shop.working { await shop.watch.nextEnd() }
            #expect(report?.run == run.id && report?.streams.map(\.stream) == ["devices"])
            #expect(report?.streams.first?.isSweep == true)
        }
    }

    @Test func aQueuedRunOfAStreamThatIsNotThereFailsAndSaysSo() async throws {
        try await Workshop.with { shop in
            let (tenant, ids) = try await shop.connections()
            try await shop.settle(1)
            let wrong = try await shop.enqueue(tenant, ids[0], streams: ["nonsense"])
            let right = try await shop.enqueue(tenant, ids[0])
            try await shop.working { #expect(await shop.watch.nextEnd()?.run == right.id) }
            let row = try await shop.database.owner.query("SELECT * FROM control.runs WHERE id = \(wrong.id)").only()
            #expect(row["state"] == "failed" && row["reason"]?.contains("nonsense") == true)
        }
    }

    @Test func pausedAndBlockedConnectionsAreLeftAlone() async throws {
        try await Workshop.with { shop in
            let (_, ids) = try await shop.connections("acme", 3)
            for (state, id) in zip(["paused", "blocked"], ids) {
                try await shop.database.owner.query("UPDATE control.connections SET state = \(state) WHERE id = \(id)")
            }
            try await shop.working { _ = await shop.watch.nextEnd() }
            #expect(shop.watch.starts.map(\.id) == [ids[2]])
        }
    }

    @Test func aWorkerOutlivesTheLossOfItsSessions() async throws {
        try await Workshop.with { shop in
            let (tenant, ids) = try await shop.connections()
            try await shop.working {
                _ = await shop.watch.nextEnd()
                try await shop.database.owner.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
                // The reader's session may be one of those that ended.
                _ = try? await shop.enqueue(tenant, ids[0])
                try await shop.enqueue(tenant, ids[0])
                #expect(await shop.watch.nextEnd()?.state == .done)
            }
        }
    }
}
