import JSON

/// One page's rows, and where the list goes on.
struct AutotaskPage: Sendable {
    var rows: [JSONValue]
    var next: AutotaskPager?
    var cost: CallCost
}

/// Reads lists of entities.
struct AutotaskLists: Sendable {
    let client: AutotaskClient

    /// A page of a list: whole, or what changed since. A page that is too large for us or for the server's time is asked
    /// for with fewer rows.
    func page(
        _ list: AutotaskList, _ scope: ReadScope = .everything, at start: AutotaskPager = AutotaskPager()
    ) async throws(ConnectorError) -> AutotaskPage {
        var pager = start
        while true {
            do throws(ConnectorError) {
                return try await rows(list, scope, pager)
            } catch {
                guard Self.isTooMuch(error), let smaller = pager.smaller else { throw error }
                pager = smaller
            }
        }
    }

    /// Every row of a list that is short enough to be held.
    func all(_ list: AutotaskList) async throws(ConnectorError) -> AutotaskPage {
        var all = AutotaskPage(rows: [], next: AutotaskPager(), cost: CallCost())
        while let here = all.next {
            let page = try await page(list, at: here)
            all.rows += page.rows
            all.cost += page.cost
            all.next = page.next
        }
        return all
    }

    /// Rows by their ids, in queries of as many as one may name.
    func rows(
        _ list: AutotaskList, ids: [Int64], by field: String = "id"
    ) async throws(ConnectorError) -> [JSONValue] {
        var rows: [JSONValue] = []
        for start in stride(from: 0, to: ids.count, by: Self.mostIDs) {
            var some = list
            some.conditions.append(.among(field, Array(ids[start..<min(start + Self.mostIDs, ids.count)])))
            rows += try await all(some).rows
        }
        return rows
    }

    /// Each value counts as one of the 500 conditions that a query may have.
    private static let mostIDs = 400

    private func rows(
        _ list: AutotaskList, _ scope: ReadScope, _ pager: AutotaskPager
    ) async throws(ConnectorError) -> AutotaskPage {
        let body = Self.body(list, scope, pager)
        let answer =
            if let address = pager.address {
                try await client.query(at: address, body)
            } else {
                try await client.query(list.entity, body)
            }
        // Nothing but a list may read as an empty one.
        guard let rows = answer.json["items"].array else {
            throw .malformedAnswer("\(list.entity.rawValue) is not answered with items")
        }
        return AutotaskPage(
            rows: rows, next: try pager.next(answer.json["pageDetails"], rows), cost: answer.cost)
    }

    private static func body(_ list: AutotaskList, _ scope: ReadScope, _ pager: AutotaskPager) -> String {
        var own = list.conditions
        if case .changed(let since) = scope, let field = list.changed { own.append(.since(field, since)) }
        let filter = pager.conditions(own).map(\.json).joined(separator: ",")
        let fields = list.fields.map { #""IncludeFields":["\#($0.joined(separator: "\",\""))"],"# } ?? ""
        return #"{"MaxRecords":\#(pager.size),\#(fields)"Filter":[\#(filter)]}"#
    }

    private static func isTooMuch(_ error: ConnectorError) -> Bool {
        switch error {
        case .malformedAnswer(let words): words.hasPrefix("an answer of more than")
        case .unavailable(let words): words.hasPrefix("no answer in time")
        default: false
        }
    }
}
