/// What a key may be allowed or denied, as `contracts.md` of the API names it.
public enum PermissionGroup: String, Sendable, Hashable, CaseIterable, Codable {
    case organizations, devices, software, patches, backups, alerts
    case companies, contacts, tickets
    case ticketNotes = "ticket_notes"
    case timeEntries = "time_entries"
    case configurations, agreements, products, opportunities, lookups
    case matches, changes, reports, syncs
    case vendorFields = "vendor_fields"
    case audit, automation, settings
}
