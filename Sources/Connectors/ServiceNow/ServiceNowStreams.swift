import Inventory

/// The streams of ServiceNow, a file each.
enum ServiceNowStreams {
    typealias Stream = VendorStream<ServiceNowReader>

    /// Parents before children.
    static let all = VendorStreams<ServiceNowReader>(
        "ServiceNow",
        [
            companies, companyAccounts, companySites, contacts, configurations, agreements, agreementLines, tickets,
            ticketConfigurations, ticketNotes, timeEntries, lookups,
        ])

    /// Whole seconds, asked for with `>=`, since a bulk update stamps hundreds of rows with one.
    static let byUpdated = Reading.incremental(field: "sys_updated_on", precision: .seconds(1), isInclusive: true)

    static let endOfList = """
        In the order of sys_id, each page beyond the last id: the end is where X-Total-Count tells of no more than came. \
        Rows that were counted and did not come are hidden by access rules, and then nothing is proven (Pagination).
        """

    /// The usual tables of tickets; a setting may name others.
    static let ofTickets = ["incident", ServiceNowOptions.cases]

    /// The paths of tables.
    /// - Parameter isAudited: with those by which deletions are found.
    static func tables(_ names: [String], isAudited: Bool = false) -> [String] {
        (names + (isAudited ? ["sys_db_object", "sys_audit_delete"] : [])).map { "/api/now/v2/table/\($0)" }
    }
}
