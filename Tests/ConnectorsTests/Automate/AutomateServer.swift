import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// An Automate server of a test's own: answers by path below `/cwa/api/v1`, one after the other, and the last again and
/// again. It writes its dates in UTC unless told otherwise.
struct AutomateServer {
    let transport: ScriptedTransport
    let connector: ConnectWiseAutomate

    static let credentials = ["username": "svc-api", "password": "p4ss-w0rd", "client_id": "integration-7"]
    static let login = TransportResponse.json(#"{"AccessToken":"t-1","ExpirationDate":"2030-01-01T00:00:00Z"}"#)
    static let empty = TransportResponse.json("[]")

    init(
        _ answers: [String: [TransportResponse]], settings: [String: String] = [:],
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: 1_751_900_000) }
    ) throws {
        let served = Mutex<[String: Int]>([:])
        let usual = [
            "/apitoken": [Self.login], "/DatabaseServerTime": [.json(#""2025-07-07T14:53:20Z""#)],
            "/Computers/Chassis": [Self.empty], "/Computers/Drives": [Self.empty],
        ]
        let answers = usual.merging(answers) { $1 }
        transport = ScriptedTransport { request, _ in
            let path = String(request.url.dropFirst(ScriptedTransport.base.count + 11).prefix { $0 != "?" })
            guard let list = answers[path] else { return .json(#"{"Message":"No resource"}"#, status: 404) }
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return list[min(number, list.count - 1)]
        }
        var context = transport.context(settings, credentials: Self.credentials)
        context.now = clock
        connector = try ConnectWiseAutomate(context)
    }

    /// Answers that are a list of one page, and its end.
    static func list(_ rows: String...) -> [TransportResponse] {
        [.json("[\(rows.joined(separator: ","))]"), empty]
    }

    /// Reads a stream to its end.
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
        transport.requests.map(\.url).filter {
            $0.dropFirst(ScriptedTransport.base.count + 11).prefix { $0 != "?" } == path
        }.map(URLText.query)
    }

    /// How often each path was called, but for the log-in.
    var calls: [String: Int] {
        var calls: [String: Int] = [:]
        for request in transport.requests {
            calls[String(request.url.dropFirst(ScriptedTransport.base.count + 11).prefix { $0 != "?" }), default: 0] +=
                1
        }
        calls["/apitoken"] = nil
        return calls
    }
}

extension Value {
    /// A moment, which must be one.
    static func at(_ text: String) -> Value {
        Timestamp(iso8601: text).map { .timestamp($0) } ?? .text("no time: \(text)")
    }
    /// A day, which must be one.
    static func on(_ text: String) -> Value {
        CalendarDate(iso8601: text).map { .date($0) } ?? .text("no day: \(text)")
    }
}
