import Connectors
import Inventory
import Testing
import VendorSimulator

/// Each vendor's connector against its simulator, which was written from the same documents apart from it: what is read
/// is what the fleet says, before anything is stored.
@Suite(.timeLimit(.minutes(3))) struct SimulatedVendorTests {
    static let vendors = VendorFaces.all.map { $0.vendor }

    @Test(arguments: vendors) func whatIsReadIsTheFleet(vendor: String) async throws {
        let type = try #require(Registry.connector(for: vendor))
        let tenant = SimulatorConfiguration.Tenant(name: "acme", seed: 7, devices: 40, vendors: [vendor])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            for step in [nil, Step.usual(share: 0.2), .turnover] {
                if let step { handle.advance(step) }
                let connection = try #require(handle.connection(vendor))
                let clock = try #require(handle.tenant()).fleet.now
                let reading = try await SimulatedReading(type, of: connection, clock: clock)
                #expect(reading.differences(from: handle.truth(vendor)) == [])
                #expect(reading.rejected.filter { !$0.value.isEmpty } == [:])
                #expect(reading.unproven.filter { name in Self.mayDelete(type, name) } == [])
            }
        }
    }

    /// Whether the stream's end must be proven, since absence from it deletes.
    private static func mayDelete(_ type: any Connector.Type, _ stream: String) -> Bool {
        guard let stream = type.streams.first(where: { $0.name == stream }) else { return false }
        return stream.isPrimary && stream.deletion != .never
    }
}
