public import Inventory

/// ConnectWise PSA, formerly Manage: one installation an MSP, in the vendor's cloud or on the MSP's own server.
public struct ConnectWisePSA: Connector {
    public static let vendor = Vendor(
        id: "connectwise-psa", name: "ConnectWise PSA", side: .psa,
        credentialFields: ["company_id", "public_key", "private_key", "client_id"],
        settings: PSAOptions.meanings,
        // No limit is published; the sheet suggests at most four calls at once.
        budget: BudgetDescription(callsPerMinute: 240, concurrentCalls: 4))

    public static let streams = PSAStream.all.map(\.description)

    private let reader: PSAReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try PSAReader(context) }

    public func test() async throws(ConnectorError) { try await reader.client.prove() }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        guard let known = PSAStream.all.first(where: { $0.description.name == stream }) else {
            throw .engine("ConnectWise PSA has no stream '\(stream)'")
        }
        return try await known.page(reader, request, position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        guard let one = PSAStream.all.first(where: { $0.description.name == stream })?.one else {
            throw .notAvailable("ConnectWise PSA has no single '\(stream)'")
        }
        return try await one(reader, externalID)
    }
}
