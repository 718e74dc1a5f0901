/// Something that an RMM's monitoring raised.
public struct Alert: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var organizationExternalID: String?
    public var severity: AlertSeverity?
    public var severityLabel: String?
    public var category: String?
    public var conditionName: String?
    public var message: String?
    public var status: AlertStatus?
    public var statusLabel: String?
    public var raisedAt: Timestamp?
    public var resolvedAt: Timestamp?
    public var ticketExternalID: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Alert>(
        "alerts", singular: "alert", side: .rmm, group: .alerts,
        meaning: "Something that the RMM's monitoring raised. Resolved ones stay for the tenant's retention.",
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices"),
            Reference(idColumn: "organization_id", externalColumn: "organization_external_id", target: "organizations"),
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .key("organization_external_id", "The organisation's id in the RMM.") { $0.organizationExternalID },
            .choice("severity", "How grave it is, on one scale for all vendors.") { $0.severity },
            .text("severity_label", "The vendor's own word for severity.") { $0.severityLabel },
            .text("category", "The vendor's category of the condition.") { $0.category },
            .text("condition_name", "The monitor or condition that raised it.") { $0.conditionName },
            .text("message", "What happened, in the vendor's words.") { $0.message },
            .choice(
                "status", "Open, or resolved: reported cleared, or gone from the vendor's whole list of open alerts."
            ) { $0.status },
            .text("status_label", "The vendor's own word for status.") { $0.statusLabel },
            .timestamp("raised_at", "When it was raised.") { $0.raisedAt },
            .timestamp("resolved_at", "When it was resolved, where the vendor tells.") { $0.resolvedAt },
            .key(
                "ticket_external_id",
                """
                The PSA's id of the ticket that the RMM made for it: joins to tickets.external_id.
                """
            ) { $0.ticketExternalID },
        ])
}
