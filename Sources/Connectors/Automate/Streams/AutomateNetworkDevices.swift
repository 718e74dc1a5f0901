import Inventory
import JSON

extension AutomateStreams {
    private static let networkList = AutomateList(
        "/NetworkDevices", key: "Id",
        fields: [
            "Id", "Name", "FriendlyName", "DeviceType", "LocalIPAddress", "MACAddress", "Status", "ManufacturerName",
            "ModelName", "Description", "LastContact", "LastUpdated", "DateAdded", "AssetDate", "Uptime",
            "UptimeDisplay", "InterfaceCount", "ProbeId", "Client", "Location", "DetectionTemplateName",
        ])

    private static let stamps = ["LastUpdated", "LastContact", "DateAdded"]

    /// What probes have found: a list of its own, with ids of its own.
    static let networkDevices = Stream(
        description: StreamDescription(
            name: "network_devices", calls: ["/cwa/api/v1/NetworkDevices"],
            entity: Device.entity.description, owns: ownColumns,
            after: ["organizations", "sites"],
            reading: .incremental(field: stamps[0], precision: .seconds(1), isInclusive: true), deletion: .absence,
            endOfList: endOfList, volatileVendorFields: volatileDeviceFields, period: .minutes(30))
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.list(networkList, request, at: position, stamps: stamps, map: networkRecord)
    }

    static func networkDevice(_ id: String, _ reader: AutomateReader) async throws(ConnectorError) -> SourceRecord? {
        guard let answer = try await reader.one(networkList, id) else { return nil }
        return try await reader.page(answer, networkList, .everything, map: networkRecord).single()
    }

    static let networkVolatileFields: Set<String> = [
        "Uptime", "UptimeDisplay", "Status", "LastContact", "LastUpdated", "DataOut", "DataOutDisplay", "DataIn",
        "DataInDisplay", "NasPercent", "IsHighBandwidth", "IsLowOnToner", "IsLowOnPaper", "AlertMessage",
        "OpenPortsTCP",
    ]

    private static let notStored = AutomateSecrets.networkDevices.union([
        "Id", "Client", "Location", "Contact", "Groups", "SnmpTree",
    ])

    /// It has no serial number; what its uptime counts is not known.
    private static func networkRecord(_ row: JSONValue, _ times: AutomateTimes) throws(UnusableRecord) -> SourceRecord?
    {
        let id = try row.required("Id")
        var reader = RowReader(row)
        var device = Device()
        device.organizationExternalID = row["Client"]["Id"].reference
        device.siteExternalID = row["Location"]["Id"].reference
        device.hostname = reader.word("Name")
        device.displayName = reader.text("FriendlyName")
        device.deviceClass = AutomateWords.networkClass(row["DeviceType"]["Name"].cleaned)
        device.deviceClassLabel = reader.text("DeviceType.Name")
        device.osFamily = device.deviceClass == .network ? .network : nil
        device.manufacturer = reader.word("ManufacturerName")
        device.model = reader.word("ModelName")
        device.ipAddresses = reader.take("LocalIPAddress") { $0.cleaned.flatMap { NetworkAddress.ips([$0]) } }
        device.macAddresses = reader.take("MACAddress") { $0.cleaned.flatMap { NetworkAddress.macs([$0]) } }
        device.online = reader.value("Status", AutomateWords.online)
        device.lastSeenAt = reader.take("LastContact", times.moment)
        device.lastAuditedAt = reader.take("LastUpdated", times.moment)
        device.purchasedOn = reader.take("AssetDate", AutomateTimes.day)
        return SourceRecord(
            device, externalID: networkDevice(id), sourceCreatedAt: reader.take("DateAdded", times.moment),
            vendorFields: reader.rest(omitting: notStored))
    }
}
