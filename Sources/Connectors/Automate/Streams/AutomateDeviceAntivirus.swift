import Inventory
import JSON

extension AutomateStreams {
    private static let scanners = AutomateList(
        "/Computers", key: "Id", fields: ["Id", "VirusScanner", "AntivirusDefinitionDate"])

    /// The one product that the agent names, with the date of its definitions. How well it protects is not told.
    static let deviceAntivirus = Stream(
        description: StreamDescription(
            name: "device_antivirus", calls: ["/cwa/api/v1/Computers"],
            entity: DeviceAntivirus.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence, endOfList: endOfList, period: .hours(12))
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.list(scanners, request, at: position, map: antivirus)
    }

    private static func antivirus(_ row: JSONValue, _ times: AutomateTimes) throws(UnusableRecord) -> SourceRecord? {
        let device = try row.required("Id")
        guard let product = Placeholders.word(row["VirusScanner"]["Name"].text) else { return nil }
        var antivirus = DeviceAntivirus()
        antivirus.deviceExternalID = device
        antivirus.product = product
        antivirus.definitionsAt = times.moment(row["AntivirusDefinitionDate"])
        return SourceRecord(antivirus, externalID: "\(device):\(row["VirusScanner"]["Id"].reference ?? product)")
    }
}
