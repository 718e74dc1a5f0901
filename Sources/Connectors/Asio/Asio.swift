public import Inventory
import JSON

/// ConnectWise Asio (ConnectWise RMM), the platform APIs: a region a connection, a key of the portal, lists by company.
public struct Asio: Connector {
    public static let vendor = Vendor(
        id: "connectwise-asio", name: "ConnectWise Asio", side: .rmm, credentialFields: ["client_id", "client_secret"],
        rights: """
            A key with the scopes `platform.companies.read`, `platform.sites.read`, `platform.devices.read`, \
            `platform.asset.read`, `platform.agent.read`, `platform.patching.read`, \
            `platform.ospatching.management.read`, `platform.tppatching.management.read` and, for backups, \
            `backupdashboard.jobs.read`. Scopes are fixed when the key is made.
            """,
        settings: AsioOptions.meanings,
        // 500 calls in five minutes for all that use the key (Rate limits); two to four at once.
        budget: BudgetDescription(callsPerMinute: 95, concurrentCalls: 3), notAvailable: notAvailable)

    static let notAvailable = [
        "device_volumes": """
        The API's names for disks and their sizes are not established; usage is read by a call a device whose answer \
        nobody has published.
        """,
        "alerts": """
        The API has no way to read the RMM's alerts: they become tickets of the platform's own service desk, which is \
        not read. An empty list would not mean that all is well.
        """,
    ]

    public static let streams = AsioStreams.all.descriptions

    private let reader: AsioReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = AsioReader(context) }

    /// The list of companies: the one list that needs nothing else, and has no pages.
    public func test() async throws(ConnectorError) { _ = try await reader.client.list(AsioCompanies.path) }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await AsioStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await AsioStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
