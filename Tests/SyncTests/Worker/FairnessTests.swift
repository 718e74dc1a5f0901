import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// However much one tenant has to do, another's turn comes at once. Told by the order of starts: no clock is asked.
/// `make stress` has a thousand due streams, and the clock (StartDelayTests).
@Suite(.serialized, .timeLimit(.minutes(5))) struct FairnessTests {
    /// Four streams a connection.
    private static let streams = ["a", "b", "c", "d"].map { Make.shared($0, [Make.organization("1")]) }

    @Test func anotherTenantStartsAtOnceWhileHundredsOfStreamsAreDue() async throws {
        try await Workshop.with(Self.streams) { shop in
            let (big, _) = try await shop.connections("big", 60)
            let (_, small) = try await shop.connections("small", 1)
            try await shop.database.owner.query(
                "UPDATE control.connections SET state = 'paused' WHERE id = \(small[0])")
            let (reached, arrival) = (Gate(), Once<Void>())
            let database = shop.database
            shop.watch.onCall { (_, _, _) throws(ConnectorError) in
                // Several may start between two calls, so that no call need see just 20.
                guard shop.watch.starts.count >= 20 else { return }
                try? await arrival.value {
                    // Due a moment ago, when the others had waited for an hour.
                    try await database.owner.query(
                        """
                        UPDATE control.connections SET state = 'active', created_at = now() - interval '16 seconds'
                        WHERE id = \(small[0])
                        """)
                    try await shop.wake()
                    reached.open()
                }
            }
            try await shop.working([shop.worker(connections: 4)]) {
                try await reached.pass()
                let before = shop.watch.starts.count
                while !shop.watch.starts.contains(where: { $0.tenant != big }) { _ = await shop.watch.nextEnd() }
                let starts = shop.watch.starts
                let place = try #require(starts.firstIndex { $0.tenant != big })
                // Those that were being begun already, and no more: a place is kept free for it.
                #expect(place <= before + 4, "\(place - before) connections of the other tenant went before it")
            }
            #expect(shop.watch.overlaps == 0)
        }
    }

    @Test func aTenantWhoseRunsDoNotEndLeavesAPlaceForOthers() async throws {
        try await Workshop.with { shop in
            let (big, _) = try await shop.connections("big", 10)
            let (small, ids) = try await shop.connections("small", 1)
            try await shop.database.owner.query(
                "UPDATE control.connections SET state = 'blocked' WHERE id = \(ids[0])")
            let (gate, full) = (Gate(), Gate())
            shop.watch.onCall { (row, _, _) throws(ConnectorError) in
                guard row.tenant == big else { return }
                if shop.watch.starts.count == 3 { full.open() }
                try await gate.pass()
            }
            try await shop.working([shop.worker(connections: 4)]) {
                try await full.pass()
                try await shop.enqueue(small, ids[0])
                #expect(await shop.watch.nextEnd()?.state == .done)
                #expect(shop.watch.starts.count { $0.tenant == big } == 3)
                gate.open()
            }
        }
    }

    @Test func oneTenantAloneGetsEveryPlace() async throws {
        try await Workshop.with { shop in
            try await shop.connections("big", 10)
            let (gate, full) = (Gate(), Gate())
            shop.watch.onCall { (_, _, _) throws(ConnectorError) in
                if shop.watch.starts.count == 4 { full.open() }
                try await gate.pass()
            }
            try await shop.working([shop.worker(connections: 4)]) {
                try await full.pass()
                gate.open()
            }
        }
    }

    /// A worker with one place serves the tenants in turn, however long one of them has waited.
    @Test func oneWorkerWithOnePlaceServesTheTenantsInTurn() async throws {
        try await Workshop.with { shop in
            var tenants: [UUID] = []
            for (slug, count) in [("a", 6), ("b", 3), ("c", 3)] {
                tenants.append(try await shop.connections(slug, count).tenant)
            }
            try await shop.working([shop.worker(connections: 1)]) {
                for _ in 0..<12 { _ = await shop.watch.nextEnd() }
            }
            let order = shop.watch.starts.map(\.tenant)
            for turn in 0..<3 { #expect(Set(order[turn * 3..<turn * 3 + 3]) == Set(tenants)) }
            #expect(order.suffix(3).allSatisfy { $0 == tenants[0] })
        }
    }
}
