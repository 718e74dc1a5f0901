public import Inventory
import JSON

/// Datto RMM, API v2 (with the v3 twins of the device endpoints where custom fields are wanted): one account, read with
/// the key of one of its users.
public struct DattoRMM: Connector {
    public static let vendor = Vendor(
        id: "datto-rmm", name: "Datto RMM", side: .rmm, credentialFields: ["api_key", "api_secret_key"],
        rights: """
            An API key of a user whose security level may read everything and see all sites and devices: the key has its \
            user's rights, and a restricted user's lists are silently shorter.
            """,
        credentialChoice: DattoAuthentication.choice, settings: DattoOptions.meanings,
        // 600 reads a minute an account, of which other integrations want some; legacy accounts count reads and writes
        // together. After a 429 the sheet waits a minute at least. What is blocked after abuse is the caller's address.
        budget: BudgetDescription(
            callsPerMinute: 360, concurrentCalls: 4, pauseSeconds: 60,
            parts: [BudgetDescription.Part(.callersAddress)]),
        notAvailable: [
            "sites": "Datto RMM has one level only: its sites are the customers, and stand in organizations.",
            "device_antivirus": """
            Datto RMM tells of one product a device at most, without its version; it stands in \
            devices.antivirus_product and devices.antivirus_status.
            """,
            "backups": "Datto RMM has no backup resource; backups are to be had from the backup product's own API.",
        ])

    public static let streams = DattoStreams.all.descriptions

    private let reader: DattoReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try DattoReader(context) }

    /// The account's own record: the least call that needs the key.
    public func test() async throws(ConnectorError) {
        let answer = try await reader.client.get("/v2/account")
        guard answer.json.object != nil else { throw .malformedAnswer("the account's record is none") }
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await DattoStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await DattoStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
