import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct NinjaOneTruthTests {
    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "ninjaone") ?? [:]
        #expect(truth.count == 10)
        for (name, rows) in truth {
            let columns = Set(Entities.all.first { $0.name == name }?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    @Test func whatIsSentIsWhatIsTrue() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let caller = try await Caller.loggedIn(handle)
            let devices = handle.truth("ninjaone")["devices"] ?? [:]
            for row in try await caller.list("/v2/devices-detailed", pageSize: 1000) {
                let truth = devices[row["id"].text ?? ""] ?? [:]
                #expect(truth["hostname"] == row["systemName"].string.map { .text($0) })
                #expect(truth["online"] == row["offline"].bool.map { .boolean(!$0) })
                let contact = row["lastContact"].double.map { Value.timestamp(Timestamp(seconds: $0)) }
                #expect(truth["last_seen_at"] == contact)
            }
        }
    }

    @Test func timePassesInWhatIsServedAndInTheTruthAlike() async throws {
        try await SimulatorServer.with { (handle: SimulatorHandle) async throws in
            let before = handle.truth("ninjaone")["devices"] ?? [:]
            handle.advance(.usual(share: 0.1))
            let after = handle.truth("ninjaone")["devices"] ?? [:]
            let caller = try await Caller.loggedIn(handle)
            let served = try await caller.list("/v2/devices", pageSize: 1000).compactMap { $0["id"].text }
            #expect(before != after && Set(served) == Set(after.keys))
        }
    }
}
