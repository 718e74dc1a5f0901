import Inventory

/// A stream of the PSA: what it is, and how a page of it is read.
struct PSAStream: Sendable {
    typealias ReadPage = @Sendable (PSAReader, ReadRequest, ReadPosition?) async throws(ConnectorError) -> Page
    typealias ReadOne = @Sendable (PSAReader, String) async throws(ConnectorError) -> SourceRecord?

    private(set) var description: StreamDescription
    let page: ReadPage
    /// One record by its id, where that can be had.
    let one: ReadOne?

    init(description: StreamDescription, one: ReadOne? = nil, page: @escaping ReadPage) {
        self.description = description
        self.description.canReadOne = one != nil
        self.one = one
        self.page = page
    }

    /// Parents before children. Only what a stream is read by must come first: rights are given by module, and a
    /// member that may not see agreements still reads tickets, whose references are linked when their targets come.
    static let all: [PSAStream] = [
        .companies, .companySites, .contacts, .configurations, .agreements, .tickets, .projectTickets,
        .ticketConfigurations,
        .ticketNotes, .ticketDetails, .timeEntries, .products, .agreementLines, .agreementAmounts, .opportunities,
        .lookups,
    ]

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

extension Duration {
    static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
    static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }
    static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }
}
