import JSON

extension PSAClient {
    /// One page's rows, and where the list goes on.
    struct Rows: Sendable {
        var rows: [JSONValue]
        var next: PSAPager?
        var cost: CallCost
    }

    /// A page of a list. A list that times out is asked for fewer rows at once.
    ///
    /// A 404 is never "no rows": by now it is known that keys and codebase are right, so the right is missing.
    func rows(
        _ path: String, condition: String? = nil, fields: String? = nil, at start: PSAPager
    ) async throws(ConnectorError) -> Rows {
        var pager = start
        while true {
            do throws(ConnectorError) {
                return try await page(path, condition, fields, pager)
            } catch {
                switch error {
                case .notFound(let words): throw .forbidden("the list \(path): \(words)")
                case .unavailable(let words) where Self.isTimeOut(words):
                    guard let smaller = pager.smaller else { throw error }
                    pager = smaller
                default: throw error
                }
            }
        }
    }

    private func page(
        _ path: String, _ condition: String?, _ fields: String?, _ pager: PSAPager
    ) async throws(ConnectorError) -> Rows {
        let query = pager.query(condition: condition) + (fields.map { [("fields", $0)] } ?? [])
        let answer = try await get(path, query: query, headers: pager.headers)
        let rows = try Self.array(answer, path)
        return Rows(rows: rows, next: try pager.next(LinkHeader(answer.headers), rows: rows), cost: answer.cost)
    }

    /// Every row of a short list.
    func all(
        _ path: String, condition: String? = nil, fields: String? = nil
    ) async throws(ConnectorError) -> (rows: [JSONValue], cost: CallCost) {
        var all: [JSONValue] = []
        var cost = CallCost()
        var pager: PSAPager? = PSAPager()
        while let here = pager {
            let page = try await rows(path, condition: condition, fields: fields, at: here)
            all += page.rows
            cost += page.cost
            pager = page.next
        }
        return (all, cost)
    }

    /// A page of a list by page number, ordered by id. It ends where the `Link` header names no next page, and where
    /// there is no header with a page that is not full. A 404 stays one: the parent is gone, or not ours to see.
    func numbered(
        _ path: String, query filter: [(String, String)] = [], at position: ReadPosition?
    ) async throws(ConnectorError) -> (rows: [JSONValue], next: ReadPosition?, cost: CallCost) {
        let position = position ?? ReadPosition(["page": "1"])
        let size = PSAPager.largestPage
        let query =
            filter + [
                ("orderBy", "id asc"), ("page", position.fields["page"] ?? "1"), ("pageSize", String(size)),
            ]
        let answer = try await get(path, query: query)
        let rows = try Self.array(answer, path)
        let event = ForwardOnlyPaging.Event(
            link: LinkHeader(answer.headers), rows: rows.count, greatestID: rows.compactMap { $0["id"].integer }.max())
        let step = try ForwardOnlyPaging(pageSize: size).step(position, event)
        return (rows, step.position, answer.cost)
    }

    /// Lists are bare arrays. Anything else (`null`, a web page, an error with 200) must not read as an empty one.
    static func array(_ answer: VendorAnswer, _ path: String) throws(ConnectorError) -> [JSONValue] {
        guard let rows = answer.json.array else { throw .malformedAnswer("\(path) is not answered with a list") }
        return rows
    }

    private static func isTimeOut(_ words: String) -> Bool {
        let words = words.lowercased()
        return words.contains("timeout") || words.contains("timed out") || words.contains("no answer in time")
    }
}
