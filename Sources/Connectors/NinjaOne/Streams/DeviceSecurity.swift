import Inventory

extension NinjaStreams {
    /// The devices' columns that come from other reports than the list.
    static let securityColumns: Set<String> = [
        "antivirus_product", "antivirus_status", "antivirus_status_label", "disk_encryption", "disk_encryption_label",
    ]

    static let deviceSecurity = Stream(
        description: StreamDescription(
            name: "device_security", calls: ["/v2/queries/antivirus-status", "/v2/queries/volumes"],
            entity: Device.entity.description, owns: securityColumns, isPrimary: false,
            after: ["devices"], reading: .snapshot, deletion: .never, endOfList: endOfReport, period: twiceADay,
            callsPerThousand: 4)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.deviceSecurity.page(reader.client, at: position)
    }
}
