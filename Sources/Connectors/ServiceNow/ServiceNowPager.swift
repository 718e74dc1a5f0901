/// How a table is walked: in the order of `sys_id`, each page beyond the last one's last id, so that nothing that comes,
/// goes or changes meanwhile shifts it.
///
/// The limit counts before access rules: a page may be short or empty without being the last. `X-Total-Count` tells what
/// is left (of what is hidden too, it seems); where it agrees with what came, page by page, all was seen. Rows that were
/// counted and never came prove nothing gone.
struct ServiceNowPager: Sendable, Hashable {
    static let largestPage = 500
    static let smallestPage = 10

    /// The last id seen; nil on the first page.
    private(set) var after: String?
    /// Counted rows behind us that did not come, since a whole page of them was empty.
    private(set) var offset = 0
    /// What the page before left to come.
    private(set) var left: Int?
    private(set) var isHiding = false
    private(set) var size = Self.largestPage

    init(_ fields: [String: String] = [:]) {
        after = fields["after"]
        offset = fields["offset"].flatMap { Int($0) } ?? 0
        left = fields["left"].flatMap { Int($0) }
        isHiding = fields["hiding"] != nil
        size = fields["size"].flatMap { Int($0) } ?? Self.largestPage
    }

    /// As a checkpoint keeps it.
    var fields: [String: String] {
        var fields = ["size": String(size)]
        fields["after"] = after
        fields["offset"] = offset == 0 ? nil : String(offset)
        fields["left"] = left.map { String($0) }
        fields["hiding"] = isHiding ? "yes" : nil
        return fields
    }

    /// The encoded query, and what goes beside it.
    func parameters(_ conditions: [String]) -> [(String, String)] {
        let bound = after.map { ["sys_id>\($0)"] } ?? []
        let query = (conditions + bound + ["ORDERBYsys_id"]).joined(separator: "^")
        let skip = offset == 0 ? [] : [("sysparm_offset", String(offset))]
        return [("sysparm_query", query), ("sysparm_limit", String(size))] + skip
    }

    /// What a page told.
    struct Event: Sendable {
        /// The rows' ids; nil for a row that has none.
        var ids: [String?]
        /// `X-Total-Count`
        var total: Int?
        /// The `Link` header names a next page.
        var hasNext: Bool
    }

    enum Step: Sendable, Hashable {
        case next(ServiceNowPager)
        /// - Parameter isWhole: Every counted row came.
        case end(isWhole: Bool)
    }

    func step(_ event: Event) throws(ConnectorError) -> Step {
        if let after, event.ids.contains(after) {
            throw .positionLost("the list does not go on after \(after)")
        }
        guard let total = event.total else { return try uncounted(event) }
        // Fewer than the page before left: they went, or an access rule hides them.
        let isHiding = isHiding || offset > 0 || left.map { total < $0 } ?? false
        let came = Set(event.ids.compactMap { $0 }).count + event.ids.count { $0 == nil }
        if offset + came >= total { return .end(isWhole: !isHiding) }
        if came > 0 { return .next(try moved(event.ids, left: total - offset - came, isHiding)) }
        return offset + size >= total ? .end(isWhole: false) : .next(skipping)
    }

    /// Without a count there is no proof.
    private func uncounted(_ event: Event) throws(ConnectorError) -> Step {
        if event.ids.isEmpty { return event.hasNext ? .next(skipping) : .end(isWhole: false) }
        return .next(try moved(event.ids, left: nil, true))
    }

    private func moved(_ ids: [String?], left: Int?, _ isHiding: Bool) throws(ConnectorError) -> ServiceNowPager {
        guard let last = ids.last(where: { $0 != nil }) ?? nil else {
            throw .malformedAnswer("no row of the page has a sys_id, so there is no next page to ask for")
        }
        var pager = self
        (pager.after, pager.offset, pager.left, pager.isHiding) = (last, 0, left, isHiding)
        return pager
    }

    private var skipping: ServiceNowPager {
        var pager = self
        pager.offset += size
        pager.isHiding = true
        return pager
    }

    /// The same place with fewer rows at once, or nil when they are few already.
    var smaller: ServiceNowPager? {
        guard size > Self.smallestPage else { return nil }
        var pager = self
        pager.size = max(Self.smallestPage, size / 2)
        return pager
    }
}
