public import Inventory

/// HaloPSA, and HaloITSM and HaloServiceDesk, which have the same API: one instance an MSP, in the vendor's cloud or on the
/// MSP's own server.
public struct HaloPSA: Connector {
    public static let vendor = Vendor(
        id: "halopsa", name: "HaloPSA", side: .psa, credentialFields: ["client_id", "client_secret", "tenant"],
        rights: """
            An API application of the type Client ID and Secret (Services) with the permission all (or the read: ones, \
            see the setting scope), logged in as an agent whose role may see all clients, tickets of all teams, assets, \
            contracts, items and opportunities: what the agent may not see is missing from the lists without a word. \
            The tenant is the one that Configuration > Integrations > Halo API shows.
            """,
        settings: HaloOptions.meanings,
        // 300 calls in any five minutes, shared by all that is integrated; how many at once is not established.
        budget: BudgetDescription(callsPerMinute: 60, concurrentCalls: 2), notAvailable: HaloGaps.all)

    public static let streams = HaloStreams.all.descriptions

    private let reader: HaloReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try HaloReader(context) }

    /// Tokens are given for tenants and areas; the smallest list shows that this one opens.
    public func test() async throws(ConnectorError) {
        _ = try await reader.client.get("/Client", query: HaloList.clients.query + HaloPages.first(of: 1))
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await HaloStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await HaloStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
