/// Forward-only pages: the `Link` header names the next one by the last id it gave (`pageId`), and ends the list by
/// being there without a next page. Where the header never comes, the endpoint does not know the mode, and the rule
/// falls back to page numbers. Positions outlive a break.
public struct ForwardOnlyPaging: Sendable {
    public var pageSize: Int

    public init(pageSize: Int) { self.pageSize = pageSize }

    /// What to ask for.
    public enum Ask: Sendable, Hashable {
        /// In forward-only mode, after this id (nil: from the start).
        case forward(pageID: String?)
        /// In the mode of numbered pages, ordered by id.
        case numbered(page: Int)
    }

    /// What a page told.
    public struct Event: Sendable {
        public var link: LinkHeader
        public var rows: Int
        /// The greatest id among the rows.
        public var greatestID: Int64?

        public init(link: LinkHeader, rows: Int, greatestID: Int64?) {
            self.link = link
            self.rows = rows
            self.greatestID = greatestID
        }
    }

    public func ask(_ position: ReadPosition?) -> Ask {
        if let page = position?.fields["page"].flatMap({ Int($0) }) { return .numbered(page: page) }
        return .forward(pageID: position?.fields["pageId"])
    }

    public func step(_ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> PagingStep {
        switch ask(position) {
        case .forward(let before): try forward(after: before, event)
        case .numbered(let page): try numbered(page, position, event)
        }
    }

    private func forward(after before: String?, _ event: Event) throws(ConnectorError) -> PagingStep {
        if let next = event.link.next {
            guard let id = next["pageId"] ?? next["pageid"] else {
                // The server took us for a reader of numbered pages and says which comes next.
                return .next(ReadPosition(["page": next["page"] ?? "2"]))
            }
            return try progress(from: before, to: id)
        }
        if event.link.isPresent || event.rows == 0 { return .end }
        guard before != nil, let greatest = event.greatestID else {
            return event.rows < pageSize ? .end : .next(ReadPosition(["page": "2"]))
        }
        // The header was lost on the way: the mode's own meaning (`id > pageId`) goes on without it.
        return try progress(from: before, to: String(greatest))
    }

    private func numbered(_ page: Int, _ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> PagingStep {
        if event.rows == 0 { return .end }
        let hasNext = event.link.next != nil || (!event.link.isPresent && event.rows >= pageSize)
        guard hasNext else { return .end }
        var loop = LoopGuard(position)
        try loop.step("\(event.rows)-\(event.greatestID ?? 0)")
        return .next(ReadPosition(loop.fields.merging(["page": String(page + 1)]) { $1 }))
    }

    private func progress(from before: String?, to id: String) throws(ConnectorError) -> PagingStep {
        if let before, before == id || (Int64(before) ?? .min) >= (Int64(id) ?? .max) {
            throw .positionLost("the list does not go on after id \(before)")
        }
        return .next(ReadPosition(["pageId": id]))
    }
}
