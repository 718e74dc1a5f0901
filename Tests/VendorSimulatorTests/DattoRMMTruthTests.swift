import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct DattoRMMTruthTests {
    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "datto-rmm") ?? [:]
        #expect(truth.count == 8)
        for (name, rows) in truth {
            let columns = Set(Entities.all.first { $0.name == name }?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    @Test func whatIsSentIsWhatIsTrue() async throws {
        try await DattoRMMCaller.with { (caller: DattoRMMCaller) async throws in
            let devices = caller.handle.truth("datto-rmm")["devices"] ?? [:]
            let rows = try await caller.list("/v2/account/devices", "devices")
            #expect(rows.count == devices.count)
            for row in rows {
                let truth = devices[row["uid"].text ?? ""] ?? [:]
                #expect(truth["hostname"] == row["hostname"].string.map { .text($0) })
                #expect(truth["online"] == row["online"].bool.map { .boolean($0) })
                let seen = row["lastSeen"].integer.map { Value.timestamp(Timestamp(microseconds: $0 * 1000)) }
                #expect(truth["last_seen_at"] == seen)
            }
        }
    }
}
