/// A ticket of a PSA's service desk or project board.
public struct Ticket: InventoryRecord, Hashable {
    public var number: String?
    public var recordKind: TicketRecordKind?
    public var recordKindLabel: String?
    public var summary: String?
    public var description: String?
    public var descriptionHtml: String?
    public var statusCategory: TicketStatusCategory?
    public var statusLabel: String?
    public var priority: TicketPriority?
    public var priorityLabel: String?
    public var kindLabel: String?
    public var queueLabel: String?
    public var sourceLabel: String?
    public var companyExternalID: String?
    public var companySiteExternalID: String?
    public var contactExternalID: String?
    public var configurationExternalID: String?
    public var agreementExternalID: String?
    public var parentTicketExternalID: String?
    public var alertExternalID: String?
    public var mergedIntoExternalID: String?
    public var subtypeLabel: String?
    public var slaLabel: String?
    public var assigneeName: String?
    public var openedAt: Timestamp?
    public var firstRespondedAt: Timestamp?
    public var respondDueAt: Timestamp?
    public var dueAt: Timestamp?
    public var resolvedAt: Timestamp?
    public var closedAt: Timestamp?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Ticket>(
        "tickets", singular: "ticket", side: .psa, group: .tickets,
        meaning: "A ticket of the PSA's service desk or of a project.",
        hasBrake: true, hasCustomFields: true,
        references: [
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies"),
            Reference(idColumn: "company_site_id", externalColumn: "company_site_external_id", target: "company_sites"),
            Reference(idColumn: "contact_id", externalColumn: "contact_external_id", target: "contacts"),
            Reference(
                idColumn: "configuration_id", externalColumn: "configuration_external_id", target: "configurations"),
            Reference(idColumn: "agreement_id", externalColumn: "agreement_external_id", target: "agreements"),
            Reference(idColumn: "parent_ticket_id", externalColumn: "parent_ticket_external_id", target: "tickets"),
        ],
        columns: [
            .key("number", "The number that people quote.") { $0.number },
            .choice("record_kind", "Which sort of record it is in the PSA.") { $0.recordKind },
            .text("record_kind_label", "The vendor's own word for record_kind.") { $0.recordKindLabel },
            .text("summary", "The ticket's title.") { $0.summary },
            .text("description", "The first description as plain text.") { $0.description },
            .text(
                "description_html", "The first description as HTML, where the PSA keeps it so."
            ) { $0.descriptionHtml },
            .choice(
                "status_category",
                """
                Where it stands: open (someone of the MSP must act), waiting (on the customer, a vendor or a date), \
                closed.
                """
            ) { $0.statusCategory },
            .text("status_label", "The PSA's own status name.") { $0.statusLabel },
            .choice("priority", "How urgent it is, on one scale for all vendors.") { $0.priority },
            .text("priority_label", "The vendor's own word for priority.") { $0.priorityLabel },
            .text("kind_label", "The PSA's ticket type, in its own words.") { $0.kindLabel },
            .text("queue_label", "The board or queue it lies on.") { $0.queueLabel },
            .text(
                "source_label", "How it came in (e-mail, telephone, portal, monitoring), in the PSA's own words."
            ) { $0.sourceLabel },
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .key("company_site_external_id", "The site's id in the PSA.") { $0.companySiteExternalID },
            .key("contact_external_id", "The contact's id in the PSA.") { $0.contactExternalID },
            .key(
                "configuration_external_id",
                """
                The id in the PSA of the first or main configuration item; ticket_configurations has all.
                """
            ) { $0.configurationExternalID },
            .key("agreement_external_id", "The agreement's id in the PSA.") { $0.agreementExternalID },
            .key(
                "parent_ticket_external_id", "The id in the PSA of the ticket that this one is a child of."
            ) { $0.parentTicketExternalID },
            .key(
                "alert_external_id", "The RMM's id of the alert that made it: joins to alerts.external_id."
            ) { $0.alertExternalID },
            .key(
                "merged_into_external_id", "The id in the PSA of the ticket that this one was merged into."
            ) { $0.mergedIntoExternalID },
            .text("subtype_label", "The PSA's sub-type, in its own words.") { $0.subtypeLabel },
            .text("sla_label", "The name of the service level it is held to.") { $0.slaLabel },
            .text("assignee_name", "The MSP's person who owns it.") { $0.assigneeName },
            .timestamp("opened_at", "When it was opened.") { $0.openedAt },
            .timestamp("first_responded_at", "When the MSP first answered.") { $0.firstRespondedAt },
            .timestamp(
                "respond_due_at", "When the first answer was or is due by the service level."
            ) { $0.respondDueAt },
            .timestamp("due_at", "When the solution was or is due.") { $0.dueAt },
            .timestamp("resolved_at", "When it was solved.") { $0.resolvedAt },
            .timestamp("closed_at", "When it was closed.") { $0.closedAt },
        ])
}
