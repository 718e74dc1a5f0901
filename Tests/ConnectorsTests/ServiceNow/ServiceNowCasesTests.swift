import Connectors
import HTTPTransport
import Inventory
import Logging
import Testing

@testable import VendorSimulator

/// What the settings change, against the simulator, whose usual truth is that of the usual settings.
@Suite(.timeLimit(.minutes(1))) struct ServiceNowCasesTests {
    private func with(
        _ settings: [String: String], _ body: @Sendable (Connectors.ServiceNow, ServiceNowTruth) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(seed: 5, devices: 60, vendors: ["servicenow"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            let vendor = try #require(handle.connection("servicenow"))
            let fleet = try #require(handle.tenant()).fleet
            let context = ConnectorContext(
                baseURL: vendor.baseURL, settings: settings, credentials: { Credentials(vendor.credentials) },
                transport: CurlTransport(egress: .allowingPrivate), now: { fleet.now }, logger: Logger(label: "test"))
            try await body(try Connectors.ServiceNow(context), ServiceNowTruth(fleet: fleet, hasCases: true))
        }
    }

    @Test(arguments: ["tickets", "ticket_notes", "ticket_configurations"])
    func casesComeWithTheirParts(stream: String) async throws {
        try await with(["ticket_tables": "incident,sn_customerservice_case"]) { connector, truth in
            let rows = try #require(truth.all[stream])
            let entity = try #require(Entities.named(stream))
            let records = try await connector.pages(of: stream).flatMap(\.records)
            #expect(Set(records.map(\.externalID)) == Set(rows.keys))
            for record in records {
                for (column, value) in zip(entity.columns, record.values) {
                    guard let told = rows[record.externalID]?[column.name] else { continue }
                    #expect(value == told, "\(record.externalID) \(column.name)")
                }
            }
        }
    }

    @Test func notesOfTheTicketsThemselvesHoldAllThatWasSaid() async throws {
        try await with(["notes": "tickets", "ticket_tables": "incident,sn_customerservice_case"]) { connector, truth in
            let records = try await connector.pages(of: "ticket_notes").flatMap(\.records)
            let notes = truth.fleet.notes.filter { !$0.isDescription }
            let places = Set(
                notes.map { "\(truth.key(.task, $0.ticket)):\($0.isInternal ? "work_notes" : "comments")" })
            #expect(Set(records.map(\.externalID)) == places && !places.isEmpty)
        }
    }
}
