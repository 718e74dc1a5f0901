import Inventory
import JSON

/// Calls an instance: lists by the last id, reports by the server's cursor, and lists that come whole.
struct NinjaClient: Sendable {
    /// What the sheet knows to be answered; always sent, since no default is documented.
    static let pageSize = 1000

    private let caller: Caller

    init(_ context: ConnectorContext) {
        let tokens = TokenSource.clientCredentials(context, path: "/ws/oauth/token") {
            [
                ("grant_type", "client_credentials"), ("client_id", $0.secret("client_id")),
                ("client_secret", $0.secret("client_secret")), ("scope", "monitoring"),
            ]
        }
        caller = Caller(context, authorisation: .token(tokens), reading: NinjaRefusals.reading)
    }

    func get(
        _ path: String, _ query: [(String, String)] = [], isRepeatable: Bool = true
    ) async throws(ConnectorError) -> VendorAnswer {
        try await caller.json(VendorCall(path, query: query, isRepeatable: isRepeatable))
    }

    /// A page of a list by the last id (style A).
    func list(
        _ path: String, _ query: [(String, String)] = [], at position: ReadPosition?, size: Int = pageSize
    ) async throws(ConnectorError) -> NinjaRows {
        let paging = LastIDPaging()
        let after = paging.lastID(position).map { [("after", $0)] } ?? []
        let answer = try await get(path, query + [("pageSize", String(size))] + after)
        let ids = try Self.array(answer.json, of: path).map { $0["id"].text.flatMap { Int64($0) } }
        return NinjaRows(answer.json, try paging.step(position, ids: ids), answer.cost)
    }

    /// Where a list stands right before an id, so that its next row is that one or shows that it is not there. The
    /// endpoints of single things have other members than the lists.
    static func place(before id: String) throws(ConnectorError) -> ReadPosition {
        guard let number = Int64(id) else { throw .notAvailable("'\(Shortened.text(id))' is no id of a list") }
        return ReadPosition(["after": String(number - 1)])
    }

    /// A list that comes whole.
    func whole(_ path: String) async throws(ConnectorError) -> NinjaRows {
        let answer = try await get(path)
        _ = try Self.array(answer.json, of: path)
        return NinjaRows(answer.json, .end, answer.cost)
    }

    /// A page of a report by the server's cursor (style B).
    func report(_ report: NinjaReport, at position: ReadPosition?) async throws(ConnectorError) -> NinjaRows {
        let paging = ServerCursorPaging()
        let cursor = paging.cursor(position)
        let query = report.query + [("pageSize", String(report.pageSize))] + (cursor.map { [("cursor", $0)] } ?? [])
        let (answer, isRepeated) = try await answer(report.path, query, isMidReport: cursor != nil)
        let list = answer.json["results"]
        guard let (count, first, last) = list.ends else { throw Self.noList(report.path) }
        let event = ServerCursorPaging.Event(
            cursor: answer.json["cursor"]["name"].text, offset: answer.json["cursor"]["offset"].integer,
            rows: count, fingerprint: Fingerprint.of(count, first, last), isRepeated: isRepeated)
        return NinjaRows(list, try paging.step(cursor == nil ? nil : position, event), answer.cost)
    }

    /// In the middle of a report a call is sent twice by nobody but us, since the cursor may have moved on with the
    /// answer that was lost: the paging rule then looks whether a page is missing.
    private func answer(
        _ path: String, _ query: [(String, String)], isMidReport: Bool
    ) async throws(ConnectorError) -> (VendorAnswer, isRepeated: Bool) {
        guard isMidReport else { return (try await get(path, query), false) }
        do throws(ConnectorError) {
            return (try await get(path, query, isRepeatable: false), false)
        } catch {
            guard Self.isLostAnswer(error) else { throw Self.midReport(error) }
        }
        do throws(ConnectorError) {
            return (try await get(path, query, isRepeatable: false), true)
        } catch {
            throw Self.midReport(error)
        }
    }

    private static func isLostAnswer(_ error: ConnectorError) -> Bool {
        switch error {
        case .unavailable, .malformedAnswer: true
        default: false
        }
    }

    /// In the middle of a report a refusal means that the cursor has expired, and a lost answer a lost page.
    private static func midReport(_ error: ConnectorError) -> ConnectorError {
        switch error {
        case .unavailable(let words), .malformedAnswer(let words), .notFound(let words), .notAvailable(let words),
            .rejectedCall(_, let words):
            .positionLost("a report broke off: \(words)")
        default: error
        }
    }

    private static func array(_ json: JSONValue, of path: String) throws(ConnectorError) -> [JSONValue] {
        guard let rows = json.array else { throw noList(path) }
        return rows
    }

    private static func noList(_ path: String) -> ConnectorError {
        .malformedAnswer("no list where \(path) promises one")
    }
}

/// The rows of one answer, and what follows them.
struct NinjaRows: Sendable {
    /// The array that they stand in.
    let list: JSONValue
    var rows: [JSONValue] { list.array ?? [] }
    let step: PagingStep
    let cost: CallCost

    init(_ list: JSONValue, _ step: PagingStep, _ cost: CallCost) {
        self.list = list
        self.step = step
        self.cost = cost
    }

    /// The page, its rows mapped one by one.
    func page(
        id: (JSONValue) -> String?, record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) -> Page {
        var mapper = RecordMapper(bytes: cost.bytes)
        mapper.map(rows, id: id, record: record)
        return Page(
            records: mapper.records, rejected: mapper.rejected, next: step.position, provesWhole: step.isEnd,
            vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
    }

    /// The page of an entity of narrow rows, its rows read by a declared mapping.
    func page(
        _ mapping: SetMapping, _ request: ReadRequest, id: @escaping @Sendable (JSONValue) -> String?
    ) -> Page {
        var page = Page(
            next: step.position, provesWhole: step.isEnd, vendorDate: cost.vendorDate, calls: cost.calls,
            bytes: cost.bytes)
        page.unmapped = { [list] page in
            let (rows, rejected) = mapping.rows(list, id: id)
            page.sets = rows
            page.rejected += rejected
        }
        if !request.mapsLater { page.mapRows() }
        return page
    }

    /// The record of an id, of the rows from ``NinjaClient/place(before:)`` on.
    func one(
        _ id: String, record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) throws(ConnectorError) -> SourceRecord? {
        guard let row = rows.first(where: { $0["id"].cleaned == id }) else { return nil }
        do throws(UnusableRecord) {
            return try record(row)
        } catch {
            throw .malformedAnswer(error.reason)
        }
    }
}
