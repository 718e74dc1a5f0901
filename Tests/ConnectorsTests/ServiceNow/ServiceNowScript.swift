import Connectors
import Foundation
import HTTPTransport
import HTTPTypes
import Inventory
import JSON

/// An instance of a few scripted tables; any other is there and empty.
struct ServiceNowScript: Sendable {
    typealias Answer = @Sendable (ServiceNowCall) -> TransportResponse

    let answers: [String: Answer]

    init(_ answers: [String: Answer]) { self.answers = answers }

    /// The same rows for every call of a table.
    init(_ table: String, _ rows: String) { self.init([table: { _ in Self.rows(rows) }]) }

    func transport() -> ScriptedTransport {
        ScriptedTransport { request, _ in
            let call = ServiceNowCall(request)
            return answers[call.table].map { $0(call) } ?? Self.rows("[]")
        }
    }

    /// A list of so many rows, all that there are unless a total is given.
    static func rows(_ rows: String, total: Int? = nil) -> TransportResponse {
        let count = (try? JSONValue.parse(Array(rows.utf8)))?.array?.count ?? 0
        return .json(
            "{\"result\":\(rows)}",
            headers: [.init("X-Total-Count")!: String(total ?? count), .date: "Sun, 01 Nov 2026 07:00:00 GMT"])
    }

    static func failure(_ message: String, _ detail: String = "", status: Int) -> TransportResponse {
        .json(
            "{\"error\":{\"message\":\"\(message)\",\"detail\":\"\(detail)\"},\"status\":\"failure\"}", status: status)
    }

    static let forbidden = failure("User Not Authorized", status: 403)
    static let noTable = failure("Invalid table x", status: 400)
    static let timeOut = #""error":{"message":"Transaction cancelled: maximum execution time exceeded","detail":""}"#
    static let credentials = ["username": "svc", "password": "hunter2-secret"]
}

/// A call as the instance sees it.
struct ServiceNowCall: Sendable {
    let url: String
    let table: String
    let id: String?
    let query: [String: String]
    let headers: HTTPFields

    init(_ request: TransportRequest) {
        let path = request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }.prefix { $0 != "?" }
        let parts = path.split(separator: "/").map(String.init)
        table = parts.count > 4 ? parts[4] : parts.last ?? ""
        id = parts.count > 5 ? parts[5] : nil
        url = request.url
        query = URLText.query(of: request.url)
        headers = request.headers
    }

    /// The conditions of the encoded query.
    var conditions: [String] { (query["sysparm_query"] ?? "").split(separator: "^").map(String.init) }
    var fields: [String] { (query["sysparm_fields"] ?? "").split(separator: ",").map(String.init) }
    var limit: Int { query["sysparm_limit"].flatMap { Int($0) } ?? 10_000 }
    var offset: Int { query["sysparm_offset"].flatMap { Int($0) } ?? 0 }
    var after: String? {
        conditions.first { $0.hasPrefix("sys_id>") }.map { String($0.dropFirst(7)) }
    }
}

/// What one stream made of a script.
struct ServiceNowRead {
    let pages: [Page]
    let calls: [ServiceNowCall]
    var records: [SourceRecord] { pages.flatMap(\.records) }
    var isProven: Bool { pages.last?.provesWhole == true }

    /// Reads a stream to its end.
    init(
        _ stream: String, _ script: ServiceNowScript, scope: ReadScope = .everything, settings: [String: String] = [:]
    ) async throws {
        let transport = script.transport()
        let connector = try ServiceNow(transport.context(settings, credentials: ServiceNowScript.credentials))
        pages = try await connector.pages(of: stream, scope)
        calls = transport.requests.map(ServiceNowCall.init)
    }

    func calls(of table: String) -> [ServiceNowCall] { calls.filter { $0.table == table } }

    /// One record's cell by its column's name.
    func cell(_ column: String, of index: Int = 0, in entity: EntityDescription) -> Value? {
        guard records.indices.contains(index), let place = entity.columns.firstIndex(where: { $0.name == column })
        else { return nil }
        return records[index].values[place]
    }
}

/// A table that keeps to the sheet: ids in order, a limit that counts before access rules, a count of all.
struct ServiceNowTableOfIDs: Sendable {
    let ids: [String]
    let hidden: Set<String>

    init(_ numbers: Range<Int>, hiding hidden: Range<Int> = 0..<0) {
        ids = numbers.map(Self.id)
        self.hidden = Set(hidden.map(Self.id))
    }

    static func id(_ number: Int) -> String { String(format: "%032x", number) }

    @Sendable func answer(_ call: ServiceNowCall) -> TransportResponse {
        let rest = ids.filter { id in call.after.map { id > $0 } ?? true }
        let page = rest.dropFirst(call.offset).prefix(call.limit).filter { !hidden.contains($0) }
        let rows = page.map { "{\"sys_id\":\"\($0)\"}" }.joined(separator: ",")
        return ServiceNowScript.rows("[\(rows)]", total: rest.count)
    }
}

extension Timestamp {
    /// 2026-11-01 06:30:00 and half a second, in UTC.
    static let halfPastSix = Timestamp(microseconds: 1_793_514_600_500_000)
}
