import HTTPTransport
import HTTPTypes
import Inventory
import JSON

/// A list by company.
struct AsioList: Sendable {
    enum Asks: Sendable {
        /// Posted for, several companies at once.
        case byBody(String)
        /// Likewise, by the devices' own ids.
        case byDevice(String)
        /// A path a company.
        case byPath(@Sendable (String) -> String)
    }

    var area: AsioArea
    var asks: Asks
    var query: [(String, String)] = []

    /// How many companies are asked for at once.
    var width: Int {
        if case .byPath = asks { 1 } else { AsioClient.mostCompanies }
    }

    init(_ area: AsioArea, _ asks: Asks, query: [(String, String)] = []) {
        self.area = area
        self.asks = asks
        self.query = query
    }
}

/// What a list by company answered.
enum AsioAnswer: Sendable {
    case found(VendorAnswer, next: AsioNext)
    /// 404: there is nothing, or nothing more.
    case nothing(String)

    static func found(_ answer: VendorAnswer, host: String) throws(ConnectorError) -> AsioAnswer {
        .found(answer, next: try AsioNext(answer.headers, host: host))
    }
}

/// What the `Link` header says of the next page.
enum AsioNext: Sendable, Hashable {
    case cursor(String)
    case none

    /// The next page's address is absolute. We call none but our own host, so a link to another is refused; of a good one,
    /// the cursor is taken.
    init(_ headers: HTTPFields, host: String) throws(ConnectorError) {
        let link = LinkHeader(headers)
        guard let target = link.targets["next"] else {
            self = .none
            return
        }
        guard Self.isOurs(target, host: host) else {
            throw .malformedAnswer("the next page is said to be at another host")
        }
        guard let cursor = link.next?["cursor"], !cursor.isEmpty else {
            throw .malformedAnswer("the next page has no cursor")
        }
        self = .cursor(cursor)
    }

    private static func isOurs(_ target: String, host: String) -> Bool {
        if target.hasPrefix("/"), !target.hasPrefix("//") { return true }
        let origin = host.lowercased().split(separator: "/", omittingEmptySubsequences: false).prefix(3)
        return target.lowercased().split(separator: "/", omittingEmptySubsequences: false).prefix(3) == origin
    }
}

/// Rows of a list that came whole, and what they cost.
struct AsioRows: Sendable {
    let rows: [JSONValue]
    let cost: CallCost

    init(_ rows: [JSONValue], _ cost: CallCost) {
        self.rows = rows
        self.cost = cost
    }

    /// The one page, its rows mapped one by one.
    func page(
        id: (JSONValue) -> String?, record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) -> Page {
        var mapper = RecordMapper(bytes: cost.bytes)
        mapper.map(rows, id: id, record: record)
        return Page(
            records: mapper.records, rejected: mapper.rejected, provesWhole: true, vendorDate: cost.vendorDate,
            calls: cost.calls, bytes: cost.bytes)
    }
}

extension JSONValue {
    /// The first of an object's members that is an array: what a list is called in its envelope differs.
    var firstArray: [JSONValue]? { (object ?? []).lazy.compactMap(\.value.array).first }
}
