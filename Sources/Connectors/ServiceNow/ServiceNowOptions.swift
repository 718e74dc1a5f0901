/// A connection's own settings.
struct ServiceNowOptions: Sendable, Hashable {
    /// The tables whose rows are tickets.
    let ticketTables: [String]
    let configurationTables: [String]
    /// The RMM whose device ids stand in configuration items; ServiceNow does not say.
    let rmmVendor: String?
    let rmmColumn: String
    /// Whether notes come from the tickets' own columns, all of a ticket in one, since the journal may not be read.
    let notesAreOnTickets: Bool
    /// Custom columns that may be stored.
    let customColumns: [String]

    static let cases = "sn_customerservice_case"
    static let usualConfigurationTables = [
        "cmdb_ci_computer", "cmdb_ci_netgear", "cmdb_ci_printer", "cmdb_ci_vm_instance", "cmdb_ci_handheld_computing",
    ]

    static let meanings = [
        ServiceNowAuthentication.setting: ServiceNowAuthentication.meaning,
        "ticket_tables": """
        The tables whose rows are tickets, comma separated: incident (usual), sn_customerservice_case, or both; a \
        table of your own that extends task may stand here too.
        """,
        "configuration_tables": """
        The tables of configuration items, comma separated, each with all that extend it. Usual: \
        \(usualConfigurationTables.joined(separator: ", ")). None may extend another.
        """,
        "rmm_vendor":
            "The RMM whose device ids stand in configuration items (as in ninjaone); ServiceNow does not say.",
        "rmm_id_column": "The column of a configuration item with the RMM's device id; correlation_id unless given.",
        "notes": """
        journal (usual) reads notes one by one from sys_journal_field, which takes rights of its own; tickets reads \
        them from the tickets themselves, all of a ticket's comments as one note and all of its work notes as another.
        """,
        "custom_fields": "Custom columns (u_…, x_…) that may be stored, comma separated, by their names.",
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        ticketTables = try Self.names("ticket_tables", settings, usual: ["incident"])
        configurationTables = try Self.names(
            "configuration_tables", settings, usual: Self.usualConfigurationTables)
        rmmVendor = Cleaned.text(settings["rmm_vendor"])
        rmmColumn = try Self.names("rmm_id_column", settings, usual: ["correlation_id"])[0]
        customColumns = AllowedFields(settings).names.filter { Self.isName($0) && Self.isCustom($0) }
        switch settings["notes"] ?? "journal" {
        case "journal": notesAreOnTickets = false
        case "tickets": notesAreOnTickets = true
        case let other: throw .misconfigured("notes must be journal or tickets, not '\(other)'")
        }
    }

    /// Columns that the customer or an application has added: they may hold anything.
    static func isCustom(_ column: String) -> Bool { column.hasPrefix("u_") || column.hasPrefix("x_") }

    /// Names go into queries, where a stray sign would change what is asked.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    private static func names(
        _ setting: String, _ settings: [String: String], usual: [String]
    ) throws(ConnectorError) -> [String] {
        let given = (settings[setting] ?? "").split(separator: ",").compactMap { Cleaned.text(String($0)) }
        guard given.allSatisfy(isName) else {
            throw .misconfigured("\(setting) must be names of tables or columns (a to z, digits, _)")
        }
        return given.isEmpty ? usual : given
    }
}
