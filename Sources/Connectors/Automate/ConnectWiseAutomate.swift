public import Inventory
import JSON

/// ConnectWise Automate (once LabTech), REST API v1: one server an MSP, its own or the vendor's.
public struct ConnectWiseAutomate: Connector {
    public static let vendor = Vendor(
        id: "connectwise-automate", name: "ConnectWise Automate", side: .rmm,
        credentialFields: ["username", "password", "client_id"],
        rights: """
            A user whose user class may read Clients, Computers, Locations, Contacts, Alerts and Patch Manager, with \
            "Show All" of computers and locations, and that has the clients themselves. A narrow class makes lists \
            silently shorter.
            """,
        settings: AutomateOptions.meanings,
        // No limit is published; it is the MSP's own server and database, shared with technicians and agents: the sheet
        // asks for two to four calls at once, and pacing.
        budget: BudgetDescription(callsPerMinute: 300, concurrentCalls: 4),
        notAvailable: [
            "device_network_interfaces": """
            The API tells one address and one hardware address a computer, which stand in the device itself.
            """,
            "backups": "The API has no state of backups: the products keep it in plug-ins of their own.",
            "devices.disk_encryption": "No member of the API tells whether a disk is encrypted.",
            "devices.antivirus_status":
                "The product is named and the date of its definitions, not how well it protects.",
            "device_antivirus.status":
                "The product is named and the date of its definitions, not how well it protects.",
            "software.publisher": "The server's list of software has no publisher.",
            "software.size_bytes": "The unit in which the server tells a program's size is not established.",
        ])

    public static let streams = AutomateStreams.all.descriptions

    private let reader: AutomateReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try AutomateReader(context) }

    /// One client is asked for: the least call that needs the token, the integration's id and a right.
    public func test() async throws(ConnectorError) {
        let answer = try await reader.client.get("/Clients", [("page", "1"), ("pageSize", "1"), ("orderBy", "Id asc")])
        guard answer.json.array != nil else { throw .malformedAnswer("the list of clients is no list") }
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await AutomateStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await AutomateStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
