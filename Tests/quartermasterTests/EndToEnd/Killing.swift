import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

extension World {
    /// Starts a call of the program, kills it when the vendor has been called so often (or lets it end, if that is sooner),
    /// and lets its lease run out.
    func kill(_ arguments: [String], afterCalls count: Int, of vendor: String) async throws {
        vendors.forgetCalls()
        let running = try program.start(arguments)
        await withTaskGroup(of: Void.self) { group in
            // Whichever comes first, the calls or the end, lets the other go.
            group.addTask { await vendors.waitForCalls(count, vendor: vendor) }
            group.addTask { _ = await running.outcome() }
            await group.next()
            running.signal(SIGKILL)
            group.cancelAll()
        }
        // The killed process still holds the lease; a person would wait its minute out.
        try await database.owner.query("UPDATE control.leases SET expires_at = now() - interval '1 second'")
    }
}
