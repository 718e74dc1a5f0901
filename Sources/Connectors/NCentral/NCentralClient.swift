import HTTPTypes
import Inventory
import JSON

/// Calls an N-central server: single things, and pages of its numbered lists.
struct NCentralClient: Sendable {
    /// The most that a server gives; what is not asked for is 50.
    static let pageSize = 1000

    private let caller: Caller
    /// With the token that is held, right or wrong.
    private let doubter: Caller
    private let logIn: NCentralLogIn

    init(_ context: ConnectorContext) {
        let logIn = NCentralLogIn(context)
        let tokens = TokenSource(now: context.now) { () async throws(ConnectorError) in try await logIn.token() }
        self.logIn = logIn
        caller = Caller(context, authorisation: .token(tokens), reading: NCentralRefusals.reading)
        doubter = Caller(
            context,
            authorisation: .headers { () async throws(ConnectorError) in
                [.authorization: "Bearer \(try await tokens.token().value)"]
            })
    }

    func get(_ path: String, _ query: [(String, String)] = []) async throws(ConnectorError) -> VendorAnswer {
        do throws(ConnectorError) {
            return try await caller.json(VendorCall(path, query: query))
        } catch {
            guard case .unauthorised(let words) = error, await !logIn.isRefused else { throw error }
            throw try await isTokenGood() ? .forbidden("the role lacks a permission (\(words))") : error
        }
    }

    /// Some calls that the role does not allow are answered 401 too, which renewing the token never mends.
    private func isTokenGood() async throws(ConnectorError) -> Bool {
        do throws(ConnectorError) {
            _ = try await doubter.json(VendorCall("/api/auth/validate"))
            return true
        } catch {
            if error == .cancelled { throw error }
            return false
        }
    }

    /// The thing at a path, bare or under `data` (which of them is not established); nil where the server says 404.
    func one(_ path: String, idMember: String) async throws(ConnectorError) -> (row: JSONValue, cost: CallCost)? {
        do throws(ConnectorError) {
            let answer = try await get(path)
            let inner = answer.json["data"]
            return (inner.object == nil ? answer.json : inner, answer.cost)
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// A page of a list, in the order of its ids.
    func list(
        _ path: String, id member: String, _ query: [(String, String)] = [], at position: ReadPosition?,
        size: Int = pageSize
    ) async throws(ConnectorError) -> NCentralRows {
        var asking = NCentralAsking(position, idMember: member, size: size)
        while true {
            do throws(ConnectorError) {
                let answer = try await get(path, query + asking.query)
                return try rows(of: answer, path, member, asking, position)
            } catch {
                guard case .rejectedCall(400, let words) = error, asking.givesIn(to: words) else { throw error }
            }
        }
    }

    private func rows(
        of answer: VendorAnswer, _ path: String, _ member: String, _ asking: NCentralAsking, _ position: ReadPosition?
    ) throws(ConnectorError) -> NCentralRows {
        guard let rows = answer.json["data"].array else { throw .malformedAnswer("no list where \(path) promises one") }
        var step = try SettledPaging(pageSize: asking.size).step(
            position, SettledPaging.Event(answer.json, ids: rows.map { $0[member].cleaned }))
        step.next?.fields.merge(asking.fields) { $1 }
        return NCentralRows(rows: rows, step: step, cost: answer.cost)
    }
}

/// How a page is asked for. What may be sorted by is not published, and older servers give fewer rows: one that refuses
/// either is asked without it, and so for the rest of the read.
struct NCentralAsking: Sendable {
    private(set) var size: Int
    private var sorts: Bool
    private let idMember: String
    private let page: Int

    /// What older servers are known to give.
    private static let olderSize = 200

    init(_ position: ReadPosition?, idMember: String, size: Int) {
        let fields = position?.fields ?? [:]
        self.size = fields["size"].flatMap { Int($0) } ?? size
        sorts = fields["sorts"] != "no"
        self.idMember = idMember
        page = SettledPaging.page(position)
    }

    var query: [(String, String)] {
        [("pageNumber", String(page)), ("pageSize", String(size))]
            + (sorts ? [("sortBy", idMember), ("sortOrder", "asc")] : [])
    }

    /// For the next page's position.
    var fields: [String: String] {
        sorts ? ["size": String(size)] : ["size": String(size), "sorts": "no"]
    }

    /// Whether there is another way to ask; takes it.
    mutating func givesIn(to words: String) -> Bool {
        if words.lowercased().contains("pagesize"), size > Self.olderSize {
            size = Self.olderSize
        } else if sorts {
            sorts = false
        } else {
            return false
        }
        return true
    }
}

/// The rows of one answer, and what follows them.
struct NCentralRows: Sendable {
    let rows: [JSONValue]
    let step: SettledPaging.Step
    let cost: CallCost

    /// Rows that are new to this read: none of a page that was read before and has not changed.
    var news: [JSONValue] { step.isRepetition ? [] : rows }

    /// The page, its rows mapped one by one.
    func page(
        id: (JSONValue) -> String?, record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) -> Page {
        var mapper = RecordMapper(bytes: cost.bytes)
        mapper.map(news, id: id, record: record)
        return Page(
            records: mapper.records, rejected: mapper.rejected, next: step.next, provesWhole: step.isProven,
            vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
    }
}
