/// A product or service that an MSP sells.
public struct Product: InventoryRecord, Hashable {
    public var kind: ProductKind?
    public var kindLabel: String?
    public var name: String?
    public var sku: String?
    public var category: String?
    public var unitPrice: DecimalText?
    public var unitCost: DecimalText?
    public var currency: String?
    public var isActive: Bool?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Product>(
        "products", singular: "product", side: .psa, group: .products,
        meaning: "A product or service in the PSA's catalogue.",
        hasBrake: true,
        columns: [
            .choice("kind", "What it is.") { $0.kind },
            .text("kind_label", "The vendor's own word for kind.") { $0.kindLabel },
            .text("name", "Its name.") { $0.name },
            .key("sku", "The number or code it is ordered by.") { $0.sku },
            .text("category", "The PSA's category.") { $0.category },
            .money("unit_price", "The price of one.") { $0.unitPrice },
            .money("unit_cost", "What one costs the MSP.") { $0.unitCost },
            .text("currency", "ISO 4217 code of the amounts' currency (\"USD\").") { $0.currency },
            .boolean("is_active", "Whether it is still sold.") { $0.isActive },
        ])
}
