import Inventory

/// The streams of HaloPSA, a file each.
enum HaloStreams {
    typealias Stream = VendorStream<HaloReader>

    /// Lookups first, since names of everything else are read by them; parents before children.
    static let all = VendorStreams<HaloReader>(
        "HaloPSA",
        [
            lookups, companies, companySites, contacts, configurations, configurationDetails, agreements,
            agreementDetails, tickets, ticketDetails, ticketConfigurations, ticketNotes, timeEntries, products,
            opportunities,
        ])

    /// Filtered by a moment, where the list keeps to it; inclusive, in UTC.
    static let byLastUpdate = Reading.incremental(
        field: "lastupdatefromdate", precision: .seconds(1), isInclusive: true)

    /// The end as the sheet has it (Pagination).
    static let endOfList = """
        As many rows as record_count tells, or an empty page; a list of several pages is read until it has shown the same \
        twice (Pagination).
        """
    static let endOfChildren = "The list of a ticket's actions comes whole, up to a thousand of them (Pagination)."
    static let endOfRecord = "One record by its id."
    static let endOfArrays = "Bare arrays, which know no pages (Pagination)."

    /// All columns of an entity but those that a call by id has to be made for.
    static func columns(of entity: EntityDescription, but others: Set<String>) -> Set<String> {
        Set(entity.columns.map(\.name)).subtracting(others)
    }
}
