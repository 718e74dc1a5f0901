public import Inventory
import JSON

/// NinjaOne (NinjaRMM), public API 2.0: one instance a region, a machine-to-machine client a customer.
public struct NinjaOne: Connector {
    public static let vendor = Vendor(
        id: "ninjaone", name: "NinjaOne", side: .rmm, credentialFields: ["client_id", "client_secret"],
        rights: """
            An API application of the platform "API Services (machine-to-machine)" with the scope `monitoring`.
            """,
        settings: NinjaOptions.meanings,
        // No limit is published; the sheet suggests four calls at once and five a second.
        budget: BudgetDescription(callsPerMinute: 300, concurrentCalls: 4))

    public static let streams = NinjaStreams.all.descriptions

    private let reader: NinjaReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = NinjaReader(context) }

    /// One organisation is asked for: the least call that needs the token and its scope.
    public func test() async throws(ConnectorError) {
        let answer = try await reader.client.get("/v2/organizations", [("pageSize", "1")])
        guard answer.json.array != nil else { throw .malformedAnswer("the list of organisations is no list") }
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await NinjaStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await NinjaStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
