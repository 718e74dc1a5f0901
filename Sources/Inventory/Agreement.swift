/// A contract with a company.
public struct Agreement: InventoryRecord, Hashable {
    public var companyExternalID: String?
    public var name: String?
    public var kindLabel: String?
    public var status: AgreementStatus?
    public var statusLabel: String?
    public var startsOn: CalendarDate?
    public var endsOn: CalendarDate?
    public var amount: DecimalText?
    public var monthlyAmount: DecimalText?
    public var currency: String?
    public var billingCycle: BillingCycle?
    public var billingCycleLabel: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Agreement>(
        "agreements", singular: "agreement", side: .psa, group: .agreements,
        meaning: "A contract with a company: what it pays, how often, from when to when.",
        hasBrake: true,
        hasHistory: true,
        references: [
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies")
        ],
        columns: [
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .key("name", "The agreement's name.") { $0.name },
            .text("kind_label", "The PSA's type of agreement, in its own words.") { $0.kindLabel },
            .choice("status", "Where it stands.") { $0.status },
            .text("status_label", "The vendor's own word for status.") { $0.statusLabel },
            .date("starts_on", "Its first day.") { $0.startsOn },
            .date("ends_on", "Its last day; null where it runs on.") { $0.endsOn },
            .money("amount", "What the vendor states as its amount, for one billing cycle.") { $0.amount },
            .money(
                "monthly_amount", "What it brings in a month, lines included, whatever the cycle."
            ) { $0.monthlyAmount },
            .text("currency", "ISO 4217 code of the amounts' currency (\"USD\").") { $0.currency },
            .choice("billing_cycle", "How often it is billed.") { $0.billingCycle },
            .text("billing_cycle_label", "The vendor's own word for billing_cycle.") { $0.billingCycleLabel },
        ])
}
