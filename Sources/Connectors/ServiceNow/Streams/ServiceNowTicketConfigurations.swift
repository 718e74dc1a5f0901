import Inventory

extension ServiceNowStreams {
    /// The table is inferred; an instance without it has the main items alone.
    private static func links(_ classes: [String]) -> ServiceNowTable {
        ServiceNowTable(
            name: "task_ci", fields: ["task", "task.sys_class_name", "ci_item"],
            condition: "task.sys_class_nameIN\(classes.joined(separator: ","))", isOptional: true)
    }

    /// A ticket's own column has the main item, a table of its own the others and often that too. A main item that is
    /// taken off a ticket shows in the sweep.
    static let ticketConfigurations = Stream(
        description: StreamDescription(
            name: "ticket_configurations", calls: tables(ofTickets + ["task_ci", "sys_db_object"]),
            entity: TicketConfiguration.entity.description, reading: byUpdated,
            deletion: .absence, endOfList: endOfList, period: .minutes(15))
    ) { (reader, request, position) async throws(ConnectorError) in
        let classes = try await reader.known.family(of: reader.options.ticketTables)
        let tickets = reader.options.ticketTables.map {
            ServiceNowTable(name: $0, fields: ["cmdb_ci"], condition: "cmdb_ciISNOTEMPTY")
        }
        return try await reader.list([links(classes)] + tickets, request, at: position) { (_, table) in
            { (row) throws(UnusableRecord) in try link(row, table, classes) }
        }
    }

    private static func link(
        _ row: ServiceNowRow, _ table: ServiceNowTable, _ classes: [String]
    ) throws(UnusableRecord) -> SourceRecord? {
        let isMain = table.name != "task_ci"
        if let other = row.text("task.sys_class_name"), !classes.contains(other) { return nil }
        let ticket = try row.required(isMain ? "sys_id" : "task")
        // A link whose item is gone is none.
        guard let item = row.text(isMain ? "cmdb_ci" : "ci_item") else { return nil }
        var link = TicketConfiguration()
        link.ticketExternalID = ticket
        link.configurationExternalID = item
        return SourceRecord(link, externalID: "\(ticket):\(item)")
    }
}
