import JSON

/// A list of BMS and what is asked of it: by the query of a GET, whose filters have `Filter.` before their names, or by
/// the body of a search, in which they lie under `Filter`.
struct BMSQuery: Sendable, Hashable {
    enum Style: Sendable, Hashable {
        case query
        /// A few lists take their filters without `Filter.`.
        case bareQuery
        case search
    }

    enum Value: Sendable, Hashable {
        case text(String)
        case number(Int)
        case flag(Bool)
    }

    let path: String
    var style = Style.query
    var filter: [String: Value] = [:]

    /// The same with more to filter by.
    func with(_ name: String, _ value: Value) -> BMSQuery {
        var query = self
        query.filter[name] = value
        return query
    }

    /// A hundred rows, as all known clients ask for: the most that is allowed is not published.
    static let pageSize = 100

    func parameters(page: Int) -> [(String, String)] {
        let prefix = style == .query ? "Filter." : ""
        return filter.sorted { $0.key < $1.key }.map { ("\(prefix)\($0.key)", $0.value.text) }
            + [("PageSize", String(Self.pageSize)), ("PageNumber", String(page))]
    }

    func body(page: Int) -> [UInt8] {
        let filter = filter.sorted { $0.key < $1.key }.map { (key: $0.key, json: $0.value.json) }
        let members = [
            (key: "PageSize", json: String(Self.pageSize)), (key: "PageNumber", json: String(page)),
            (key: "Filter", json: JSONText.object(filter) ?? "{}"),
        ]
        return Array((JSONText.object(members) ?? "{}").utf8)
    }
}

extension BMSQuery.Value {
    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        }
    }

    var json: String {
        if case .text(let text) = self { return JSONText.quoted(text) }
        return text
    }
}
