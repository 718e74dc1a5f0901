public import Inventory
import JSON

/// Kaseya VSA X (VSA 10, once Pulseway), REST API v3: a host a tenant, a token an administrator made. VSA 9 is another
/// product with another API.
public struct KaseyaVSAX: Connector {
    public static let vendor = Vendor(
        id: "kaseya-vsa-x", name: "Kaseya VSA X", side: .rmm, credentialFields: ["token_id", "token_secret"],
        rights: """
            An API token that an administrator has made without a limit to organisations or roles, and whose list of \
            addresses (if it has one) holds this machine's. What a limited token may not see is silently left out.
            """,
        settings: VSAXOptions.meanings,
        // No limit is published, and clients disagree; the sheet has the strictest of them as the default.
        budget: BudgetDescription(callsPerMinute: 60, concurrentCalls: 2),
        notAvailable: [
            "patches":
                "VSA X counts the updates that a device misses, by severity (see patch_status), and lists none of them.",
            "backups": "The API has nothing of backups.",
            "alerts.resolved_at": """
            Notifications have no resolved state: one that is gone from the list, cleared by a person or by age, counts \
            as resolved, and when that was is not told. A condition that comes back is a new alert.
            """,
            "alerts.organization_external_id":
                "Notifications tell their device alone; its organisation is the device's.",
            "devices.warranty_ends_on": """
            No warranty, no day of purchase: where technicians keep them in custom fields, allow those by name.
            """,
        ])

    public static let streams = VSAXStreams.all.descriptions

    private let reader: VSAXReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try VSAXReader(context) }

    /// The instance tells of itself to whoever may call.
    public func test() async throws(ConnectorError) {
        let answer = try await reader.client.get("/environment")
        guard answer.json["Data"].object != nil else { throw .malformedAnswer("no Data where /environment has it") }
        try await reader.client.logRateLimits()
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await VSAXStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await VSAXStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
