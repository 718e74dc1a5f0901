/// Work that someone of the MSP recorded.
public struct TimeEntry: InventoryRecord, Hashable {
    public var ticketExternalID: String?
    public var companyExternalID: String?
    public var agreementExternalID: String?
    public var memberName: String?
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var durationMinutes: Int64?
    public var isBillable: Bool?
    public var billingLabel: String?
    public var hourlyRate: DecimalText?
    public var workTypeLabel: String?
    public var notes: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<TimeEntry>(
        "time_entries", singular: "time_entry", side: .psa, group: .timeEntries,
        meaning: "Work that someone of the MSP recorded, on a ticket or directly for a company.",
        references: [
            Reference(idColumn: "ticket_id", externalColumn: "ticket_external_id", target: "tickets"),
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies"),
            Reference(idColumn: "agreement_id", externalColumn: "agreement_external_id", target: "agreements"),
        ],
        columns: [
            .key("ticket_external_id", "The ticket's id in the PSA.") { $0.ticketExternalID },
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .key("agreement_external_id", "The agreement's id in the PSA.") { $0.agreementExternalID },
            .text("member_name", "Who worked.") { $0.memberName },
            .timestamp("started_at", "When the work began.") { $0.startedAt },
            .timestamp("ended_at", "When the work ended.") { $0.endedAt },
            .integer("duration_minutes", "Time worked, in minutes, breaks left out.") { $0.durationMinutes },
            .boolean("is_billable", "Whether the customer is charged for it.") { $0.isBillable },
            .text("billing_label", "The PSA's billing option, in its own words.") { $0.billingLabel },
            .money("hourly_rate", "The rate an hour, as the PSA states it.", group: .agreements) { $0.hourlyRate },
            .text("work_type_label", "The kind of work, in the PSA's own words.") { $0.workTypeLabel },
            .text("notes", "What was done.") { $0.notes },
        ])
}
