import Inventory
import JSON

extension DattoStreams {
    static let devices = Stream(
        description: StreamDescription(
            name: "devices", calls: ["/api/v2/account/devices", "/api/v2/account/sites"],
            entity: Device.entity.description, owns: listColumns, after: ["organizations"],
            reading: .snapshot, deletion: .flagged,
            endOfList: """
                No nextPageUrl (null or empty), and as many devices as the sites say that they have; where there are \
                fewer, each site's own list is read as well (Pagination, Incremental sync).
                """,
            volatileVendorFields: ["lastSeen", "lastReboot", "lastAuditDate", "lastLoggedInUser", "extIpAddress"],
            period: .minutes(30), callsPerThousand: 5),
        one: { (reader, uid) throws(ConnectorError) in
            try await DattoDeviceList(reader).one(uid)
        }
    ) { (reader, _, position) throws(ConnectorError) in
        try await DattoDeviceList(reader).page(at: position)
    }

    /// All but what ``deviceAudits`` finds out.
    private static let listColumns = Set(Device.entity.columns.map(\.name)).subtracting(auditColumns)
}
