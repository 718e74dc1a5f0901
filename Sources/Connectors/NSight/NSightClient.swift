import HTTPTransport
import Inventory
import JSON

/// Calls the API: one address, the service in a parameter, the key in another. Never by POST, which no document knows.
struct NSightClient: Sendable {
    private let caller: Caller
    private let now: @Sendable () -> Timestamp

    init(_ context: ConnectorContext) {
        var context = context
        context.baseURL = Self.host(context.baseURL)
        let credentials = context.credentials
        let key: @Sendable () async throws(ConnectorError) -> [(String, String)] = {
            () async throws(ConnectorError) -> [(String, String)] in
            [("apikey", try await credentials().secret("api_key"))]
        }
        caller = Caller(context, authorisation: .query(key), reading: NSightRefusals.reading)
        now = context.now
    }

    /// The dashboard of `www2` has its API at the `www` twin (Base URL and regions).
    private static func host(_ baseURL: String) -> String { baseURL.replacing("://www2.", with: "://www.") }

    /// A whole list in one answer can take the server a while.
    private static let limits: TransferLimits = {
        var limits = TransferLimits()
        limits.idle = .seconds(120)
        limits.total = .seconds(600)
        return limits
    }()

    /// The rows of a service: all of them, since no service has pages.
    func rows(
        _ service: NSightService, _ parameters: [(String, String)] = []
    ) async throws(ConnectorError) -> NSightAnswer {
        let answer = try await caller.xml(
            VendorCall("/api/", query: [("service", service.name)] + parameters, limits: Self.limits), service.form)
        guard let root = answer.json.object?.first else { throw .malformedAnswer("no root element") }
        let list = service.rows.dropLast().reduce(root.value) { $0[$1] }
        // A list without rows is an empty element; no such element is no list.
        if service.rows.count > 1, list.isMissing {
            throw .malformedAnswer("no list where \(service.name) promises one")
        }
        return NSightAnswer(
            root: root.value, rows: list[service.rows[service.rows.count - 1]].array ?? [],
            serverTime: root.value["@created"].cleaned.flatMap { Timestamp(iso8601: $0) }
                ?? answer.cost.vendorDate ?? now(),
            cost: answer.cost)
    }
}

/// One answer: its rows, and the server's clock, which stands on the root (or in the `Date` header, where that is
/// malformed, as in one of the vendor's own samples).
struct NSightAnswer: Sendable {
    let root: JSONValue
    let rows: [JSONValue]
    let serverTime: Timestamp
    var cost: CallCost

    /// The page, its rows mapped one by one, as the end of its list.
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
