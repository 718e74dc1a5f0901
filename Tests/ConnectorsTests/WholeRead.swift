import Connectors

extension Connector {
    /// A stream's pages to the end of its list, the children of the parents in their order; 200 pages at most, so that a
    /// list that runs in a circle ends too.
    func pages(
        of stream: String, _ scope: ReadScope = .everything, parents: [String] = []
    ) async throws(ConnectorError) -> [Page] {
        let request = ReadRequest(scope: scope) { after, limit in
            let next = after.flatMap { parents.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            return Array(parents[next...].prefix(limit))
        }
        var pages: [Page] = []
        var position: ReadPosition?
        repeat {
            let page = try await page(of: stream, request, at: position)
            pages.append(page)
            position = page.next
        } while position != nil && pages.count < 200
        return pages
    }
}
