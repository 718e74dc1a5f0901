/// A product or service on an agreement.
public struct AgreementLine: InventoryRecord, Hashable {
    public var agreementExternalID: String?
    public var productExternalID: String?
    public var name: String?
    public var quantity: DecimalText?
    public var billedQuantity: DecimalText?
    public var includedQuantity: DecimalText?
    public var unitPrice: DecimalText?
    public var unitCost: DecimalText?
    public var currency: String?
    public var startsOn: CalendarDate?
    public var endsOn: CalendarDate?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<AgreementLine>(
        "agreement_lines", singular: "agreement_line", side: .psa, group: .agreements,
        meaning: "A product or service that is billed on an agreement.",
        hasHistory: true,
        references: [
            Reference(idColumn: "agreement_id", externalColumn: "agreement_external_id", target: "agreements"),
            Reference(idColumn: "product_id", externalColumn: "product_external_id", target: "products"),
        ],
        columns: [
            .key("agreement_external_id", "The agreement's id in the PSA.") { $0.agreementExternalID },
            .key("product_external_id", "The product's id in the PSA.") { $0.productExternalID },
            .text("name", "What the line says.") { $0.name },
            .numeric("quantity", "How many the agreement names.") { $0.quantity },
            .numeric("billed_quantity", "How many are charged.") { $0.billedQuantity },
            .numeric("included_quantity", "How many the agreement includes without a charge.") { $0.includedQuantity },
            .money("unit_price", "The price of one, for one billing cycle.") { $0.unitPrice },
            .money("unit_cost", "What one costs the MSP.") { $0.unitCost },
            .text("currency", "ISO 4217 code of the amounts' currency (\"USD\").") { $0.currency },
            .date("starts_on", "Its first day.") { $0.startsOn },
            .date("ends_on", "Its last day; null where it runs on.") { $0.endsOn },
        ])
}
