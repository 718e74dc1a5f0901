import Connectors
import Foundation
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// How long a tenant waits for its sync to start, by the clock. `make stress` runs it, and nothing else does: on a busy
/// machine the figure says nothing.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: ProcessInfo.processInfo.environment["QM_WORKERS_FULL"] == "1"))
struct StartDelayTests {
    /// 1,000 streams of one tenant, four a connection.
    private static let streams = ["a", "b", "c", "d"].map { Make.shared($0, [Make.organization("1")]) }
    private static let asks = 25

    @Test func aThousandDueStreamsOfOneTenantDoNotDelayAnother() async throws {
        let idle = try await Self.delays(behind: 0)
        let busy = try await Self.delays(behind: 250)
        print("start delay, idle: \(Self.words(idle)); with 1,000 streams of another tenant due: \(Self.words(busy))")
        let bound = max(.seconds(1), (idle.max() ?? .zero) * 2)
        #expect(try #require(busy.max()) <= bound)
    }

    private static func words(_ delays: [Duration]) -> String {
        let sorted = delays.sorted()
        func milliseconds(_ delay: Duration) -> Int64 { delay.microseconds / 1000 }
        return "median \(milliseconds(sorted[sorted.count / 2])) ms, most \(milliseconds(sorted[sorted.count - 1])) ms"
    }

    /// A small tenant asks for a sync again and again, while so many connections of a big one are due all the time.
    private static func delays(behind connections: Int) async throws -> [Duration] {
        try await Workshop.with(streams) { shop in
            let (small, ids) = try await shop.connections("small", 1)
            try await shop.database.owner.query("UPDATE control.connections SET name = 'small'")
            if connections > 0 { try await shop.connections("big", connections) }
            let (calls, called) = AsyncStream<ContinuousClock.Instant>.makeStream()
            let database = shop.database
            shop.watch.onCall { (row, call, _) throws(ConnectorError) in
                if row.tenant == small {
                    if call == 1 { called.yield(.now) }
                } else {
                    // A vendor takes its time: this is what a call lasts, no wait for something. Whoever has been read is due
                    // again at once.
                    try? await Task.sleep(for: .milliseconds(20))
                    _ = try? await database.owner.query(
                        "UPDATE control.streams SET next_due = now() WHERE connection_id = \(row.id)")
                }
            }
            return try await shop.working([shop.worker(connections: 8)]) {
                var delays: [Duration] = []
                var starts = calls.makeAsyncIterator()
                _ = await starts.next()
                for _ in 0..<asks {
                    while await shop.watch.nextEnd()?.connection != "small" {}
                    let asked = ContinuousClock.now
                    try await shop.enqueue(small, ids[0])
                    delays.append(try #require(await starts.next()) - asked)
                }
                return delays
            }
        }
    }
}
