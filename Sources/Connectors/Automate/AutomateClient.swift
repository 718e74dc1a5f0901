import HTTPTypes
import JSON

/// Calls a server: its lists page by page, and the lists and objects that hang on one thing.
struct AutomateClient: Sendable {
    static let path = "/cwa/api/v1"
    /// What serious clients send; always sent, since no default is established.
    static let pageSize = 1000

    private let caller: Caller
    private let credentials: @Sendable () async throws(ConnectorError) -> Credentials

    init(_ context: ConnectorContext) {
        credentials = context.credentials
        caller = Caller(
            context, path: Self.path, authorisation: .token(AutomateAuthentication.tokens(context)),
            reading: AnswerReading(success: Self.failure))
    }

    /// A call with the integration's id, which each must have since 2020.11.
    func get(_ path: String, _ query: [(String, String)] = []) async throws(ConnectorError) -> VendorAnswer {
        let id = try await credentials().secret("client_id")
        return try await caller.json(VendorCall(path, query: query, headers: [.clientID: id]))
    }

    /// `{"code","message","errors"}` in place of what was asked for.
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        guard let code = json["code"].string, let message = json["message"].string, json["errors"].array != nil else {
            return nil
        }
        return .unavailable(Shortened.text("the server reports a failure: \(code): \(message)"))
    }

    /// A page of a list.
    /// - Parameter condition: what the rows must meet; they may hold others all the same.
    func list(
        _ list: AutomateList, where condition: String? = nil, at position: ReadPosition?
    ) async throws(ConnectorError) -> AutomateRows {
        let pager = AutomatePager(list, condition, position)
        do throws(ConnectorError) {
            return try await rows(pager)
        } catch {
            guard let next = pager.afterRefusal(error) else { throw error }
            do throws(ConnectorError) {
                return try await rows(next)
            } catch let second {
                // What was refused may be more than one thing.
                guard let last = next.afterRefusal(second) else { throw error }
                return try await rows(last)
            }
        }
    }

    private func rows(_ pager: AutomatePager) async throws(ConnectorError) -> AutomateRows {
        let answer = try await get(pager.list.path, pager.query)
        let rows = try Self.array(answer.json, of: pager.list.path)
        return AutomateRows(rows: rows, next: try pager.next(rows), cost: answer.cost)
    }

    /// All rows of a list that meet a condition: for a bounded part of it.
    func all(
        _ list: AutomateList, where condition: String
    ) async throws(ConnectorError) -> (rows: [JSONValue], cost: CallCost) {
        var (found, cost): ([JSONValue], CallCost) = ([], CallCost())
        var position: ReadPosition?
        repeat {
            let page = try await self.list(list, where: condition, at: position)
            found += page.rows
            cost += page.cost
            position = page.next
        } while position != nil
        return (found, cost)
    }

    /// A page of what hangs on one thing. The document promises an object and no more: an array, or an object around one.
    func children(_ path: String, at position: ReadPosition?) async throws(ConnectorError) -> AutomateRows {
        let paging = NumberedPaging(pageSize: Self.pageSize)
        let answer = try await get(
            path, [("page", String(paging.page(position))), ("pageSize", String(Self.pageSize))])
        let rows = try Self.wrapped(answer.json, of: path)
        let fingerprint = Fingerprint.of(rows)
        // An answer that knows no pages is the same again.
        if position?.fields["fingerprint"] == fingerprint {
            return AutomateRows(rows: [], next: nil, cost: answer.cost)
        }
        var next = try paging.step(position, rows: rows.count, fingerprint: fingerprint).position
        next?.fields["fingerprint"] = fingerprint
        return AutomateRows(rows: rows, next: next, cost: answer.cost)
    }

    private static func array(_ json: JSONValue, of path: String) throws(ConnectorError) -> [JSONValue] {
        guard let rows = json.array else { throw .malformedAnswer("no list where \(path) promises one") }
        return rows
    }

    /// An array, or the one array that an object has.
    private static func wrapped(_ json: JSONValue, of path: String) throws(ConnectorError) -> [JSONValue] {
        let arrays = (json.object ?? []).compactMap(\.value.array)
        return arrays.count == 1 ? arrays[0] : try array(json, of: path)
    }
}

/// The rows of one answer, and where to go on.
struct AutomateRows: Sendable {
    var rows: [JSONValue]
    var next: ReadPosition?
    var cost: CallCost
}
