public import Inventory

/// ServiceNow through its Table API: incidents and customer-service cases, customers, their people, places and
/// configuration items, contracts. Every instance is customised; what is asked for here is the sheet's.
public struct ServiceNow: Connector {
    public static let vendor = Vendor(
        id: "servicenow", name: "ServiceNow", side: .psa, credentialFields: ["username", "password"],
        rights: """
            An integration user (web service access only, time zone GMT, a fixed locale) who may read core_company, \
            customer_account, cmn_location, sys_user, the ticket tables, task_ci, task_time_worked, the cmdb_ci tables, \
            ast_contract, service_entitlement, sys_choice, sys_user_group, sys_user_grmember and sys_db_object: roles \
            itil and asset, sn_customerservice_agent for cases, snc_platform_rest_api_access where the Table API's \
            access rule is active. Notes (sys_journal_field) and deletions (sys_audit_delete) take audit_viewer or \
            rules of their own: without them there are no notes, and what was deleted shows in the daily sweep alone. \
            Rules that hide rows or columns make lists silently shorter; while any row is hidden no sweep deletes.
            """,
        credentialChoice: ServiceNowAuthentication.choice, settings: ServiceNowOptions.meanings,
        // Limits are each customer's own; a node has few threads for its API, and the sheet suggests four at once.
        budget: BudgetDescription(callsPerMinute: 120, concurrentCalls: 4),
        notAvailable: [
            "products": "There is no catalogue of what is sold to customers; cmdb_model lists makers' models.",
            "opportunities": "Sales are no part of ServiceNow's service management.",
            "companies.is_active": "core_company has no column that says whether a company is in use.",
            "companies.account_manager_name": "No column of a company names one.",
            "tickets.sla_label": "Service levels stand in task_sla, several for a ticket; none of them is the one.",
            "tickets.first_responded_at": "No column keeps the first answer.",
            "tickets.respond_due_at": "Due times of answers stand in task_sla.",
            "tickets.merged_into_external_id": "Tickets are not merged; children are tied to a parent.",
            "tickets.alert_external_id": "No column ties a ticket to an RMM's alert.",
            "tickets.description_html": "Descriptions are plain text.",
            "time_entries.ended_at": "Only the day of the work and its length are kept.",
            "time_entries.is_billable": "task_time_worked has no billing option.",
            "time_entries.billing_label": "task_time_worked has no billing option.",
            "time_entries.hourly_rate": "task_time_worked has no rate.",
            "time_entries.agreement_external_id": "Time is on a task alone.",
            "agreement_lines.unit_price": "An entitlement has no price.",
            "agreement_lines.unit_cost": "An entitlement has no cost.",
            "agreement_lines.billed_quantity": "An entitlement does not say what is billed.",
            "agreement_lines.product_external_id": "An entitlement's product is in no list that is read.",
        ])

    public static let streams = ServiceNowStreams.all.descriptions

    private let reader: ServiceNowReader

    public init(_ context: ConnectorContext) throws(ConnectorError) { reader = try ServiceNowReader(context) }

    public func test() async throws(ConnectorError) { try await reader.prove() }

    public func page(
        of stream: String, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        try await ServiceNowStreams.all.page(of: stream, reader, request, at: position)
    }

    public func record(of stream: String, externalID: String) async throws(ConnectorError) -> SourceRecord? {
        try await ServiceNowStreams.all.record(of: stream, reader, externalID: externalID)
    }
}
