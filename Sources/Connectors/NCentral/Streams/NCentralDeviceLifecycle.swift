import Inventory
import JSON

extension NCentralStreams {
    static let lifecycleColumns: Set<String> = ["purchased_on", "warranty_ends_on"]

    /// One call at once is all that the server bears: weekly, and soon for a new device.
    static let deviceLifecycle = Stream(
        description: StreamDescription(
            name: "device_lifecycle", calls: ["/api/devices/{id}/assets/lifecycle-info"],
            entity: Device.entity.description, owns: lifecycleColumns, isPrimary: false,
            after: ["devices"],
            reading: .perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: weekly)),
            deletion: .never,
            endOfList: "One answer has all of a device's dates; 404 means that it has none (Warranty and lifecycle).",
            volatileVendorFields: ["lastDiscovery", "lastSystemWarrantyDiscovery", "updateWarrantyError"],
            period: .hours(6), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.eachDevice(request, at: position, walk: lifecycleWalk) {
            (device) async throws(ConnectorError) in
            let path = "/api/devices/\(URLText.encoded(device))/assets/lifecycle-info"
            guard let answer = try await reader.found(path) else {
                return Page(records: [SourceRecord(Device(), externalID: device)], calls: 1)
            }
            return Page(
                records: [lifecycle(answer.json, of: device)], vendorDate: answer.cost.vendorDate,
                calls: answer.cost.calls, bytes: answer.cost.bytes)
        }
    }

    /// Not wrapped, as documented; what is under `data` would be read too.
    private static func lifecycle(_ answer: JSONValue, of id: String) -> SourceRecord {
        var reader = RowReader(answer["data"].object == nil ? answer : answer["data"])
        var device = Device()
        device.purchasedOn = reader.take("purchaseDate", Times.day)
        device.warrantyEndsOn = reader.take("warrantyExpiryDate", Times.day)
        return SourceRecord(device, externalID: id, vendorFields: reader.rest())
    }
}
