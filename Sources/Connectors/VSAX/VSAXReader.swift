import Inventory

/// What the streams of one connection read with, and what they keep between the pages of one read.
struct VSAXReader: Sendable {
    let client: VSAXClient
    let options: VSAXOptions
    let organizationFields: VSAXCustomFields
    let deviceFields: VSAXCustomFields
    let now: @Sendable () -> Timestamp

    init(_ context: ConnectorContext) throws(ConnectorError) {
        options = try VSAXOptions(context.settings)
        client = VSAXClient(context)
        organizationFields = VSAXCustomFields(of: "Organization", options.customFields)
        deviceFields = VSAXCustomFields(of: "Device", options.customFields)
        now = context.now
    }

    /// A page of the assets, for one of the streams that are read from them.
    func assets(at position: ReadPosition?) async throws(ConnectorError) -> VSAXRows {
        try await client.list("/assets", by: "Identifier", at: position, size: options.assetsPageSize)
    }
}
