import Inventory
import JSON

extension BMSStreams {
    /// The billing catalogue, the nearest that BMS has to products. Its search has no filter by change.
    static let products = Stream(
        description: StreamDescription(
            name: "products", calls: [userInfo, "\(servicesPath)/search"], entity: Product.entity.description,
            reading: .snapshot, deletion: .absence,
            endOfList: endByTotal, period: .hours(6), callsPerThousand: 12),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(servicesPath, id) { (row) throws(UnusableRecord) in try product(&row) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(request, at: position, queries: { _ in serviceQueries }) {
            (row) throws(UnusableRecord) in try product(&row)
        }
    }

    static let servicesPath = "/v2/admin/finance/services"

    /// Here the flag is a number.
    static let serviceQueries = [1, 0].map {
        BMSQuery(path: "\(servicesPath)/search", style: .search).with("IsActive", .number($0))
    }

    private static func product(_ row: inout BMSRow) throws(UnusableRecord) -> SourceRecord {
        var product = Product()
        product.kind = .service
        product.name = row.text("name")
        product.category = row.text("category")
        product.unitPrice = row.decimal("unitPrice")
        product.unitCost = row.decimal("unitCost")
        product.isActive = row.flag("isActive")
        // By itself a service has these beside what the list has.
        return try row.record(product, omitting: ["incomeaccountid", "expenseaccountid"])
    }
}
