import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// A HaloPSA of a test's own: answers by path below `/api`, from what was asked.
struct HaloServer {
    typealias Answer = @Sendable (_ query: [String: String]) -> TransportResponse

    let transport: ScriptedTransport
    let connector: HaloPSA

    static let credentials = ["client_id": "app-17", "client_secret": "s3cret-of-app", "tenant": "acme"]

    /// - Parameter usual: Whether the small lists are there, and empty.
    init(
        _ answers: [String: Answer], settings: [String: String] = [:],
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: 1_751_900_000) },
        token: @escaping @Sendable (TransportRequest) -> TransportResponse = { _ in .token }
    ) throws {
        let small = [
            "/Agent", "/Status", "/TicketType", "/SLA", "/Priority", "/Lookup", "/Opportunities", "/Outcome", "/Team",
            "/Category", "/AssetType", "/AssetGroup",
        ]
        let usual = Dictionary(uniqueKeysWithValues: small.map { ($0, { _ in .json("[]") } as Answer) })
        let all = usual.merging(answers) { $1 }
        transport = ScriptedTransport { request, _ in
            let path = Self.path(request)
            if path.hasSuffix("/token") { return token(request) }
            guard path.hasPrefix("/api"), let answer = all[String(path.dropFirst(4))] else {
                return .json(#"{"ClassName":"NotFoundException","Message":"not here"}"#, status: 404)
            }
            return answer(URLText.query(of: request.url))
        }
        var context = transport.context(settings, credentials: Self.credentials)
        context.now = clock
        connector = try HaloPSA(context)
    }

    private static func path(_ request: TransportRequest) -> String {
        let rest = request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        return String(rest.prefix { $0 != "?" })
    }

    /// The same answer to whatever is asked.
    static func always(_ json: String, status: Int = 200) -> Answer { { _ in .json(json, status: status) } }

    /// A list in its envelope, in pages of what is asked for or of what the server gives at most; nothing has changed in
    /// the future.
    static func list(_ key: String, _ rows: [String], most: Int = 100) -> Answer {
        { query in
            let shown = query["lastupdatefromdate"]?.hasPrefix("2099") == true ? [] : rows
            let size = min(query["page_size"].flatMap { Int($0) } ?? 50, most)
            let first = ((query["page_no"].flatMap { Int($0) } ?? 1) - 1) * size
            let page = shown.dropFirst(first).prefix(size).joined(separator: ",")
            return .json(#"{"record_count":\#(shown.count),"\#(key)":[\#(page)]}"#)
        }
    }

    func read(
        _ stream: String, _ scope: ReadScope = .everything, parents: [String] = []
    ) async throws -> [Page] {
        try await connector.pages(of: stream, scope, parents: parents)
    }

    func records(
        _ stream: String, _ scope: ReadScope = .everything, parents: [String] = []
    ) async throws -> [SourceRecord] {
        try await read(stream, scope, parents: parents).flatMap(\.records)
    }

    /// What was asked of a path, each call as its parameters by name.
    func asked(_ path: String) -> [[String: String]] {
        transport.requests.filter { Self.path($0) == path }.map { URLText.query(of: $0.url) }
    }
}

extension SourceRecord {
    /// A cell by its column's name.
    func cell(_ column: String, in entity: EntityDescription) -> Value? {
        entity.columns.firstIndex { $0.name == column }.map { values[$0] }
    }
}
