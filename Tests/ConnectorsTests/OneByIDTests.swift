import Connectors
import Foundation
import HTTPTransport
import Inventory
import Logging
import Testing
import VendorSimulator

/// One record by its id, against the simulated vendors: the same as in the list, and nil where there is none.
@Suite(.timeLimit(.minutes(2))) struct OneByIDTests {
    static let streams = Registry.connectors.flatMap { type in
        type.streams.filter(\.canReadOne).map { [type.vendor.id, $0.name] }
    }

    private func connector(_ vendor: String, _ vendors: SimulatorHandle) throws -> any Connector {
        let connection = try #require(vendors.connection(vendor))
        let budgets = Budgets()
        let transport = VendorClient(
            transport: CurlTransport(egress: EgressPolicy(allowing: [AddressBlock("127.0.0.0/8")].compactMap(\.self))),
            budgets: budgets,
            rules: [BudgetRule(BudgetScope(key: "test"), BudgetLimits(callsPerMinute: 100_000, concurrentCalls: 4))])
        let credentials = Credentials(connection.credentials)
        return try #require(Registry.connector(for: vendor)).init(
            ConnectorContext(
                baseURL: connection.baseURL, settings: [:], credentials: { credentials }, transport: transport,
                now: { Fleet.usualStart }, logger: Logger(label: "test")))
    }

    private func all(_ stream: String, _ connector: any Connector) async throws -> [SourceRecord] {
        var records: [SourceRecord] = []
        var position: ReadPosition?
        repeat {
            let page = try await connector.page(of: stream, ReadRequest(scope: .everything), at: position)
            records += page.records
            position = page.next
        } while position != nil
        return records
    }

    /// Others may be added; these are not lost.
    @Test(arguments: [
        ["ninjaone", "organizations"], ["ninjaone", "sites"], ["ninjaone", "devices"],
        ["datto-rmm", "organizations"], ["datto-rmm", "devices"],
        ["kaseya-vsa-x", "organizations"], ["kaseya-vsa-x", "sites"], ["kaseya-vsa-x", "devices"],
        ["kaseya-vsa-x", "device_assets"],
        ["n-central", "organizations"], ["n-central", "sites"], ["n-central", "devices"],
        ["connectwise-psa", "companies"], ["connectwise-psa", "contacts"], ["connectwise-psa", "configurations"],
        ["connectwise-psa", "agreements"], ["connectwise-psa", "tickets"],
        ["halopsa", "companies"], ["halopsa", "configurations"], ["halopsa", "tickets"],
        ["autotask", "companies"], ["autotask", "contacts"], ["autotask", "configurations"],
        ["autotask", "agreements"], ["autotask", "tickets"],
        ["connectwise-asio", "organizations"], ["connectwise-asio", "sites"], ["connectwise-asio", "devices"],
        ["servicenow", "companies"], ["servicenow", "contacts"], ["servicenow", "configurations"],
        ["servicenow", "agreements"], ["servicenow", "tickets"],
    ])
    func aStreamThatCouldStillCan(path: [String]) { #expect(Self.streams.contains(path)) }

    @Test(arguments: streams) func aRecordByItsIDIsTheRecordOfTheList(path: [String]) async throws {
        let (vendor, stream) = (path[0], path[1])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [.init(devices: 20)])) { vendors in
            let connector = try connector(vendor, vendors)
            let listed = try await all(stream, connector)
            #expect(listed.count > 2)
            for record in [listed.first, listed[listed.count / 2], listed.last].compactMap(\.self) {
                let one = try await connector.record(of: stream, externalID: record.externalID)
                #expect(one == record)
            }
            let gone = String((listed.compactMap { Int($0.externalID) }.max() ?? 0) + 1_000_000)
            #expect(try await connector.record(of: stream, externalID: gone) == nil)
        }
    }

    /// A list has both kinds of tickets in one space of ids.
    @Test func aProjectTicketIsFoundAmongTheTickets() async throws {
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [.init(devices: 20)])) { vendors in
            let connector = try connector("connectwise-psa", vendors)
            let projects = try await all("project_tickets", connector)
            let ticket = try #require(projects.first)
            #expect(try await connector.record(of: "tickets", externalID: ticket.externalID) == ticket)
        }
    }

    @Test(arguments: Registry.connectors.map { $0.vendor.id })
    func aStreamThatCannotSaysSo(vendor: String) async throws {
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [.init(devices: 1)])) { vendors in
            let connector = try connector(vendor, vendors)
            let stream = try #require(type(of: connector).streams.first { !$0.canReadOne })
            await #expect(throws: ConnectorError.self) {
                try await connector.record(of: stream.name, externalID: "1")
            }
        }
    }
}
