import HTTPTypes

extension ConnectWisePSA.Resource {
    /// A page of the list: by its number, or after an id.
    func list(_ request: ConnectWisePSA.Request) throws(ConnectWisePSA.Complaint) -> ConnectWisePSA.Answer {
        let projection = try ConnectWisePSA.Projection(request.parameter("fields"), schema)
        let paging = try ConnectWisePSA.Paging(request, isForward: isForward)
        guard let found = try selection(request) else { return .notFound }
        if let parent = request.ids.last, request.scope.disturbance.fails(record: parent) { return .failure(500) }
        let page = paging.page(of: found, after: id, request.scope.disturbance)
        var json = JSONWriter(reserving: page.rows.count * (projection.isWhole ? 1200 : 60))
        json.array { json in
            for thing in page.rows where !request.scope.disturbance.hides(row: thing.number) {
                json.row(thing.number, request.scope.disturbance) { write(thing, projection, request.scope, to: &$0) }
            }
        }
        var answer = ConnectWisePSA.Answer.json(json.bytes)
        if let link = paging.link(page, request) { answer.headers[ConnectWisePSA.Headers.link] = link }
        return answer
    }
}

extension ConnectWisePSA {
    /// Which page of a list was asked for.
    struct Paging: Sendable {
        let number: Int
        let size: Int
        let after: Int?
        private let mode: Mode

        private enum Mode { case numbered, forward, forwardRefused }

        struct Page<Thing: Numbered> {
            let rows: ArraySlice<Thing>
            /// The id of the last row, where more follow.
            let next: Int?
            let pages: Int
        }

        init(_ request: Request, isForward: Bool) throws(Complaint) {
            size = try request.number("pageSize", 1...1000) ?? 25
            number = try request.number("page", 1...Int(Int32.max)) ?? 1
            after = try request.number("pageId", 0...Int(Int32.max))
            mode = !request.isForward ? .numbered : isForward ? .forward : .forwardRefused
        }

        func page<Thing: Numbered>(
            of things: [Thing], after id: (Int) -> Int, _ disturbance: Disturbance
        ) -> Page<Thing> {
            let given = disturbance.pageSize(asked: size)
            var things = things[...]
            if let after, !disturbance.has(.cursorRepeats) { things = things.drop { id($0.number) <= after } }
            if disturbance.has(.emptyLists) { things = [] }
            if let cap = disturbance.depthCap { things = things.prefix(cap) }
            let first = mode == .forward || disturbance.has(.cursorRepeats) ? 0 : (number - 1) * given
            let rows = things.dropFirst(first).prefix(given)
            let hasMore = things.count > first + rows.count
            return Page(
                rows: rows, next: hasMore ? rows.last.map { id($0.number) } : nil,
                pages: max(1, (things.count + given - 1) / given))
        }

        /// The `Link` header: the pages around this one; going forward the next one, or an empty text at the end.
        func link<Thing>(_ page: Page<Thing>, _ request: Request) -> String? {
            switch mode {
            case .forwardRefused: return nil
            case .forward:
                return page.next.map { "<\(request.address(["pageId": $0], without: ["page"]))>; rel=\"next\"" } ?? ""
            case .numbered:
                var links: [(Int, String)] = []
                if page.next != nil { links += [(number + 1, "next"), (page.pages, "last")] }
                if number > 1 { links += [(1, "first"), (number - 1, "prev")] }
                if links.isEmpty { return nil }
                return links.map { "<\(request.address(["page": $0.0], without: []))>; rel=\"\($0.1)\"" }
                    .joined(separator: ", ")
            }
        }
    }
}
