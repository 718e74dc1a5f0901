import Inventory
import JSON

extension AutotaskStreams {
    private static let list = AutotaskList(
        entity: .configurationItems, changed: "lastModifiedTime", created: "createDate")

    /// What the RMM writes at each of its syncs.
    private static let volatile: Set = [
        "rmmDeviceAuditLastUser", "rmmDeviceAuditMissingPatchCount", "rmmOpenAlertCount", "rmmDeviceAuditPatchStatusID",
        "rmmDeviceAuditAntivirusStatusID", "rmmDeviceAuditBackupStatusID", "rmmDeviceAuditSoftwareStatusID",
        "rmmDeviceAuditExternalIPAddress", "rmmIsInMaintenanceMode", "dattoLastCheckInDateTime", "dattoUptimeSeconds",
        "dattoAvailableKilobytes", "dattoProtectedKilobytes", "dattoUsedKilobytes", "dattoOffsiteUsedBytes",
        "dattoPercentageUsed",
    ]

    static let configurations = Stream(
        description: StreamDescription(
            name: "configurations",
            calls: calls(.configurationItems, .products, fields: .configurationItems),
            entity: Configuration.entity.description, reading: incremental(list),
            deletion: .absence, endOfList: endOfList, volatileVendorFields: volatile, period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            let answer = try await reader.row(list, id)
            let makes = try await reader.known.makes(answer.rows.compactMap { $0["productID"].integer })
            return try await reader.one(answer, list, id) { (row) throws(UnusableRecord) in
                try configuration(&row, makes, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        let answer = try await reader.rows(list, request, at: position)
        let makes = try await reader.known.makes(answer.rows.compactMap { $0["productID"].integer })
        return try await reader.page(answer, list, request) { (row) throws(UnusableRecord) in
            try configuration(&row, makes, reader.allowed)
        }
    }

    private static func configuration(
        _ row: inout AutotaskRow, _ makes: [String: AutotaskMake], _ allowed: AllowedFields
    ) throws(UnusableRecord) -> SourceRecord {
        let make = row.value("productID").flatMap { makes[$0] }
        var configuration = Configuration()
        configuration.companyExternalID = row.id("companyID")
        configuration.companySiteExternalID = row.id("companyLocationID")
        configuration.contactExternalID = row.id("contactID")
        configuration.name = row.first(["referenceTitle", "rmmDeviceAuditHostname", "dattoHostname"])
        configuration.kindLabel = row.label("configurationItemType")
        configuration.isActive = row.flag("isActive")
        configuration.serialNumber = row.serial("serialNumber") ?? row.serial("dattoSerialNumber")
        // What the RMM found on the machine is nearer to it than what it was bought as.
        configuration.manufacturer =
            Placeholders.word(row.label("rmmDeviceAuditManufacturerID")) ?? make?.manufacturer
        configuration.model = Placeholders.word(row.label("rmmDeviceAuditModelID")) ?? make?.model
        setDevice(of: &configuration, &row)
        configuration.installedOn = row.day("installDate")
        configuration.warrantyEndsOn = row.day("warrantyExpirationDate")
        return try row.record(configuration, withheld: AutotaskSecrets.ofDevices, customFields: allowed)
    }

    /// Each RMM of the same maker has a field of its own; Datto's uid is what its API knows devices by, its number the
    /// second choice.
    private static func setDevice(of configuration: inout Configuration, _ row: inout AutotaskRow) {
        if let uid = row.word("rmmDeviceUID") {
            (configuration.rmmVendor, configuration.rmmDeviceExternalID) = ("datto-rmm", uid)
        } else if let id = row.word("rmmVsaxDeviceID") {
            (configuration.rmmVendor, configuration.rmmDeviceExternalID) = ("kaseya-vsa-x", id)
        } else if let id = row.word("rmmDeviceID"), id != "0" {
            (configuration.rmmVendor, configuration.rmmDeviceExternalID) = ("datto-rmm", id)
        }
    }
}
