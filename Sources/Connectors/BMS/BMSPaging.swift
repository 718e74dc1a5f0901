/// Pages by number, from 1, with a total beside them or without. How rows are ordered, and by what they may be, is not
/// established, so rows that come and go shift the others under us, and the end alone does not prove that all were seen.
///
/// With a total, the end is where it is reached; without one, an empty page. What proves a read whole: the total never
/// moved and as many rows were seen, no page began before the last had ended, and without a total all pages but the last
/// were of one size. Positions outlive a break.
struct BMSPaging: Sendable {
    /// Whether a page that is not full ends a list that has no total, which spares the empty one: for the many short
    /// lists. One of a round number of rows may be a limit of the server's, and does not end it.
    var endsOnShortPage = false

    /// What a page told.
    struct Event: Sendable {
        var total: Int64?
        /// The rows' ids; nil for a row that has none.
        var ids: [String?]
    }

    /// What a page leads to.
    struct Outcome: Sendable, Hashable {
        var step: PagingStep
        /// With the end: all of the list was seen.
        var provesWhole = false
    }

    /// The page to ask for.
    func page(_ position: ReadPosition?) -> Int { Past(position).page }

    func step(_ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> Outcome {
        let past = Past(position)
        let page = Present(event)
        if page.isSame(as: past) {
            // A server may give its last page to whoever asks beyond it.
            guard page.total == nil, page.count < BMSQuery.pageSize else {
                throw .positionLost("the list gives its page \(past.page - 1) again")
            }
            return Outcome(step: .end, provesWhole: past.isSteady)
        }
        let behind = past.behind + page.count
        let isSteady = past.isSteady && page.follows(past)
        if page.count == 0 { return Outcome(step: .end, provesWhole: isSteady && page.accounts(for: behind)) }
        if let total = page.total, behind >= total {
            return Outcome(step: .end, provesWhole: isSteady && page.accounts(for: behind))
        }
        if page.total == nil, endsOnShortPage, isPlainlyShort(page.count) {
            return Outcome(step: .end, provesWhole: isSteady)
        }
        return Outcome(step: .next(try past.next(after: page, behind: behind, isSteady: isSteady, position)))
    }

    private func isPlainlyShort(_ count: Int) -> Bool {
        count < BMSQuery.pageSize && count % 10 != 0 && count % 25 != 0
    }
}

/// A page, as far as it tells where a list stands.
private struct Present {
    let total: Int64?
    /// What stands twice in a page takes one place.
    let count: Int
    let ids: [String?]

    init(_ event: BMSPaging.Event) {
        ids = event.ids
        count = Set(ids.compactMap(\.self)).count + ids.count { $0 == nil }
        // A total of fewer rows than stand beside it is none.
        total = event.total.flatMap { [count] in $0 >= count ? $0 : nil }
    }

    var first: String? { ids.first ?? nil }
    var last: String? { ids.last ?? nil }

    func isSame(as past: Past) -> Bool {
        count > 0 && count == past.count && last != nil && last == past.last && first == past.first
    }

    /// Nothing shows that the list has moved between the last page and this.
    func follows(_ past: Past) -> Bool {
        guard past.page > 1 else { return true }
        let overlaps = past.last.map { ids.contains($0) } ?? false
        let isEven = total != nil || count == 0 || past.count == past.size
        return !overlaps && isEven && (total == past.total || (count == 0 && total == nil))
    }

    func accounts(for behind: Int) -> Bool { total.map { $0 == behind } ?? true }
}

/// What the pages before have told.
private struct Past {
    let page: Int
    /// Rows so far; of the first page, of the last one.
    let behind: Int
    let size: Int
    let count: Int
    let total: Int64?
    let first: String?
    let last: String?
    let isSteady: Bool

    init(_ position: ReadPosition?) {
        let fields = position?.fields ?? [:]
        func number(_ name: String) -> Int { fields[name].flatMap { Int($0) } ?? 0 }
        page = max(1, number("page"))
        (behind, size, count) = (number("behind"), number("size"), number("count"))
        total = fields["total"].flatMap { Int64($0) }
        (first, last) = (fields["first"], fields["last"])
        isSteady = fields["moved"] == nil
    }

    func next(
        after this: Present, behind: Int, isSteady: Bool, _ position: ReadPosition?
    ) throws(ConnectorError) -> ReadPosition {
        var loop = LoopGuard(position)
        try loop.step("\(this.count)-\(this.first ?? "")-\(this.last ?? "")")
        var fields = loop.fields
        fields["page"] = String(page + 1)
        fields["behind"] = String(behind)
        fields["size"] = String(page == 1 ? this.count : size)
        fields["count"] = String(this.count)
        fields["total"] = this.total.map { String($0) }
        (fields["first"], fields["last"]) = (this.first, this.last)
        fields["moved"] = isSteady ? nil : "yes"
        return ReadPosition(fields)
    }
}
