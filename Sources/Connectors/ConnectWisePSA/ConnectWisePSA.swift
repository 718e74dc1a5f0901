public import Inventory

/// ConnectWise PSA, formerly Manage: one installation an MSP, in the vendor's cloud or on the MSP's own server.
public struct ConnectWisePSA: Connector {
    public static let vendor = Vendor(
        id: "connectwise-psa", name: "ConnectWise PSA", side: .psa,
        credentialFields: ["company_id", "public_key", "private_key", "client_id"],
        rights: """
            An API member with a security role that may inquire of all: Company Maintenance, Contacts and Configurations \
            (Companies), Agreements (Finance), Product Catalog (Procurement), Service Tickets (Service Desk), Project \
            Tickets (Project), Time Entry (Time & Expense), Table Setup and Member Maintenance (System). A role that \
            hides rows makes lists silently shorter.
            """,
        settings: PSAOptions.meanings,
        // No limit is published; the sheet suggests at most four calls at once.
        budget: BudgetDescription(callsPerMinute: 240, concurrentCalls: 4))

    public static let streams = PSAStreams.all.descriptions

    private let reader: PSAReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try PSAReader(context) }

    public func test() async throws(ConnectorError) { try await reader.client.prove() }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await PSAStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await PSAStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
