import Inventory

/// The choices of columns, as lookups. A table that has none of its own for a column has those of the base `task`.
struct ServiceNowChoices {
    let ticketTables: [String]

    init(_ ticketTables: [String]) { self.ticketTables = ticketTables }

    /// What tickets' columns are called among the lookups.
    private static let ofTickets = [
        "state": "ticket_status", "priority": "ticket_priority", "impact": "ticket_impact",
        "urgency": "ticket_urgency", "category": "ticket_type", "subcategory": "ticket_subtype",
        "contact_type": "ticket_source", "hold_reason": "ticket_hold_reason", "close_code": "ticket_close_code",
        "resolution_code": "ticket_close_code",
    ]

    /// Of one table alone.
    private static let others: [(table: String, element: String, kind: String)] = [
        ("task_time_worked", "category", "work_type"), ("cmdb_ci", "install_status", "configuration_status"),
        ("ast_contract", "state", "agreement_status"),
    ]

    /// Labels are localised: those of the language in which every instance begins.
    var table: ServiceNowTable {
        let names = (ticketTables + ["task"] + Self.others.map(\.table)).joined(separator: ",")
        let elements = Set(Self.ofTickets.keys).union(Self.others.map(\.element)).sorted().joined(separator: ",")
        return ServiceNowTable(
            name: "sys_choice",
            fields: ["name", "element", "value", "label", "language", "sequence", "dependent_value", "inactive"],
            condition: "nameIN\(names)^elementIN\(elements)^language=en", impossible: "name=-")
    }

    func records(_ rows: [ServiceNowRow]) -> [SourceRecord] {
        let english = rows.filter { $0.text("language") ?? "en" == "en" }
        let byColumn = Dictionary(grouping: english) { "\($0.text("name") ?? "").\($0.text("element") ?? "")" }
        let ofTickets = ticketTables.flatMap { table in
            Self.ofTickets.sorted { $0.key < $1.key }.flatMap { element, kind in
                let own = byColumn["\(table).\(element)"] ?? byColumn["task.\(element)"] ?? []
                return own.compactMap { record($0, kind, of: table) }
            }
        }
        let others = Self.others.flatMap { table, element, kind in
            (byColumn["\(table).\(element)"] ?? []).compactMap { record($0, kind, of: nil) }
        }
        return ticketTables.map(Self.record) + ofTickets + others
    }

    /// - Parameter table: the sort of ticket that it is for; ids are the table's own.
    private func record(_ row: ServiceNowRow, _ kind: String, of table: String?) -> SourceRecord? {
        guard let value = row.text("value"), let label = row.text("label") else { return nil }
        let dependent = kind == "ticket_subtype" ? row.text("dependent_value") : nil
        var lookup = Lookup()
        (lookup.kind, lookup.name, lookup.isActive) = (kind, label, row.flag("inactive").map { !$0 })
        lookup.parentExternalID = table.map { table in
            dependent.map { "ticket_type:\(table):\($0)" } ?? "ticket_table:\(table)"
        }
        let parts = [kind, table, dependent, value].compactMap { $0 }
        return SourceRecord(lookup, externalID: parts.joined(separator: ":"))
    }

    private static func record(of table: String) -> SourceRecord {
        var lookup = Lookup()
        lookup.kind = "ticket_table"
        lookup.name = table == "incident" ? "Incident" : table == ServiceNowOptions.cases ? "Case" : table
        lookup.isActive = true
        return SourceRecord(lookup, externalID: "ticket_table:\(table)")
    }
}
