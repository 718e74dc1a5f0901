public import Inventory
import JSON

/// NinjaOne (NinjaRMM), public API 2.0: one instance a region, a machine-to-machine client a customer.
public struct NinjaOne: Connector {
    public static let vendor = Vendor(
        id: "ninjaone", name: "NinjaOne", side: .rmm, credentialFields: ["client_id", "client_secret"],
        settings: NinjaOptions.meanings,
        // No limit is published; the sheet suggests four calls at once and five a second.
        budget: BudgetDescription(callsPerMinute: 300, concurrentCalls: 4))

    public static let streams = NinjaStream.all.map(\.description)

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
        guard let known = NinjaStream.all.first(where: { $0.description.name == stream }) else {
            throw .engine("NinjaOne has no stream '\(stream)'")
        }
        return try await known.page(reader, position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        guard let one = NinjaStream.all.first(where: { $0.description.name == stream })?.one else {
            throw .notAvailable("NinjaOne has no single '\(stream)'")
        }
        return try await one(reader, externalID)
    }
}
