/// Several lists that are read one after the other as one: those in use and those that are not, or what moved by one
/// date and by another. What stands in two of them is told twice, which costs nothing.
struct BMSWalk: Sendable {
    private let queries: [BMSQuery]
    private let number: Int
    private let isProven: Bool
    private let within: ReadPosition?
    private let paging = BMSPaging()

    /// - Parameter queries: the same for each page of a read.
    init(_ queries: [BMSQuery], at position: ReadPosition?) {
        self.queries = queries
        let fields = position?.fields ?? [:]
        number = min(fields["query"].flatMap { Int($0) } ?? 0, queries.count - 1)
        isProven = fields["unproven"] == nil
        within = fields["page"] == nil ? nil : position
    }

    /// The list that is read now, and the page of it to ask for.
    var query: BMSQuery { queries[number] }
    var page: Int { paging.page(within) }

    /// Where to go on after a page; nil at the end of the last list. And whether all of all lists was then seen.
    func step(_ event: BMSPaging.Event) throws(ConnectorError) -> (next: ReadPosition?, provesWhole: Bool) {
        let outcome = try paging.step(within, event)
        guard outcome.step.isEnd else { return (place(outcome.step.position, number, isProven), false) }
        let isProven = isProven && outcome.provesWhole
        if number + 1 < queries.count { return (place(nil, number + 1, isProven), false) }
        return (nil, isProven)
    }

    private func place(_ position: ReadPosition?, _ number: Int, _ isProven: Bool) -> ReadPosition {
        var place = position ?? ReadPosition([:])
        place.fields["query"] = String(number)
        place.fields["unproven"] = isProven ? nil : "yes"
        return place
    }
}
