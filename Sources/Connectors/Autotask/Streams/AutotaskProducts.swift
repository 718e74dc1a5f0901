import Inventory

extension AutotaskStreams {
    /// What is sold and installed has no time of change.
    static let products = goods(AutotaskList(entity: .products, created: "createdTime"), .product)

    /// What contracts bill: entities of their own, with ids that products have too.
    static let services = goods(
        AutotaskList(entity: .services, changed: "lastModifiedDate", created: "createDate"), .service)
    static let serviceBundles = goods(
        AutotaskList(entity: .serviceBundles, changed: "lastModifiedDate", created: "createDate"), .bundle)

    private static func goods(_ list: AutotaskList, _ kind: ProductKind) -> Stream {
        Stream(
            description: StreamDescription(
                name: list.entity == .serviceBundles ? "service_bundles" : list.entity.rawValue.lowercased(),
                calls: calls(list.entity, fields: list.entity.hasPickLists ? list.entity : nil),
                entity: Product.entity.description,
                reading: list.changed == nil ? .snapshot : incremental(list), deletion: .absence,
                endOfList: endOfList, period: .hours(6))
        ) { (reader, request, position) async throws(ConnectorError) in
            try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
                try product(&row, kind)
            }
        }
    }

    private static func product(_ row: inout AutotaskRow, _ kind: ProductKind) throws(UnusableRecord) -> SourceRecord {
        var product = Product()
        product.kind = kind
        product.name = row.text("name")
        product.sku = row.text("sku")
        product.category = row.label("productCategory")
        product.unitPrice = row.decimal("unitPrice")
        product.unitCost = row.decimal("unitCost")
        product.isActive = row.flag("isActive")
        return try row.record(product, kind: kind.rawValue)
    }
}
