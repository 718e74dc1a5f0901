import Inventory

extension Autotask {
    /// Configuration items.
    enum Assets {
        static let items = Table<Configuration>(
            "ConfigurationItems", .configurationItem, fields: own + ofRMM,
            rows: { scope in Rows(scope.fleet.configurations) { ID.item($0.number) } })

        private static let own: [Field<Configuration>] = [
            Field("id") { .whole(ID.item($0.number)) },
            Field("companyID") { .whole(ID.company($0.company)) },
            Field("companyLocationID") { item, scope in scope.location(item.site) },
            Field("contactID") { item, scope in scope.contact(item.contact) },
            Field("referenceTitle") { .text($0.name) },
            Field("configurationItemType") { .whole(Setup.number($0.kind, in: Setup.itemTypes)) },
            Field("configurationItemCategoryID") { _ in .whole(2) },
            Field("productID") { .whole($0.productInAutotask) },
            Field("serialNumber") { .text($0.serial) },
            Field("isActive") { .flag($0.isActive) },
            Field("installDate") { .day($0.installedOn) },
            Field("warrantyExpirationDate") { .day($0.warrantyEndsOn) },
            Field("notes") { _ in .text("Admin password is hunter2") },
            Field("createDate") { .time($0.createdAt, $0.number) },
            Field("lastModifiedTime") { item, scope in scope.stamp(item.updatedAt, item.number) },
            Field("userDefinedFields") { _ in .fields([]) },
        ]

        /// What the RMM writes into items that it is tied to.
        private static let ofRMM: [Field<Configuration>] = [
            Field("rmmDeviceUID") { item, scope in .text(item.deviceInAutotask(scope.fleet)?.uid) },
            Field("rmmDeviceID") { item, scope in
                .whole(item.deviceInAutotask(scope.fleet).map { DattoRMMID.device($0.number) })
            },
            Field("rmmDeviceAuditHostname") { item, scope in .text(item.deviceInAutotask(scope.fleet)?.hostname) },
            Field("rmmDeviceAuditManufacturerID") { item, scope in
                item.deviceInAutotask(scope.fleet) == nil ? .null : .whole(item.manufacturer.map(PickLists.make))
            },
            Field("rmmDeviceAuditModelID") { item, scope in
                item.deviceInAutotask(scope.fleet) == nil ? .null : .whole(item.model.map(PickLists.make))
            },
            Field("rmmDeviceAuditLastUser") { item, scope in .text(item.deviceInAutotask(scope.fleet)?.lastUser) },
            Field("rmmOpenAlertCount") { item, scope in
                item.deviceInAutotask(scope.fleet).map { .whole((scope.fleet.tick + $0.number) % 3) } ?? .null
            },
        ]
    }
}

extension Configuration {
    /// The device, where the RMM wrote it in.
    func deviceInAutotask(_ fleet: Fleet) -> Device? { isLinked ? device.flatMap(fleet.device) : nil }

    /// What it is of: an item has a product where its make and model are known.
    var productInAutotask: Int? {
        manufacturer.flatMap { maker in model.map { Autotask.ID.hardware(maker, $0) } }
    }
}
