import HTTPTransport
import Inventory
import JSON

/// Calls a platform's API: single things, and lists by the vendor's own links.
struct DattoClient: Sendable {
    /// Both the default and the most (sheet, Pagination).
    static let pageSize = 250

    private let caller: Caller
    private let gate: DattoGate
    private let baseURL: String

    init(_ context: ConnectorContext) throws(ConnectorError) {
        var context = context
        context.baseURL = DattoHost.base(context.baseURL)
        baseURL = context.baseURL
        gate = DattoGate(context)
        caller = Caller(
            context, path: "/api", authorisation: try DattoAuthentication.authorisation(context),
            reading: AnswerReading(refusal: DattoGate.refusal, success: Self.failure))
    }

    /// `error` may be set on a 200 (trap 12).
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        guard let words = json["error"].cleaned else { return nil }
        return .unavailable(Shortened.text("the vendor reports a failure: \(words)"))
    }

    /// - Parameter path: below `/api`.
    func get(_ path: String, _ query: [(String, String)] = []) async throws(ConnectorError) -> VendorAnswer {
        do throws(ConnectorError) {
            return try await caller.json(VendorCall(path, query: query))
        } catch {
            throw await gate.judged(error)
        }
    }

    /// One thing; nil where the vendor says that it is not there.
    func one(_ path: String) async throws(ConnectorError) -> VendorAnswer? {
        do throws(ConnectorError) {
            let answer = try await get(path)
            guard answer.json.object != nil else { throw .malformedAnswer("no record where \(path) promises one") }
            return answer
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// A page of a list.
    /// - Parameters:
    ///   - member: the member that holds the rows.
    ///   - size: nil where the list's greatest page is not known: none is asked for then.
    func list(
        _ path: String, _ member: String, filters: [(String, String)] = [], size: Int? = pageSize,
        at position: ReadPosition?
    ) async throws(ConnectorError) -> DattoRows {
        let query = filters + (size.map { [("max", String($0))] } ?? [])
        let paging = DattoPaging(url: "\(baseURL)/api\(path)", query: query)
        let answer = try await get(path, paging.query(position))
        guard let rows = answer.json[member].array, let details = answer.json["pageDetails"].object else {
            throw .malformedAnswer("no list '\(member)' with its page details where \(path) promises one")
        }
        let named = Dictionary(details.map { ($0.key, $0.value) }) { $1 }
        let event = DattoPaging.Event(
            link: named["nextPageUrl"]?.cleaned, rows: rows.count, total: named["totalCount"]?.integer,
            fingerprint: Fingerprint.of(rows))
        let (next, isWhole) = try paging.step(position, event)
        return DattoRows(rows: rows, next: next, isWhole: isWhole, cost: answer.cost)
    }

    /// A list in one go, for what is needed beside the list that is read.
    func all(_ path: String, _ member: String) async throws(ConnectorError) -> (rows: [JSONValue], cost: CallCost) {
        var rows: [JSONValue] = []
        var cost = CallCost()
        var position: ReadPosition?
        repeat {
            let page = try await list(path, member, at: position)
            rows += page.rows
            cost += page.cost
            position = page.next
        } while position != nil
        return (rows, cost)
    }
}

/// The rows of one answer, and what follows them.
struct DattoRows: Sendable {
    let rows: [JSONValue]
    let next: ReadPosition?
    /// The last page, and as many rows came as the vendor said from the first to the last.
    let isWhole: Bool
    let cost: CallCost

    /// The page, its rows mapped one by one.
    func page(id: (JSONValue) -> String?, record: (JSONValue) throws(UnusableRecord) -> SourceRecord?) -> Page {
        var mapper = RecordMapper(bytes: cost.bytes)
        mapper.map(rows, id: id, record: record)
        return page(mapper)
    }

    /// The page, of what was mapped out of its rows.
    func page(_ mapper: RecordMapper) -> Page {
        Page(
            records: mapper.records, rejected: mapper.rejected, next: next, provesWhole: isWhole,
            vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
    }
}
