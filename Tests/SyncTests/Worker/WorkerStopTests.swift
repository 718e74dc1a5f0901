import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// However a worker ends, nothing of its work is lost and none is done twice.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WorkerStopTests {
    /// Five pages.
    private static let pages = [Make.organizations(Make.organizations(1...14))]

    private func queueOne(_ shop: Workshop) async throws -> QueuedRun {
        let (tenant, ids) = try await shop.connections()
        return try await shop.enqueue(tenant, ids[0])
    }

    private func reads(_ shop: Workshop) async throws -> Int {
        try await shop.database.owner.query("SELECT count(*) AS count FROM live.organizations").only().get("count")
    }

    @Test func aStoppedWorkerFinishesItsPageAndAnotherGoesOnWithTheRun() async throws {
        try await Workshop.with(Self.pages) { shop in
            let run = try await queueOne(shop)
            let reached = Gate()
            let worker = shop.worker()
            shop.watch.onCall { (_, call, _) throws(ConnectorError) in
                guard call == 5 else { return }
                // The fifth page is on its way when the stop comes, and the fourth is being made ready: two are stored, and the
                // third, which is in hand, is stored to its end.
                reached.open()
                worker.stop()
            }
            try await shop.working([worker]) { try await reached.pass() }
            let stored = try await reads(shop)
            #expect((6...12).contains(stored), "\(stored) rows")
            #expect(try await shop.runs() == ["api queued"])
            let free = try await shop.database.owner.query(
                "SELECT 1 FROM control.leases WHERE expires_at > clock_timestamp()")
            #expect(free.isEmpty)

            shop.watch.onCall { (_, _, _) throws(ConnectorError) in }
            let report = try await shop.working { await shop.watch.nextEnd() }
            #expect(report?.run == run.id && report?.state == .done)
            #expect(report?.streams.first?.read == 14 - stored)
            #expect(try await reads(shop) == 14)
            #expect(try await shop.runs() == ["api done"])
        }
    }

    @Test func aCallThatHangsIsCutOffWhenTheGraceIsOver() async throws {
        try await Workshop.with(Self.pages) { shop in
            _ = try await queueOne(shop)
            let reached = Gate()
            shop.watch.onCall { (_, call, _) throws(ConnectorError) in
                guard call == 2 else { return }
                reached.open()
                do { try await Task.sleep(for: .seconds(3_600)) } catch { throw .cancelled }
            }
            let worker = shop.worker(grace: .milliseconds(50))
            try await shop.working([worker]) { try await reached.pass() }
            #expect(try await reads(shop) == 3)
            #expect(try await shop.runs() == ["api queued"])
        }
    }

    /// A worker that is frozen past its lease (or killed: it does not renew it either way).
    @Test func aDeadWorkersRunIsGoneOnWithAtItsLastPage() async throws {
        try await Workshop.with(Self.pages) { shop in
            var shop = shop
            let run = try await queueOne(shop)
            // Nothing but the run itself makes anybody take the connection.
            try await shop.database.owner.query("UPDATE control.connections SET state = 'blocked'")
            shop.options.leaseDuration = .milliseconds(700)
            shop.options.leaseRenewal = .seconds(3_600)
            let (reached, gate) = (Gate(), Gate())
            shop.watch.onCall { (_, call, _) throws(ConnectorError) in
                guard call == 4 else { return }
                reached.open()
                // Not even a cancellation reaches it.
                await gate.passUncancelled()
            }
            let dead = shop.worker("a frozen worker")
            try await shop.working([dead]) {
                try await reached.pass()
                shop.watch.onCall { (_, _, _) throws(ConnectorError) in }
                shop.options.leaseDuration = .seconds(60)
                let report = try await shop.working([shop.worker("another worker")]) { await shop.watch.nextEnd() }
                #expect(report?.run == run.id && report?.state == .done)
                #expect((5...8).contains(report?.streams.first?.read ?? 0), "\(report?.streams ?? [])")
                #expect(try await reads(shop) == 14)
                gate.open()
            }
            // What the frozen one had in hand was not written over it, nor did it end the other's run.
            #expect(try await shop.runs() == ["api done"])
            let changes = try await shop.database.owner.query("SELECT count(*) AS count FROM inventory.changes").only()
            #expect(try changes.get("count", as: Int.self) == 1)
        }
    }

    @Test func aQueuedRunThatKillsItsWorkersIsGivenUp() async throws {
        try await Workshop.with { shop in
            let run = try await queueOne(shop)
            let owner = shop.database.owner
            try await owner.query(
                "UPDATE control.runs SET state = 'running', attempts = \(RunStore.attempts), started_at = now()")
            try await shop.working {
                // The connection itself is read on, by its schedule.
                #expect(await shop.watch.nextEnd()?.run != run.id)
            }
            #expect(try await shop.runs() == ["api abandoned", "schedule done"])
        }
    }

    @Test func whatAStoppedScheduledRunDidNotReadIsReadByTheNext() async throws {
        try await Workshop.with(Self.pages) { shop in
            try await shop.connections()
            let worker = shop.worker()
            shop.watch.onCall { (_, call, _) throws(ConnectorError) in if call == 2 { worker.stop() } }
            try await shop.working([worker]) { while try await shop.runs() != ["schedule abandoned"] {} }
            shop.watch.onCall { (_, _, _) throws(ConnectorError) in }
            try await shop.working { #expect(await shop.watch.nextEnd()?.state == .done) }
            #expect(try await reads(shop) == 14)
        }
    }
}
