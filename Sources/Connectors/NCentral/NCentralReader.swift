import Inventory
import JSON

/// What the streams of one connection read with, and what they keep between the pages of one run.
struct NCentralReader: Sendable {
    let client: NCentralClient
    let options: NCentralOptions
    let clock: NCentralClock
    let parts = NCentralParts()
    let roll = NCentralRoll()
    let units: NCentralUnits
    let now: @Sendable () -> Timestamp

    init(_ context: ConnectorContext) {
        client = NCentralClient(context)
        options = NCentralOptions(context.settings)
        clock = NCentralClock(client, context.settings)
        units = NCentralUnits(client, withSites: options.asksSitesForIssues)
        now = context.now
    }

    /// A device's asset record, or nil where it has none: a probe, a machine without an agent, one that was not audited
    /// yet. That is how the device is now, and no fault.
    func assets(of device: String) async throws(ConnectorError) -> (record: NCentralAssetRecord?, cost: CallCost) {
        let path = "/api/devices/\(URLText.encoded(device))/assets"
        guard let answer = try await found(path) else { return (nil, CallCost(calls: 1)) }
        let record = NCentralAssetRecord(answer.json)
        return (record.isOfDeleted ? nil : record, answer.cost)
    }

    /// An answer, or nil where the server says 404.
    func found(_ path: String) async throws(ConnectorError) -> VendorAnswer? {
        do throws(ConnectorError) {
            return try await client.get(path)
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// The allowed custom properties of what lies at a path; no call where none is allowed.
    func properties(_ path: String) async throws(ConnectorError) -> (fields: String?, cost: CallCost) {
        if options.customFields.isEmpty { return (nil, CallCost()) }
        guard let answer = try await found("\(path)/custom-properties") else { return (nil, CallCost(calls: 1)) }
        return (NCentralProperties.picked(answer.json, options.customFields), answer.cost)
    }
}
