import Connectors
import Inventory
import Testing
import VendorSimulator

/// What people and machines write into tickets to harm or confuse arrives unharmed, as data.
@Suite(.timeLimit(.minutes(3))) struct HostileTextTests {
    static let vendors = VendorFaces.all.map { $0.vendor }.filter { name in
        Registry.connector(for: name)?.vendor.side == .psa
    }

    @Test(arguments: vendors) func ticketsAndNotesKeepTheirText(vendor: String) async throws {
        let type = try #require(Registry.connector(for: vendor))
        let tenant = SimulatorConfiguration.Tenant(name: "acme", seed: 7, devices: 8, tickets: 3, vendors: [vendor])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            handle.advance(.hostileTexts)
            let connection = try #require(handle.connection(vendor))
            let clock = try #require(handle.tenant()).fleet.now
            let reading = try await SimulatedReading(type, of: connection, clock: clock)
            let told = { (entity: String, column: String) in
                Set(reading.rows[entity, default: [:]].values.map { Self.words($0[column]) })
            }
            let summaries = told("tickets", "summary")
            let descriptions = told("tickets", "description")
            let notes = told("ticket_notes", "body")
            for text in HostileText.allCases {
                #expect(summaries.contains(Self.words(text.title)), "\(text): summary")
                let words = Self.words(text.text)
                #expect(descriptions.contains(words), "\(text): description")
                #expect(notes.contains(words), "\(text): note")
            }
            #expect(reading.rejected.filter { !$0.value.isEmpty } == [:])
        }
    }

    /// Its words: how much white space stands between them is HTML's to change.
    private static func words(_ value: Value?) -> String {
        guard case .text(let text) = value else { return "" }
        return words(text)
    }

    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
