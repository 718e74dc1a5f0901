import Inventory
import JSON

extension HaloStreams {
    /// Columns of an asset that its list row does not have.
    private static let configurationDetailColumns: Set = ["contact_external_id", "installed_on"]

    static let configurations = Stream(
        description: StreamDescription(
            name: "configurations", calls: ["/api/Asset"], entity: Configuration.entity.description,
            owns: columns(of: Configuration.entity.description, but: configurationDetailColumns),
            reading: byLastUpdate, deletion: .absence, endOfList: endOfList, period: .minutes(30),
            callsPerThousand: 20),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(.assets, id, by: search) { (json) throws(UnusableRecord) in
                try configuration(json, reader)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(.assets, request, at: position) { (json) throws(UnusableRecord) in
            try configuration(json, reader)
        }
    }

    /// Who has it and since when, which the single record alone tells: a call a changed asset.
    static let configurationDetails = Stream(
        description: StreamDescription(
            name: "configuration_details", calls: ["/api/Asset/{id}"], entity: Configuration.entity.description,
            owns: configurationDetailColumns, isPrimary: false, after: ["configurations"],
            reading: .perParent(entity: "configurations"), deletion: .never, endOfList: endOfRecord,
            period: .hours(6), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (asset, _) async throws(ConnectorError) in
            let answer = try await reader.record(HaloList.assets.path, asset)
            var row = HaloRow(answer.json)
            var configuration = Configuration()
            configuration.installedOn = row.day("commissiondate")
            configuration.contactExternalID = HaloRow.id((answer.json["users"].array?.first ?? .missing)["id"])
            return Page(
                records: [SourceRecord(configuration, externalID: asset)], vendorDate: answer.cost.vendorDate,
                calls: answer.cost.calls, bytes: answer.cost.bytes)
        }
    }

    private static func search(_ json: JSONValue) -> [(String, String)] {
        [("search", json["inventory_number"].cleaned), ("client_id", HaloRow.id(json["client_id"]))]
            .compactMap { name, value in value.map { (name, $0) } }
    }

    private static func configuration(_ json: JSONValue, _ reader: HaloReader) throws(UnusableRecord) -> SourceRecord {
        var row = HaloRow(json)
        let fields = HaloAssetFields(json)
        var configuration = Configuration()
        configuration.companyExternalID = row.client()
        configuration.companySiteExternalID = row.id("site_id")
        configuration.name = row.text(anyOf: ["inventory_number", "key_field"])
        configuration.kindLabel = row.text("assettype_name")
        configuration.statusLabel = row.text("status_name")
        configuration.isActive = row.flag("inactive").map { !$0 }
        configuration.serialNumber = Placeholders.serial(fields.text(reader.options.serialNumberFields))
        configuration.manufacturer = Placeholders.word(fields.text(reader.options.manufacturerFields))
        configuration.model = Placeholders.word(fields.text(reader.options.modelFields))
        let link = HaloDeviceLinks.link(&row, preferring: reader.options.rmmVendor)
        configuration.rmmVendor = link?.rmm
        configuration.rmmDeviceExternalID = link?.id
        configuration.purchasedOn = row.day("supplier_purchasedate")
        configuration.warrantyEndsOn = row.day("warranty_end")
        // Notes on an asset are where technicians write passwords.
        return try row.record(configuration, withheld: ["notes"], customFields: reader.allowed)
    }
}

/// An asset's facts, in fields that the tenant has defined and named for its types. Values are of any type.
struct HaloAssetFields {
    private let fields: [JSONValue]

    init(_ json: JSONValue) { fields = ["fields", "customfields"].flatMap { json[$0].array ?? [] } }

    /// The first of the names that has something, whatever its letters' case.
    func text(_ names: [String]) -> String? {
        for name in names.map({ $0.lowercased() }) {
            let named = fields.filter { field in
                ["name", "label"].contains { field[$0].cleaned?.lowercased() == name }
            }
            if let text = named.lazy.compactMap({ HaloCustomFields.shown($0).cleaned }).first { return text }
        }
        return nil
    }
}
