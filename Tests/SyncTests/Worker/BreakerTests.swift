import Connectors
import Foundation
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// A connection that fails is left alone for longer and longer, and costs nobody else anything.
@Suite(.serialized, .timeLimit(.minutes(1))) struct BreakerTests {
    @Test func thePauseGrowsToItsGreatestLength() {
        let pauses = (0...16).map { CircuitBreaker.pause(afterFailures: $0, isBegun: true) }
        #expect(pauses[0...2].allSatisfy { $0 == nil })
        #expect(Array(pauses[3...6]) == [60, 120, 240, 480].map { Duration.seconds($0) })
        #expect(pauses.last == .some(CircuitBreaker.longestPause))
        // Without streams that wait by themselves the first failure counts.
        #expect(CircuitBreaker.pause(afterFailures: 1, isBegun: false) == .seconds(60))
        #expect(CircuitBreaker.pause(afterFailures: Int.max, isBegun: false) == CircuitBreaker.longestPause)
    }

    private struct Stand {
        var failures: Int
        var state: String
        /// Seconds until the schedule may take it again, and until its first stream is due.
        var pause: Double?
        var due: Double?
    }

    private func stand(_ shop: Workshop, _ connection: UUID) async throws -> Stand {
        let row = try await shop.database.owner.query(
            """
            SELECT failures, state, extract(epoch FROM retry_at - now())::float8 AS pause,
                (SELECT extract(epoch FROM min(next_due) - now())::float8 FROM control.streams s
                WHERE s.connection_id = c.id) AS due
            FROM control.connections c WHERE id = \(connection)
            """
        ).only()
        return Stand(
            failures: try row.get("failures"), state: try row.get("state"), pause: try row.optional("pause"),
            due: try row.optional("due"))
    }

    @Test func afterThreeFailedRunsTheWholeConnectionWaitsAndAGoodRunClosesTheBreaker() async throws {
        try await Workshop.with { shop in
            let (tenant, ids) = try await shop.connections()
            shop.watch.onCall { (_, _, _) throws(ConnectorError) in throw .rejectedCall(status: 400, "no") }
            try await shop.working {
                for failures in 1...4 {
                    try await shop.enqueue(tenant, ids[0])
                    #expect(await shop.watch.nextEnd()?.state == .failed)
                    let found = try await stand(shop, ids[0])
                    #expect(found.failures == failures && found.state == "failing")
                    #expect((found.pause != nil) == (failures >= 3))
                }
                let opened = try await stand(shop, ids[0])
                #expect((100...140).contains(opened.pause ?? 0) && (opened.due ?? 0) >= (opened.pause ?? 0) - 1)
                shop.watch.onCall { (_, _, _) throws(ConnectorError) in }
                // A person's wish goes through an open breaker.
                try await shop.enqueue(tenant, ids[0])
                #expect(await shop.watch.nextEnd()?.state == .done)
                let closed = try await stand(shop, ids[0])
                #expect(closed.failures == 0 && closed.state == "active" && closed.pause == nil)
            }
        }
    }

    @Test func theScheduleDoesNotTakeAConnectionWhoseBreakerIsOpen() async throws {
        try await Workshop.with { shop in
            let (_, ids) = try await shop.connections("acme", 2)
            try await shop.database.owner.query(
                "UPDATE control.connections SET retry_at = now() + interval '1 hour' WHERE id = \(ids[0])")
            try await shop.working { _ = await shop.watch.nextEnd() }
            #expect(shop.watch.starts.map(\.id) == [ids[1]])
        }
    }

    @Test func aWrongPasswordBlocksItsConnectionAtOnceAndDelaysNobody() async throws {
        try await Workshop.with { shop in
            let (_, wrong) = try await shop.connections("acme", 3)
            let (_, right) = try await shop.connections("other", 3)
            shop.watch.onCall { (row, _, _) throws(ConnectorError) in
                if wrong.contains(row.id) { throw .unauthorised("no") }
            }
            try await shop.working {
                for _ in 0..<6 { _ = await shop.watch.nextEnd() }
                // All that is due again is not the blocked ones'.
                try await shop.database.owner.query("UPDATE control.streams SET next_due = now()")
                try await shop.wake()
                for _ in 0..<3 { _ = await shop.watch.nextEnd() }
            }
            for id in wrong { #expect(try await stand(shop, id).state == "blocked") }
            let starts = shop.watch.starts.map(\.id)
            #expect(wrong.allSatisfy { id in starts.count { $0 == id } == 1 })
            #expect(right.allSatisfy { id in starts.count { $0 == id } == 2 })
        }
    }

    @Test func aConnectionThatNoConnectorCanBeMadeForIsNotTakenOverAndOver() async throws {
        try await Workshop.with { shop in
            let (_, ids) = try await shop.connections("acme", 2)
            shop.watch.refuse { row in row.id == ids[0] ? .engine("the key is gone") : nil }
            try await shop.working {
                for _ in 0..<2 { _ = await shop.watch.nextEnd() }
                try await shop.wake()
            }
            #expect(shop.watch.starts.count { $0.id == ids[0] } == 1)
            let found = try await stand(shop, ids[0])
            #expect(found.failures == 1 && (50...70).contains(found.pause ?? 0))
        }
    }

    /// What cannot even be begun (here: settings that are no texts) must not be claimed again at once.
    @Test func aConnectionThatCannotBeReadIsLeftAloneToo() async throws {
        try await Workshop.with { shop in
            let (_, ids) = try await shop.connections("acme", 2)
            try await shop.database.owner.query(
                "UPDATE control.connections SET settings = '{\"a\": {}}' WHERE id = \(ids[0])")
            try await shop.working {
                _ = await shop.watch.nextEnd()
                while try await stand(shop, ids[0]).failures == 0 {}
            }
            let found = try await stand(shop, ids[0])
            #expect(found.failures == 1 && found.state == "failing", "\(found)")
            #expect((50...70).contains(found.pause ?? 0), "\(found)")
        }
    }

    /// A worker that looks for more at that very moment must not find it again.
    @Test func whatKeptARunFromBeginningIsStoredWhileTheLeaseHolds() async throws {
        try await Workshop.with { shop in
            let (_, ids) = try await shop.connections("acme", 1)
            try await shop.database.owner.query(
                "UPDATE control.connections SET settings = '{\"a\": {}}' WHERE id = \(ids[0])")
            let claims = ClaimStore(client: shop.database.worker, options: shop.options)
            let claim = try #require(try await claims.claim(maximum: 1, busy: [], share: 1).first)
            let found = Mutex<[Int]>([])
            await #expect(throws: (any Error).self) {
                try await shop.engine().run(
                    claim, stop: StopSignal(),
                    failed: { _ in
                        let others = try? await claims.claim(maximum: 1, busy: [], share: 1)
                        found.withLock { $0.append(others?.count ?? -1) }
                    })
            }
            #expect(found.withLock { $0 } == [0])
            // Let go, it can be claimed again.
            #expect(try await claims.claim(maximum: 1, busy: [], share: 1).count == 1)
        }
    }

    @Test func streamsThatWereNotReadBecauseOfAnotherWaitWithIt() async throws {
        try await Workshop.with([
            Make.organizations(Make.organizations(1...2)), Make.devices([Make.device("1")]),
        ]) { shop in
            try await shop.connections()
            shop.watch.onCall { (_, _, stream) throws(ConnectorError) in
                if stream == "organizations" { throw .throttled(retryAfterSeconds: 600, "slowly") }
            }
            try await shop.working { #expect(await shop.watch.nextEnd()?.state == .deferred) }
            let waits = try await shop.database.owner.query(
                "SELECT extract(epoch FROM next_due - now())::float8 AS wait FROM control.streams"
            ).map { try $0.get("wait", as: Double.self) }
            #expect(waits.count == 2 && waits.allSatisfy { (590.0...661.0).contains($0) }, "\(waits)")
        }
    }
}
