import Inventory
import JSON

extension HaloStreams {
    static let products = Stream(
        description: StreamDescription(
            name: "products", calls: ["/api/Item"], entity: Product.entity.description, reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(12), callsPerThousand: 20)
    ) { (reader, _, position) async throws(ConnectorError) in
        try await reader.list(.items, ReadRequest(scope: .everything), at: position) {
            (json) throws(UnusableRecord) in try product(json)
        }
    }

    /// Which of the two references is the stock number differs by tenant: the first that is there.
    private static func product(_ json: JSONValue) throws(UnusableRecord) -> SourceRecord {
        var row = HaloRow(json)
        var product = Product()
        product.name = row.text("name")
        product.sku = row.text(anyOf: ["internalreference", "externalreference"])
        product.category = row.text("assetgroup_name")
        product.unitPrice = row.decimal("baseprice")
        product.unitCost = row.decimal("costprice")
        product.isActive = row.flag("inactive").map { !$0 }
        let updated = row.moment("lastmodified")
        return try row.record(product, updatedAt: updated)
    }
}
