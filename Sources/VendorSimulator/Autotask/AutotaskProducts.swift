import Inventory

extension Autotask {
    /// What is sold: goods as products, what contracts bill as services and bundles, each with ids of its own.
    enum Catalogue {
        struct Good: Sendable, Hashable {
            let id: Int
            let name: String
            var sku: String?
            var category: String?
            var manufacturer: String?
            var model: String?
            var priceCents: Int?
            var costCents: Int?
            var isActive = true
            var createdAt: Timestamp?
        }

        static let products = Table<Good>(
            "Products", .product,
            fields: [
                Field("id") { .whole($0.id) },
                Field("name") { .text($0.name) },
                Field("sku") { .text($0.sku) },
                Field("productCategory") {
                    .whole($0.category.flatMap { Setup.number($0, in: Setup.productCategories) })
                },
                Field("manufacturerName") { .text($0.manufacturer) },
                Field("manufacturerProductName") { .text($0.model) },
                Field("unitPrice") { .hundredths($0.priceCents) },
                Field("unitCost") { .hundredths($0.costCents) },
                Field("isActive") { .flag($0.isActive) },
                Field("createdTime") { .time($0.createdAt, $0.id) },
                Field("userDefinedFields") { _ in .fields([]) },
            ], rows: { scope in Rows(scope.fleet.goodsInAutotask) { $0.id } })

        static let services = billed("Services", .service) { $0.kind != .bundle }
        static let bundles = billed("ServiceBundles", .serviceBundle) { $0.kind == .bundle }

        private static func billed(
            _ name: String, _ schema: Schema, _ isMeant: @escaping @Sendable (Product) -> Bool
        ) -> Table<Product> {
            Table<Product>(
                name, schema,
                fields: [
                    Field("id") { .whole(ID.service($0.number)) },
                    Field("name") { .text($0.name) },
                    Field("sku") { .text($0.sku) },
                    Field("periodType") { _ in .whole(1) },
                    Field("unitPrice") { .hundredths($0.priceCents) },
                    Field("unitCost") { .hundredths($0.costCents) },
                    Field("isActive") { .flag($0.isActive) },
                    Field("createDate") { .time($0.createdAt, $0.number) },
                    Field("lastModifiedDate") { product, scope in scope.stamp(product.updatedAt, product.number) },
                    Field("userDefinedFields") { _ in .fields([]) },
                ], rows: { scope in Rows(scope.fleet.products.filter(isMeant)) { ID.service($0.number) } })
        }
    }
}

extension Fleet {
    /// The goods of the catalogue, and what the configuration items are of.
    var goodsInAutotask: [Autotask.Catalogue.Good] {
        let goods = products.filter { $0.kind == .product }.map {
            Autotask.Catalogue.Good(
                id: Autotask.ID.product($0.number), name: $0.name, sku: $0.sku, category: $0.category,
                priceCents: $0.priceCents, costCents: $0.costCents, isActive: $0.isActive, createdAt: $0.createdAt)
        }
        var makes: [Int: Autotask.Catalogue.Good] = [:]
        for item in configurations {
            guard let id = item.productInAutotask, makes[id] == nil, let maker = item.manufacturer else { continue }
            makes[id] = Autotask.Catalogue.Good(
                id: id, name: "\(maker) \(item.model ?? "")", manufacturer: maker, model: item.model)
        }
        return goods + makes.values.sorted { $0.id < $1.id }
    }
}
