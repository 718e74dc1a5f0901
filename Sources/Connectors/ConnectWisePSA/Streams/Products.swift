import Inventory

extension PSAStreams {
    static let products = Stream(
        description: StreamDescription(
            name: "products", calls: ["/{codebase}/apis/3.0/procurement/catalog"],
            entity: Product.entity.description, reading: byLastUpdated, deletion: .absence,
            endOfList: endOfList, period: .hours(6))
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list("/procurement/catalog", request, at: position) { (row) throws(UnusableRecord) in
            try product(row)
        }
    }

    /// `description` is the name, `identifier` the SKU. Prices are in the installation's currency, which is not said.
    private static func product(_ row: PSARow) throws(UnusableRecord) -> SourceRecord {
        var product = Product()
        product.kind = row.text("productClass").map { kinds[$0] ?? .other }
        product.kindLabel = row.text("productClass")
        product.name = row.text("description")
        product.sku = row.text("identifier")
        product.category = row.name(of: "category")
        product.unitPrice = row.decimal("price")
        product.unitCost = row.decimal("cost")
        product.isActive = row.flag("inactiveFlag").map { !$0 }
        return try row.record(product, carried: carried)
    }

    private static let kinds: [String: ProductKind] = [
        "Bundle": .bundle, "Inventory": .product, "NonInventory": .product, "Service": .service,
    ]

    private static let carried: Set = ["productClass", "description", "identifier", "price", "cost", "inactiveFlag"]
}
