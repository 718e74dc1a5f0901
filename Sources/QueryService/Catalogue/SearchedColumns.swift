/// Where `q=` looks, table by table: what a person would type to find a row.
enum SearchedColumns {
    static func of(_ table: String) -> [String] { columns[table] ?? [] }

    private static let columns: [String: [String]] = [
        "organizations": ["name"], "sites": ["name", "city"],
        "devices": ["hostname", "display_name", "serial_number", "last_user", "owner_name", "owner_email"],
        "software": ["name", "publisher"], "patches": ["kb", "title"], "backups": ["product", "job_name", "message"],
        "alerts": ["condition_name", "category", "message"], "companies": ["name", "identifier"],
        "company_sites": ["name", "city"], "contacts": ["first_name", "last_name", "email", "phone"],
        "tickets": ["number", "summary", "description"], "ticket_notes": ["body", "author_name"],
        "time_entries": ["notes", "member_name"], "configurations": ["name", "serial_number", "model"],
        "agreements": ["name"], "agreement_lines": ["name"], "products": ["name", "sku"], "opportunities": ["name"],
        "lookups": ["name"], "machines": ["hostname", "serial_number"],
    ]
}

extension Resource {
    /// The columns that `q=` looks in; none: the table does not take it.
    var searched: [Field] { SearchedColumns.of(name).compactMap { field($0) } }
}
