public import Inventory
import JSON

/// N-able N-sight RMM, data extraction API: XML, one server a territory, one key an account.
public struct NSight: Connector {
    public static let vendor = Vendor(
        id: "n-sight", name: "N-able N-sight", side: .rmm, credentialFields: ["api_key"],
        rights: """
            The API key acts as its "Agent Key" user: give that user all client groups and the right to view. Clients \
            outside of them are silently missing.
            """,
        settings: NSightOptions.meanings,
        // No figure is published. One call at a time and 55 a minute has been seen to go well for long (Rate limits).
        budget: BudgetDescription(callsPerMinute: 55, concurrentCalls: 1),
        notAvailable: [
            "device_antivirus":
                "The API tells threats, scans and a switch a device, but no product's version, state or definitions."
        ])

    public static let streams = NSightStreams.all.descriptions

    private let reader: NSightReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try NSightReader(context) }

    /// The clients, in one call: the shortest list that needs no id.
    public func test() async throws(ConnectorError) { _ = try await reader.client.rows(.clients) }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await NSightStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await NSightStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
