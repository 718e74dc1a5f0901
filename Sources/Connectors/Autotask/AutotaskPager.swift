import JSON

/// Where a list stands: behind the greatest id so far, which is asked for with `id gt` (rows come in the order of their
/// ids). That they do is inferred for this API: where a page shows otherwise, the read goes on by the address that the
/// page names as the next, which knows its own order.
///
/// The end is the vendor's own sign, no next page; a page that is full, or one of a list that is asked for fewer rows
/// than 500 (which may cap the total), is followed by one more, which is then empty.
struct AutotaskPager: Sendable, Hashable {
    static let largestPage = 500
    private static let sizes = [500, 100, 20, 4, 1]

    private(set) var size = largestPage
    private(set) var after: Int64?
    /// Path and query of the vendor's next page.
    private(set) var address: String?
    private var loop: [String: String] = [:]

    init(_ position: ReadPosition? = nil) {
        let fields = position?.fields ?? [:]
        size = fields["size"].flatMap { Int($0) } ?? Self.largestPage
        after = fields["after"].flatMap { Int64($0) }
        address = fields["address"]
        loop = fields.filter { $0.key.hasPrefix("loop.") }
    }

    var position: ReadPosition {
        var fields = loop
        if size != Self.largestPage { fields["size"] = String(size) }
        fields["after"] = after.map { String($0) }
        fields["address"] = address
        // How long the vendor's own address lives is not told.
        return ReadPosition(fields, isResumable: address == nil)
    }

    /// What is asked for beside the list's own conditions. A filter must not be empty, and the first page must let id 0
    /// through, which is the MSP's own company (trap 7).
    func conditions(_ own: [AutotaskCondition]) -> [AutotaskCondition] {
        if let after { return own + [.above("id", after)] }
        return own.isEmpty ? [.exists("id")] : own
    }

    /// Where to go on after a page, or nil at the end.
    func next(_ details: JSONValue, _ rows: [JSONValue]) throws(ConnectorError) -> AutotaskPager? {
        let next = details["nextPageUrl"].cleaned
        if address != nil { return try next.map { (url) throws(ConnectorError) in try followed(url, rows) } }
        if rows.isEmpty { return try next.map { (url) throws(ConnectorError) in try followed(url, rows) } }
        let ids = rows.compactMap { $0["id"].integer }
        guard let first = ids.first, let greatest = ids.max() else {
            throw .malformedAnswer("no row of the page has an id, so there is no next page to ask for")
        }
        if let after, (ids.min() ?? first) <= after { throw .positionLost("the list does not go on after id \(after)") }
        guard zip(ids, ids.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            return try next.map { (url) throws(ConnectorError) in try followed(url, rows) }
        }
        if next == nil, details.object != nil, size == Self.largestPage, rows.count < size { return nil }
        var pager = self
        pager.after = greatest
        return pager
    }

    /// The next page by the vendor's address: at our own zone's host, whatever host it names (trap 19).
    private func followed(_ url: String, _ rows: [JSONValue]) throws(ConnectorError) -> AutotaskPager {
        var guarded = LoopGuard(position)
        try guarded.step("\(Fingerprint.of(rows)) \(url)")
        var pager = self
        pager.loop = guarded.fields
        pager.address = AutotaskZone.path(of: url)
        return pager
    }

    /// The same place with fewer rows at once, or nil when it is one already.
    var smaller: AutotaskPager? {
        guard address == nil, let size = Self.sizes.first(where: { $0 < size }) else { return nil }
        var pager = self
        pager.size = size
        return pager
    }
}
