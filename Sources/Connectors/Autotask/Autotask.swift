public import Inventory

/// Autotask PSA, Datto's and Kaseya's: one cloud in numbered zones, one shape for all of its entities.
public struct Autotask: Connector {
    public static let vendor = Vendor(
        id: "autotask", name: "Autotask", side: .psa,
        credentialFields: ["username", "secret", "integration_code"],
        rights: """
            A user of the licence type "API User (API-only)" with its tracking identifier, and a security level that \
            may read all of CRM, Inventory, Contracts and Service Desk, other people's time that is not billable, and \
            deleted-ticket logs. A level that hides rows or whole modules makes lists silently shorter or empty.
            """,
        settings: AutotaskOptions.meanings,
        budget: budget, notAvailable: notAvailable)

    /// 10,000 requests an hour, shared by everything that calls this tenant's database: we keep to less than half of it,
    /// and ask how much is used (``AutotaskThreshold``). Three calls at once of an entity are the limit; two leave one
    /// for a call that we have given up and that still runs.
    private static let budget = BudgetDescription(
        callsPerMinute: 80, concurrentCalls: 8,
        parts: AutotaskEntity.allCases.map {
            // Behind the zone's folder and the version, however they are spelled.
            .init(.endpoint($0.rawValue.lowercased(), paths: ["/*/*/\($0.rawValue)/"]), concurrentCalls: 2)
        })

    private static let notAvailable = [
        "tickets.description_html": "Autotask gives the plain-text version of its rich text alone.",
        "tickets.merged_into_external_id": "A ticket does not say into which other one it was merged.",
        "time_entries.company_external_id": "An entry names its ticket, and the ticket its company.",
        "time_entries.hourly_rate": "An entry names a role, and not at which rate it is billed.",
        "time_entries.billing_label": "An entry is billable or not; there are no billing options with names.",
        "configurations.status_label": "A configuration item is active or not; it has no status.",
        "configurations.purchased_on": "A configuration item has no date of purchase.",
        "agreements.amount": "A contract has no amount of its own: see agreement_lines.",
        "agreements.monthly_amount":
            "A contract has no amount, and its lines do not say which time their prices are for.",
        "agreements.billing_cycle": "A contract has no billing cycle of its own.",
        "agreements.currency": "Records do not name the currency of their amounts.",
        "agreement_lines.currency": "Records do not name the currency of their amounts.",
        "agreement_lines.billed_quantity": "Only the units of a period are told.",
        "agreement_lines.included_quantity": "Only the units of a period are told.",
        "agreement_lines.starts_on": "A contract's service has no dates; its periods have.",
        "agreement_lines.ends_on": "A contract's service has no dates; its periods have.",
        "products.currency": "Records do not name the currency of their amounts.",
        "opportunities.currency": "Records do not name the currency of their amounts.",
    ]

    public static let streams = AutotaskStreams.all.descriptions

    private let reader: AutotaskReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try AutotaskReader(context) }

    public func test() async throws(ConnectorError) { try await reader.client.prove() }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await AutotaskStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await AutotaskStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
