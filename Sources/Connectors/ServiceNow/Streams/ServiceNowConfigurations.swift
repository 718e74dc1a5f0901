import Inventory

extension ServiceNowStreams {
    private static let itemFields = [
        "name", "host_name", "fqdn", "category", "subcategory", "virtual", "chassis_type", "form_factor", "os",
        "os_version", "manufacturer", "model_id", "model_number", "serial_number", "asset_tag", "cpu_name", "ram",
        "disk_space", "ip_address", "mac_address", "assigned_to", "assigned_to.company", "owned_by", "managed_by",
        "company", "location", "support_group", "last_discovered", "discovery_source", "install_status",
        "operational_status", "hardware_status", "life_cycle_stage", "life_cycle_stage_status", "asset",
        "purchase_date", "warranty_expiration", "install_date", "duplicate_of", "correlation_id", "object_id",
    ]

    /// A table of its own for each sort of item: a base table shows the columns of the base alone.
    static func itemTables(_ options: ServiceNowOptions) -> [ServiceNowTable] {
        options.configurationTables.map { name in
            ServiceNowTable(
                name: name, fields: itemFields + [options.rmmColumn],
                isOptional: ServiceNowOptions.usualConfigurationTables.dropFirst().contains(name))
        }
    }

    static let configurations = Stream(
        description: StreamDescription(
            name: "configurations",
            calls: tables(ServiceNowOptions.usualConfigurationTables + ["core_company"], isAudited: true),
            entity: Configuration.entity.description, reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, volatileVendorFields: ["last_discovered"], period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(itemTables(reader.options), id) { (rows, _) async throws(ConnectorError) in
                try await itemMapping(reader, rows)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            itemTables(reader.options), request, at: position,
            gone: { SourceRecord(Configuration(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) },
            prepare: { (rows, _) async throws(ConnectorError) in try await itemMapping(reader, rows) })
    }

    private static func itemMapping(
        _ reader: ServiceNowReader, _ rows: [ServiceNowRow]
    ) async throws(ConnectorError) -> ServiceNowReader.Mapping {
        let owners = try await reader.owners(of: rows)
        return { (row) throws(UnusableRecord) in
            var item = Configuration()
            item.companyExternalID = owners.company(of: row, ["company", "assigned_to.company"])
            item.companySiteExternalID = row.text("location")
            item.contactExternalID = row.text("assigned_to")
            item.name = row.text("name") ?? row.text("host_name")
            item.kindLabel = row.label("sys_class_name") ?? row.table
            item.statusLabel = status(row)
            item.isActive = isActive(row)
            item.serialNumber = Placeholders.serial(row.text("serial_number"))
            item.manufacturer = Placeholders.word(row.label("manufacturer"))
            item.model = Placeholders.word(row.label("model_id") ?? row.text("model_number"))
            item.rmmDeviceExternalID = Placeholders.word(row.text(reader.options.rmmColumn))
            // Whatever tool syncs writes the id; which that is, only the tenant knows.
            item.rmmVendor = item.rmmDeviceExternalID == nil ? nil : reader.options.rmmVendor
            item.installedOn = row.moment("install_date")?.date
            item.purchasedOn = row.day("purchase_date")
            item.warrantyEndsOn = row.day("warranty_expiration")
            return try row.record(item, carried: carriedOfItems, custom: reader.options.customColumns)
        }
    }

    /// The newer life cycle can take the place of `install_status`.
    private static func status(_ row: ServiceNowRow) -> String? {
        let columns = ["install_status", "life_cycle_stage_status", "life_cycle_stage", "hardware_status"]
        guard let column = columns.first(where: { row.text($0) != nil }) else { return nil }
        return row.label(column) ?? row.text(column)
    }

    /// Retired, stolen and absent things are out of use. Values that an instance has added say nothing.
    private static func isActive(_ row: ServiceNowRow) -> Bool? {
        if row.text("operational_status") == "6" { return false }
        if let status = row.text("install_status").flatMap({ Int($0) }) {
            return ["7", "8", "100"].contains(String(status)) ? false : (0...6).contains(status) ? true : nil
        }
        return row.text("life_cycle_stage").map { $0.lowercased() != "end of life" }
    }

    private static let carriedOfItems: Set = [
        "name", "location", "assigned_to", "purchase_date", "warranty_expiration",
    ]
}
