import Inventory

/// The streams of the PSA, a file each.
enum PSAStreams {
    typealias Stream = VendorStream<PSAReader>

    /// Parents before children. Only what a stream is read by must come first: rights are given by module, and a
    /// member that may not see agreements still reads tickets, whose references are linked when their targets come.
    static let all = VendorStreams<PSAReader>(
        "ConnectWise PSA",
        [
            companies, companySites, contacts, configurations, agreements, tickets, projectTickets,
            ticketConfigurations, ticketNotes, ticketDetails, timeEntries, products, agreementLines, agreementAmounts,
            opportunities,
            lookups,
        ])

    /// Filtered by `_info/lastUpdated`: whole seconds, and we ask with `>=`.
    static let byLastUpdated = Reading.incremental(field: "lastUpdated", precision: .seconds(1), isInclusive: true)

    /// The end as the sheet has it (Pagination).
    static let endOfList = """
        Forward-only mode: the Link header is there without a next page. Where an endpoint sends no such header, the \
        list is read by id > last until a page is empty (Pagination).
        """
    static let endOfChildren = """
        By page number: no next page in the Link header, or without the header a page that is not full (Pagination).
        """
}
