import Connectors
import HTTPTransport
import Inventory
import Synchronization
import Testing

/// A NinjaOne of a test's own: answers by path, one after the other, and the last again and again.
struct NinjaVendor {
    let transport: ScriptedTransport
    let connector: NinjaOne

    init(_ answers: [String: [TransportResponse]], settings: [String: String] = [:]) throws {
        let served = Mutex<[String: Int]>([:])
        transport = ScriptedTransport { request, _ in
            if request.url.contains("/ws/oauth/token") { return .token }
            let path = String(request.url.dropFirst(ScriptedTransport.base.count).prefix { $0 != "?" })
            guard let list = answers[path] else { return .json("{}", status: 404) }
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return list[min(number, list.count - 1)]
        }
        connector = try NinjaOne(
            transport.context(settings, credentials: ["client_id": "id", "client_secret": "secret"]))
    }

    /// Reads a stream to its end.
    func read(_ stream: String) async throws -> [Page] {
        try await connector.pages(of: stream)
    }

    /// The records of a stream.
    func records(_ stream: String) async throws -> [SourceRecord] { try await read(stream).flatMap(\.records) }
}

extension TransportResponse {
    /// A page of a report.
    static func report(_ rows: [String], offset: Int, cursor: String = "cur-1") -> TransportResponse {
        let head = #"{"name":"\#(cursor)","offset":\#(offset),"count":\#(rows.count),"expires":1751903600.5}"#
        return json(#"{"cursor":\#(head),"results":[\#(rows.joined(separator: ","))]}"#)
    }

    /// A report of one page, and its end.
    static func wholeReport(_ rows: [String]) -> [TransportResponse] {
        [report(rows, offset: 0), report([], offset: rows.count)]
    }
}

extension SourceRecord {
    /// A column's value by its name.
    func cell(_ column: String, of entity: EntityDescription) throws -> Value {
        values[try #require(entity.columns.firstIndex { $0.name == column })]
    }
}
