import Inventory

/// What the streams of one connection read with, and what one leaves for another.
struct NSightReader: Sendable {
    let client: NSightClient
    let options: NSightOptions
    let clients: NSightClients
    let roster: NSightRoster
    let leftovers: NSightLeftovers

    init(_ context: ConnectorContext) throws(ConnectorError) {
        options = try NSightOptions(context.settings)
        client = NSightClient(context)
        clients = NSightClients(client, now: context.now)
        roster = NSightRoster(client, clients, now: context.now)
        leftovers = NSightLeftovers(now: context.now)
    }

    /// A page of a stream that is read by device: what `read` brings of each whose turn it is. Mobile devices have a list
    /// of their own ids and no services.
    func perDevice(
        _ request: ReadRequest, at position: ReadPosition?,
        _ read: @escaping @Sendable (_ device: String) async throws(ConnectorError) -> Page
    ) async throws(ConnectorError) -> Page {
        try await ParentWalker().page(request, at: position) { (device, _) throws(ConnectorError) in
            device.hasPrefix(NSightDeviceFields.mobilePrefix) ? Page() : try await read(device)
        }
    }
}
