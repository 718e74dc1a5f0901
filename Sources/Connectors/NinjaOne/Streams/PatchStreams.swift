import Inventory

/// One stream a kind of patch, each out of two reports: see ``PatchFold``.
extension NinjaStreams {
    static let osPatches = Stream(
        description: StreamDescription(
            name: "os_patches", calls: ["/v2/queries/os-patch-installs", "/v2/queries/os-patches"],
            entity: Patch.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport, period: twiceADay, part: 1, callsPerThousand: 60)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.osPatches.page(reader.client, at: position)
    }

    static let softwarePatches = Stream(
        description: StreamDescription(
            name: "software_patches", calls: ["/v2/queries/software-patch-installs", "/v2/queries/software-patches"],
            entity: Patch.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport, period: twiceADay, part: 2, callsPerThousand: 60)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.softwarePatches.page(reader.client, at: position)
    }
}
