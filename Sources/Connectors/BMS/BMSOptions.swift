import Foundation

/// A connection's own settings.
struct BMSOptions: Sendable, Hashable {
    /// The RMM whose agents' ids stand in hardware assets; BMS does not say.
    var rmmVendor: String?
    /// The generic tables that hold lists of lookups: kind to name.
    var lookupTables: [(kind: String, table: String)] { tables.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    /// The zone of dates without one, where a person has said it.
    var zone: TimeZone?
    private let tables: [String: String]

    static let meanings = [
        BudgetDescription.hourly:
            "How many calls an hour BMS grants for each endpoint, where that is not the usual 1,500.",
        "custom_fields": """
        Names of tickets' custom fields that may be stored, comma separated. They cost a call for each ticket, of which \
        BMS allows 1,500 an hour.
        """,
        "rmm_vendor": "The RMM that keeps the hardware assets' agent ids (as in kaseya-vsa-x); BMS does not say.",
        "timezone": """
        The zone of the API user (as in Europe/London), by whose clock BMS may write its dates. Without it the user's \
        own record is compared with the server's clock.
        """,
        "lookup_tables": """
        Names of BMS's generic tables that hold lists of its own, as in ticket_type=TicketType,note_type=NoteType. \
        Kaseya does not publish them. Without a table, types and sources of tickets are learned from tickets, and types \
        of notes are not listed.
        """,
    ]

    /// What can be learned from tickets where no table is named.
    static let learned = ["ticket_type", "ticket_source"]

    init(_ settings: [String: String]) throws(ConnectorError) {
        rmmVendor = Cleaned.text(settings["rmm_vendor"])
        if let name = Cleaned.text(settings["timezone"]) {
            guard let zone = TimeZone(identifier: name) else {
                throw .misconfigured("timezone is no zone's name, as in Europe/London: '\(name)'")
            }
            self.zone = zone
        }
        var tables: [String: String] = [:]
        for entry in (settings["lookup_tables"] ?? "").split(separator: ",") {
            let parts = entry.split(separator: "=").compactMap { Cleaned.text(String($0)) }
            guard parts.count == 2 else {
                throw .misconfigured("lookup_tables takes kind=table, comma separated, not '\(entry)'")
            }
            tables[parts[0]] = parts[1]
        }
        self.tables = tables
    }

    /// The kinds that are to be learned from tickets.
    var kindsToLearn: [String] { Self.learned.filter { tables[$0] == nil } }
}
