import Foundation
import Postgres
import TestSupport
import Testing

@testable import Sync

/// What is asked for waits for a worker, once.
@Suite(.serialized, .timeLimit(.minutes(1))) struct RunQueueTests {
    private func request(_ tenant: UUID, streams: [String]? = nil, isFull: Bool = false) -> SyncRequest {
        SyncRequest(tenant: tenant, connection: .name("main"), streams: streams, isFull: isFull, trigger: .api)
    }

    @Test func theReadersRoleQueuesARunWithItsContent() async throws {
        try await TestDatabase.with { database in
            let (tenant, connection) = try await database.tenant()
            let run = try await RunQueue(database.reader).enqueue(request(tenant, streams: ["a", "b"], isFull: true))
            #expect(run.isNew && run.connection == connection && run.state == .queued)
            let row = try await database.owner.query("SELECT * FROM control.runs").only()
            #expect(row["id"] == run.id.postgresText && row["state"] == "queued" && row["trigger"] == "api")
            #expect(row["requested"] == "{a,b}" && row["is_full"] == "t" && row["queued_at"] != nil)
        }
    }

    @Test func theSameKeyWithTheSameContentIsTheSameRun() async throws {
        try await TestDatabase.with { database in
            let (tenant, _) = try await database.tenant()
            let queue = RunQueue(database.reader)
            let first = try await queue.enqueue(request(tenant, streams: ["a"]), key: "k")
            let again = try await queue.enqueue(request(tenant, streams: ["a"]), key: "k")
            let other = try await queue.enqueue(request(tenant, streams: ["a"]), key: "l")
            #expect(again.id == first.id && !again.isNew && other.id != first.id && other.isNew)
        }
    }

    @Test func theSameKeyOfManyAtOnceIsOneRun() async throws {
        try await TestDatabase.with { database in
            let (tenant, _) = try await database.tenant()
            let runs = try await withThrowingTaskGroup(of: QueuedRun.self) { group in
                for client in [database.reader, database.worker, database.reader, database.worker] {
                    group.addTask { try await RunQueue(client).enqueue(request(tenant), key: "k") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(runs.map(\.id)).count == 1 && runs.filter(\.isNew).count == 1)
        }
    }

    @Test func theSameKeyWithOtherContentIsRefused() async throws {
        try await TestDatabase.with { database in
            let (tenant, _) = try await database.tenant()
            let queue = RunQueue(database.reader)
            _ = try await queue.enqueue(request(tenant, streams: ["a"]), key: "k")
            for other in [
                request(tenant), request(tenant, streams: ["b"]), request(tenant, streams: ["a"], isFull: true),
            ] {
                await #expect(throws: SyncError.idempotencyKeyReused("k")) { try await queue.enqueue(other, key: "k") }
            }
        }
    }

    @Test func keysBelongToTheirTenant() async throws {
        try await TestDatabase.with { database in
            let queue = RunQueue(database.reader)
            let acme = try await queue.enqueue(request(try await database.tenant(slug: "acme").tenant), key: "k")
            let other = try await queue.enqueue(
                request(try await database.tenant(slug: "other").tenant, isFull: true), key: "k")
            #expect(acme.id != other.id && other.isNew)
        }
    }

    @Test func aPausedOrUnknownConnectionIsRefused() async throws {
        try await TestDatabase.with { database in
            let (tenant, _) = try await database.tenant()
            try await database.owner.query("UPDATE control.connections SET state = 'paused'")
            let queue = RunQueue(database.reader)
            await #expect(throws: SyncError.connectionPaused("main")) { try await queue.enqueue(request(tenant)) }
            let nowhere = SyncRequest(tenant: tenant, connection: .name("nowhere"), trigger: .api)
            await #expect(throws: SyncError.unknownConnection("nowhere")) { try await queue.enqueue(nowhere) }
        }
    }

    @Test func workersAreToldAndNobodysDataIsInIt() async throws {
        try await TestDatabase.with { database in
            let (tenant, _) = try await database.tenant()
            let (heard, ears) = AsyncStream<String>.makeStream()
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    try? await database.worker.withConnection { session in
                        try await session.listen(to: RunQueue.channel) { ears.yield($0) }
                    }
                }
                // Who listens already is told; until then it is asked for again.
                group.addTask {
                    while !Task.isCancelled { _ = try? await RunQueue(database.reader).enqueue(request(tenant)) }
                }
                for await payload in heard {
                    #expect(payload == "")
                    break
                }
                group.cancelAll()
            }
        }
    }
}
