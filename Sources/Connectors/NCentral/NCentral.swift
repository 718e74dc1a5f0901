public import Inventory
import JSON

/// N-able N-central, REST API ("API-Service"): one server an MSP, in the vendor's cloud or the MSP's own.
public struct NCentral: Connector {
    public static let vendor = Vendor(
        id: "n-central", name: "N-able N-central", side: .rmm, credentialFields: ["jwt"],
        rights: """
            An API-only user without two-factor log-in, access groups with all customers, and a role that may read \
            devices, custom properties, filters, services, discovery jobs, and users, roles and access groups. A changed \
            role needs a new JSON Web Token; the user's password must not expire.
            """,
        settings: NCentralOptions.meanings, budget: NCentralBudget.description,
        notAvailable: [
            "device_antivirus": """
            N-central has no list of antivirus products: their state is measured by monitors that each MSP names itself.
            """,
            "patches": """
            The REST API has no list of patches; what the SOAP API's asset export calls them is not documented.
            """,
            "patch_status": """
            The REST API counts patches for whole device classes alone, without devices; a device's patch monitor is \
            named by each MSP itself.
            """,
            "backups": "The REST API has no backup jobs: connect the backup product (Cove) for them.",
        ])

    public static let streams = NCentralStreams.all.descriptions

    private let reader: NCentralReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = NCentralReader(context) }

    /// One customer is asked for: the least call that needs the token and the role.
    public func test() async throws(ConnectorError) {
        let answer = try await reader.client.get("/api/customers", [("pageNumber", "1"), ("pageSize", "1")])
        guard answer.json["data"].array != nil else { throw .malformedAnswer("the list of customers is no list") }
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await NCentralStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await NCentralStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
