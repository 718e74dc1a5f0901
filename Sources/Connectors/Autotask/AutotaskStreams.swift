import Inventory

/// The streams of Autotask, a file each.
enum AutotaskStreams {
    typealias Stream = VendorStream<AutotaskReader>

    /// Parents before children. Nothing must come first: every entity has a list of its own (trap 2), and references are
    /// linked when their targets come.
    static let all = VendorStreams<AutotaskReader>(
        "Autotask",
        [
            companies, companySites, contacts, configurations, agreements, tickets, mainTicketConfigurations,
            additionalTicketConfigurations, ticketNotes, timeEntries, products, services, serviceBundles,
            contractServices, contractServiceBundles, opportunities, lookups,
        ])

    /// By the entity's own field of change: to the millisecond, and we ask with `gte`.
    static func incremental(_ list: AutotaskList) -> Reading {
        .incremental(field: list.changed ?? "", precision: .milliseconds(1), isInclusive: true)
    }

    /// The paths of lists, and of one entity's pick lists.
    static func calls(_ lists: AutotaskEntity..., fields: AutotaskEntity? = nil) -> [String] {
        lists.map(\.queryCall) + [fields?.fieldsCall].compactMap(\.self)
    }

    /// The end as the sheet has it (Pagination).
    static let endOfList = """
        No nextPageUrl beside a page that is not full; each page is asked for behind the greatest id of the one before \
        (Pagination).
        """
}
