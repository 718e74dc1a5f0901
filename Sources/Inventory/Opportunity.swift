/// A sale in the making.
public struct Opportunity: InventoryRecord, Hashable {
    public var companyExternalID: String?
    public var name: String?
    public var status: OpportunityStatus?
    public var statusLabel: String?
    public var stageLabel: String?
    public var probability: DecimalText?
    public var ownerName: String?
    public var amount: DecimalText?
    public var currency: String?
    public var expectedCloseOn: CalendarDate?
    public var closedOn: CalendarDate?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Opportunity>(
        "opportunities", singular: "opportunity", side: .psa, group: .opportunities,
        meaning: "A sale in the making, and what became of it.",
        references: [
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies")
        ],
        columns: [
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .text("name", "The opportunity's name.") { $0.name },
            .choice("status", "Whether it is open, won or lost.") { $0.status },
            .text("status_label", "The vendor's own word for status.") { $0.statusLabel },
            .text("stage_label", "Its stage in the PSA's own words.") { $0.stageLabel },
            .numeric("probability", "The chance of winning it, in percent (0 to 100).") { $0.probability },
            .text("owner_name", "The MSP's person who works on it.") { $0.ownerName },
            .money("amount", "What it would bring.") { $0.amount },
            .text("currency", "ISO 4217 code of the amounts' currency (\"USD\").") { $0.currency },
            .date("expected_close_on", "The day it is expected to be decided.") { $0.expectedCloseOn },
            .date("closed_on", "The day it was won or lost.") { $0.closedOn },
        ])
}
