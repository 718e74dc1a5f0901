import HTTPTransport
import HTTPTypes
import JSON

/// Calls BMS: single things, and pages of its lists.
struct BMSClient: Sendable {
    private let caller: Caller

    init(_ context: ConnectorContext) {
        let logIn = BMSLogIn(context)
        let tokens = TokenSource(now: context.now) { () async throws(ConnectorError) in try await logIn.token() }
        caller = Caller(context, authorisation: .token(tokens), reading: BMSReading.calls)
    }

    /// What an answer has in its envelope.
    struct Answer: Sendable {
        let json: JSONValue
        /// nil where the endpoint tells none.
        let total: Int64?
        let cost: CallCost

        init(_ answer: VendorAnswer) {
            let envelope = BMSEnvelope(answer.json)
            (json, total, cost) = (envelope.result, envelope.total, answer.cost)
        }

        /// The rows of a list. Anything else (`null`, a record, a web page) must not read as an empty one.
        func rows(_ path: String) throws(ConnectorError) -> [JSONValue] {
            if let rows = json.array { return rows }
            if json.isNull, !json.isMissing, total == 0 { return [] }
            throw .malformedAnswer("\(path) is not answered with a list")
        }
    }

    func get(_ path: String, _ query: [(String, String)] = []) async throws(ConnectorError) -> Answer {
        Answer(try await caller.json(VendorCall(path, query: query)))
    }

    /// The thing at a path; nil where BMS says that it is not there.
    func one(_ path: String, _ id: String) async throws(ConnectorError) -> (row: JSONValue, cost: CallCost)? {
        guard Int64(id) != nil else { return nil }
        do throws(ConnectorError) {
            let answer = try await get("\(path)/\(id)")
            if answer.json.isNull { return nil }
            guard answer.json.member(ignoringCase: "id").text == id else {
                throw .malformedAnswer("\(path)/\(id) is answered with another")
            }
            return (answer.json, answer.cost)
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// A page of a list.
    func page(_ query: BMSQuery, number: Int) async throws(ConnectorError) -> Answer {
        guard query.style == .search else { return try await get(query.path, query.parameters(page: number)) }
        // A search only reads, whatever its method: it may be sent again.
        return Answer(
            try await caller.json(
                VendorCall(
                    query.path, method: .post, headers: [.contentType: "application/json"],
                    body: query.body(page: number), isRepeatable: true)))
    }
}
