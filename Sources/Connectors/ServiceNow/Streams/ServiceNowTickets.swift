import Inventory

extension ServiceNowStreams {
    private static let taskFields = [
        "number", "short_description", "description", "state", "hold_reason", "priority", "impact", "urgency",
        "severity", "escalation", "category", "subcategory", "contact_type", "assignment_group", "assigned_to",
        "company", "location", "cmdb_ci", "cmdb_ci.company", "business_service", "service_offering", "parent",
        "opened_at", "opened_by", "resolved_at", "closed_at", "close_code", "resolution_code", "active", "made_sla",
        "due_date", "sla_due", "follow_up", "time_worked", "reassignment_count", "reopen_count", "sys_mod_count",
        "correlation_id", "correlation_display",
    ]
    private static let ofIncidents = ["caller_id", "caller_id.company", "parent_incident", "problem_id", "caused_by"]
    private static let ofCases = [
        "contact", "contact.company", "account", "consumer", "contract", "entitlement", "product",
    ]

    /// Each sort of ticket from its own table: the base table `task` has the columns of all alone. Names that a table
    /// does not have are left out of its answers.
    static func ticketTables(_ options: ServiceNowOptions) -> [ServiceNowTable] {
        options.ticketTables.map { name in
            let own =
                name == "incident" ? ofIncidents : name == ServiceNowOptions.cases ? ofCases : ofIncidents + ofCases
            return ServiceNowTable(name: name, fields: taskFields + own)
        }
    }

    static let tickets = Stream(
        description: StreamDescription(
            name: "tickets", calls: tables(ofTickets + ["core_company"], isAudited: true),
            entity: Ticket.entity.description, reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, period: .minutes(5)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(ticketTables(reader.options), id) { (rows, table) async throws(ConnectorError) in
                try await ticketMapping(reader, rows, table)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            ticketTables(reader.options), request, at: position,
            gone: { SourceRecord(Ticket(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) },
            prepare: { (rows, table) async throws(ConnectorError) in try await ticketMapping(reader, rows, table) })
    }

    private static func ticketMapping(
        _ reader: ServiceNowReader, _ rows: [ServiceNowRow], _ table: ServiceNowTable
    ) async throws(ConnectorError) -> ServiceNowReader.Mapping {
        let owners = try await reader.owners(of: rows)
        return { (row) throws(UnusableRecord) in
            try ServiceNowTicket(row: row, table: table.name, owners: owners).record(reader.options.customColumns)
        }
    }
}
