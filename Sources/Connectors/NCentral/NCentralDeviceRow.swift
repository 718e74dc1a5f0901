import Inventory
import JSON

/// A row of the devices' list.
enum NCentralDeviceRow {
    static func needsName(_ row: JSONValue) -> Bool {
        Placeholders.word(row["discoveredName"].text) == nil && row["isProbe"].bool != true
            && NCentralWords.isComputer(row["deviceClass"].text)
    }

    static func record(
        _ row: JSONValue, _ inventory: [String: String], _ clock: Timestamp, _ options: NCentralOptions
    ) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("deviceId")
        var reader = RowReader(row)
        var device = Device()
        names(&reader, &device, inventory: inventory[id])
        kind(&reader, &device)
        // Org units are told apart here: the device hangs on its site, else on its customer, else on none of both.
        device.organizationExternalID = reader.text("customerId")
        device.siteExternalID = reader.text("siteId")
        device.lastUser = reader.word("lastLoggedInUser")
        device.lastSeenAt = reader.take("lastApplianceCheckinTime", Times.iso)
        device.online = device.lastSeenAt.map {
            clock.microseconds - $0.microseconds <= options.onlineMinutes * 60_000_000
        }
        return SourceRecord(device, externalID: id, vendorFields: reader.rest(omitting: ["deviceId"]))
    }

    private static func names(_ reader: inout RowReader, _ device: inout Device, inventory: String?) {
        device.displayName = reader.text("longName")
        device.hostname = reader.word("discoveredName") ?? inventory ?? device.displayName
    }

    private static func kind(_ reader: inout RowReader, _ device: inout Device) {
        device.deviceClassLabel = reader.first(["deviceClass", "deviceClassLabel"]) { $0.cleaned }
        device.deviceClass = NCentralWords.deviceClass(device.deviceClassLabel)
        device.osName = reader.first(["supportedOs", "supportedOsLabel"]) { Placeholders.word($0.text) }
        device.osFamilyLabel = reader.word("osId")
        device.osFamily = NCentralWords.osFamily(
            id: device.osFamilyLabel, names: [device.osName, device.deviceClassLabel],
            deviceClass: device.deviceClass)
    }
}
