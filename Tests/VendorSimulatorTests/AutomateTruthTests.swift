import Inventory
import JSON
import Testing
import VendorSimulator

@Suite(.timeLimit(.minutes(1))) struct AutomateTruthTests {
    @Test func columnsAreTheModelsOwn() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "connectwise-automate") ?? [:]
        #expect(truth.count == 9)
        for (name, rows) in truth {
            let columns = Set(Entities.all.first { $0.name == name }?.columns.map(\.name) ?? [])
            #expect(!rows.isEmpty && !columns.isEmpty, "\(name)")
            for row in rows.values { #expect(columns.isSuperset(of: row.keys), "\(name)") }
        }
    }

    @Test func whatIsSentIsWhatIsTrue() async throws {
        let world = SimulatorConfiguration(tenants: [.init(devices: 60, vendors: ["connectwise-automate"])])
        try await SimulatorServer.with(world) { (handle: SimulatorHandle) async throws in
            let caller = try await AutomateCaller.loggedIn(handle)
            for step in [nil, Step.usual(share: 0.2)] {
                if let step { handle.advance(step) }
                let devices = handle.truth("connectwise-automate")["devices"] ?? [:]
                let computers = try await caller.list("Computers", order: "Id")
                let others = try await caller.list("NetworkDevices", order: "Id")
                let ids =
                    computers.compactMap { $0["Id"].string }
                    + others.compactMap { $0["Id"].string.map { "network:\($0)" } }
                #expect(Set(ids) == Set(devices.keys))
                for row in computers {
                    let truth = devices[row["Id"].string ?? ""] ?? [:]
                    #expect(truth["hostname"] == row["ComputerName"].string.map { .text($0) })
                    #expect(truth["online"] == .boolean(row["Status"].string == "Online"))
                }
            }
        }
    }

    @Test func theTwoCountsOfIDsOverlap() {
        let truth = Fleet(seed: 1, devices: 200).truth(vendor: "connectwise-automate")?["devices"] ?? [:]
        let network = truth.keys.filter { $0.hasPrefix("network:") }.map { String($0.dropFirst(8)) }
        #expect(!network.isEmpty && !Set(network).isDisjoint(with: truth.keys))
    }
}
