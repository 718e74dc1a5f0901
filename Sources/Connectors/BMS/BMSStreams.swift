import Inventory

/// The streams of BMS, a file each.
enum BMSStreams {
    typealias Stream = VendorStream<BMSReader>

    /// Parents before children.
    static let all = VendorStreams<BMSReader>(
        "Kaseya BMS",
        [
            companies, contacts, companySites, configurations, configurationDetails, agreements, products,
            agreementLines, tickets, ticketNotes, timeEntries, lookups,
        ])

    /// By which clock dates are is asked for by whichever stream comes first.
    static let userInfo = "/v2/security/userinfo"

    /// How filters compare (`from` itself or after it) is not established.
    static let byModifiedOn = Reading.incremental(field: "modifiedOn", precision: .seconds(1), isInclusive: false)

    /// The ends as the sheet has them (Pagination).
    static let endByTotal = """
        Numbered pages with a total: where as many rows were seen as it says, and it never moved (Pagination).
        """
    static let endByEmptyPage = "Numbered pages without a total: the first empty page (Pagination)."

    /// What a list gives unasked is not established: those in use and those that are not are asked for one after the
    /// other. Of what moved, new things too: whether they have a date of change yet is not established.
    static func inAndOutOfUse(_ path: String, since: String?) -> [BMSQuery] {
        [true, false].flatMap { isActive in
            let query = BMSQuery(path: path).with("IsActive", .flag(isActive))
            guard let since else { return [query] }
            return ["ModifiedOnFrom", "CreatedOnFrom"].map { query.with($0, .text(since)) }
        }
    }
}
