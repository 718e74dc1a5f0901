import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// How long the work of a killed worker lies, by the clock and with the usual lease: `make stress`, since it takes more
/// than a minute of waiting.
@Suite(.timeLimit(.minutes(10)), .enabled(if: ProcessInfo.processInfo.environment["QM_WORKERS_FULL"] == "1"))
struct TakeoverTests {
    @Test func anotherWorkerGoesOnAtTheLastPageWithin75Seconds() async throws {
        try await World.with(devices: 60) { world in
            try await world.database.owner.query(
                "UPDATE control.connections SET created_at = now() - interval '1 minute'")
            world.vendors.set(FaultRule(.hangs, vendor: "ninjaone", path: "/v2/queries/software"))
            let first = try world.program.start(["work"], input: "")
            // The first streams are done; the worker hangs at a later one.
            try await world.wait(
                """
                (SELECT count(*) >= 3 FROM control.streams s JOIN control.connections c ON c.id = s.connection_id
                    WHERE c.name = 'ninjaone' AND s.state = 'current')
                """)
            let second = try world.program.start(["work"], input: "")
            try await world.wait("(SELECT count(DISTINCT pid) >= 2 FROM pg_stat_activity WHERE query LIKE 'LISTEN%')")
            world.vendors.clearFaults()
            world.vendors.forgetCalls()
            let killed = ContinuousClock.now
            first.signal(SIGKILL)
            _ = await first.outcome()
            try await world.wait(
                """
                (SELECT bool_or(l.expires_at > clock_timestamp() AND l.token > 1) FROM control.leases l
                    JOIN control.connections c ON c.id = l.connection_id WHERE c.name = 'ninjaone')
                """)
            let waited = ContinuousClock.now - killed
            print("another worker went on after \(waited)")
            #expect(waited < .seconds(75))
            try await world.wait(
                "(SELECT count(*) >= 2 FROM control.runs WHERE state = 'done' AND trigger = 'schedule')")
            second.signal(SIGTERM)
            #expect(await second.outcome().status == 0)
            #expect(try await world.differences() == [])
            // What had been read to its end was not read again.
            #expect(world.vendors.calls("ninjaone")["/v2/organizations", default: 0] == 0)
        }
    }
}
