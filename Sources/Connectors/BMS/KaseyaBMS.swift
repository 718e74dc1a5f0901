public import Inventory
import JSON

/// Kaseya BMS (once Vorex; the same API serves Pulseway PSA), API 2.0: one tenant an MSP on a host of its region.
public struct KaseyaBMS: Connector {
    public static let vendor = Vendor(
        id: "kaseya-bms", name: "Kaseya BMS", side: .psa, credentialFields: ["username", "password", "tenant"],
        rights: """
            An API-only employee without single sign-on and without a second factor, whose time zone is best UTC, and a \
            security role that may view CRM accounts and contacts, service desk tickets of all queues, hardware assets, \
            time logs, contracts, and the finance services and lists under Admin. Queue access and the security scope \
            make lists silently shorter. The tenant is the company's name as My Settings shows it.
            """,
        settings: BMSOptions.meanings, budget: BMSBudget.description,
        notAvailable: [
            "ticket_configurations": """
            A ticket has one hardware asset at most: it stands in the ticket's own configuration_id.
            """,
            "opportunities": "The reference of BMS's API 2.0 that this connector was made from has no opportunities.",
            "tickets.merged_into_external_id": """
            Only the activities of a merged ticket say that it was merged, and not into which.
            """,
            "tickets.parent_ticket_external_id": "Related tickets are told by a call a ticket, without their relation.",
            "tickets.alert_external_id": """
            The list of tickets has no reference to an alert, and what the single ticket's RmmTicketReference holds is \
            not documented.
            """,
            "time_entries.agreement_external_id": "A time log does not name its contract.",
            "time_entries.hourly_rate": "A time log has no rate.",
            "configurations.installed_on": "A hardware asset has no date of installation.",
            "agreements.monthly_amount": """
            What a contract's billing price covers (lines, quantities) is not documented, so no month can be worked out.
            """,
            "agreements.currency": "Neither contracts nor services name a currency.",
            "agreement_lines.quantity": "The lists of contract lines have no quantities.",
            "products.sku": "A service has no SKU.",
        ])

    public static let streams = BMSStreams.all.descriptions

    private let reader: BMSReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try BMSReader(context) }

    /// Who we are is asked for: the least call that needs the token, and the same that tells the clock.
    public func test() async throws(ConnectorError) {
        let answer = try await reader.client.get("/v2/security/userinfo")
        guard answer.json.object != nil else { throw .malformedAnswer("the user's own record is no record") }
    }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await BMSStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await BMSStreams.all.record(of: stream, reader, externalID: externalID)
    }

    /// How far an RMM job has come, asked for where its family is. That it was queued says nothing of that.
    public func status(of job: BMSJob) async throws(ConnectorError) -> BMSJobStatus {
        BMSJobStatus(try await reader.client.get(job.path).json, of: job)
    }
}
