import Inventory
import JSON

extension NinjaStreams {
    static let devices = Stream(
        description: StreamDescription(
            name: "devices", calls: ["/v2/devices-detailed"],
            entity: Device.entity.description, owns: ownColumns, after: ["organizations", "sites"],
            reading: .snapshot, deletion: .absence, endOfList: endOfList,
            // A processor's clock speed is that of the moment it was looked at.
            volatileVendorFields: ["processors", "lastUpdate", "offline", "lastContact"], period: hourly),
        one: { (reader, id) throws(ConnectorError) in
            let (fields, _) = try await reader.deviceFields.all(reader.client, isStart: false)
            return try await list(reader.client, at: try NinjaClient.place(before: id), size: 1).0
                .one(id) { row throws(UnusableRecord) in try DeviceMapping.record(row, customFields: fields) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        let (fields, cost) = try await reader.deviceFields.all(reader.client, isStart: position == nil)
        let (answer, plain) = try await list(reader.client, at: position)
        var page = answer.page(id: { $0["id"].cleaned }) { row throws(UnusableRecord) in
            try DeviceMapping.record(row, customFields: fields)
        }
        page.add(cost)
        if plain { page.next?.fields["expand"] = "no" }
        return page
    }

    /// All but what ``deviceSecurity`` finds out.
    private static let ownColumns = Set(Device.entity.columns.map(\.name)).subtracting(securityColumns)

    /// The list with what is referred to inlined. `expand` stands outside the vendor's document: where it is refused,
    /// the list is read without it, and warranty and owner stay unknown.
    private static func list(
        _ client: NinjaClient, at position: ReadPosition?, size: Int = NinjaClient.pageSize
    ) async throws(ConnectorError) -> (NinjaRows, isPlain: Bool) {
        let path = "/v2/devices-detailed"
        guard position?.fields["expand"] == nil else {
            return (try await client.list(path, at: position, size: size), true)
        }
        do throws(ConnectorError) {
            return (
                try await client.list(path, [("expand", "warranty,assignedOwner,role")], at: position, size: size),
                false
            )
        } catch {
            guard case .rejectedCall(400, _) = error else { throw error }
            return (try await client.list(path, at: position, size: size), true)
        }
    }
}
