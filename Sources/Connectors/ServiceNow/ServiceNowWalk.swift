/// Where a read stands that goes through several tables, and in the end through what was deleted from them.
struct ServiceNowWalk: Sendable {
    /// Of the stream's tables; beyond them the parts of the list of deletions.
    private(set) var place: Int
    private(set) var pager: ServiceNowPager
    /// Not all was seen of a table behind us.
    private var isPartial: Bool
    private(set) var hasRows: Bool
    /// The vendor's clock at the first page: later pages of a read by changes stop there.
    private(set) var until: String?

    init(_ position: ReadPosition?) {
        var fields = position?.fields ?? [:]
        place = fields.removeValue(forKey: "place").flatMap { Int($0) } ?? 0
        isPartial = fields.removeValue(forKey: "partial") != nil
        hasRows = fields.removeValue(forKey: "rows") != nil
        until = fields.removeValue(forKey: "until")
        pager = ServiceNowPager(fields)
    }

    /// Goes on in this table, or in the next.
    mutating func take(_ step: ServiceNowPager.Step, rows: Int, _ cost: CallCost) {
        hasRows = hasRows || rows > 0
        if until == nil, let date = cost.vendorDate { until = ServiceNowTable.literal(date) }
        switch step {
        case .next(let pager): self.pager = pager
        case .end(let isWhole): leave(isWhole: isWhole)
        }
    }

    mutating func leave(isWhole: Bool) {
        (place, pager) = (place + 1, ServiceNowPager())
        isPartial = isPartial || !isWhole
    }

    var isWhole: Bool { !isPartial }

    var position: ReadPosition {
        var fields = pager.fields
        fields["place"] = String(place)
        fields["partial"] = isPartial ? "yes" : nil
        fields["rows"] = hasRows ? "yes" : nil
        fields["until"] = until
        return ReadPosition(fields)
    }
}
