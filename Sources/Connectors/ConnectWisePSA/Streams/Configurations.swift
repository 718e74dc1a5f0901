import Inventory
import JSON

extension PSAStreams {
    static let configurations = Stream(
        description: StreamDescription(
            name: "configurations", calls: ["/{codebase}/apis/3.0/company/configurations"],
            entity: Configuration.entity.description, reading: byLastUpdated,
            deletion: .absence,
            endOfList: endOfList, volatileVendorFields: ["lastLoginName"], period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one("/company/configurations", id) { (row) throws(UnusableRecord) in
                try configuration(row, reader)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list("/company/configurations", request, at: position) { (row) throws(UnusableRecord) in
            try configuration(row, reader)
        }
    }

    private static func configuration(_ row: PSARow, _ reader: PSAReader) throws(UnusableRecord) -> SourceRecord {
        var configuration = Configuration()
        configuration.companyExternalID = row.reference("company")
        configuration.companySiteExternalID = row.reference("site")
        configuration.contactExternalID = row.reference("contact")
        configuration.name = row.text("name")
        configuration.kindLabel = row.name(of: "type")
        configuration.statusLabel = row.name(of: "status")
        configuration.isActive = row.flag("activeFlag")
        configuration.serialNumber = Placeholders.serial(row["serialNumber"].text)
        configuration.manufacturer = Placeholders.word(row["manufacturer"]["name"].text)
        configuration.model = Placeholders.word(row["modelNumber"].text)
        configuration.rmmDeviceExternalID = Placeholders.word(row["deviceIdentifier"].text)
        // The identifier is set by whatever tool syncs; which that is, only the tenant knows.
        configuration.rmmVendor = configuration.rmmDeviceExternalID == nil ? nil : reader.options.rmmVendor
        configuration.installedOn = row.date("installationDate")
        configuration.purchasedOn = row.date("purchaseDate")
        configuration.warrantyEndsOn = row.date("warrantyExpirationDate")
        return try row.record(configuration, carried: carried, withheld: withheld, customFields: reader.allowed)
    }

    private static let carried: Set = ["name", "activeFlag"]
    /// Notes on a configuration are where technicians write passwords.
    private static let withheld: Set = ["notes", "vendorNotes"]
}
