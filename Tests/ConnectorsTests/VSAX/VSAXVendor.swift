import Connectors
import HTTPTransport
import Inventory
import Synchronization
import Testing

/// A VSA X of a test's own: answers by path below the API, one after the other, and the last again and again.
struct VSAXVendor {
    let transport: ScriptedTransport
    let connector: KaseyaVSAX

    init(
        _ answers: [String: [TransportResponse]], settings: [String: String] = [:],
        baseURL: String = ScriptedTransport.base, prefix: String = "/api/v3"
    ) throws {
        let served = Mutex<[String: Int]>([:])
        transport = ScriptedTransport { request, _ in
            let path = String(request.url.dropFirst(ScriptedTransport.base.count + prefix.count).prefix { $0 != "?" })
            guard let list = answers[path] else { return .vsaxFailure(404, "The requested resource was not found") }
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return list[min(number, list.count - 1)]
        }
        var context = transport.context(settings, credentials: ["token_id": "id", "token_secret": "s3cret"])
        context.baseURL = baseURL
        connector = try KaseyaVSAX(context)
    }

    /// Reads a stream to its end.
    func read(_ stream: String, parents: [String] = []) async throws -> [Page] {
        try await connector.pages(of: stream, parents: parents)
    }

    func records(_ stream: String, parents: [String] = []) async throws -> [SourceRecord] {
        try await read(stream, parents: parents).flatMap(\.records)
    }

    /// The one record of a stream whose list holds one row.
    static func record(_ stream: String, _ path: String, _ row: String) async throws -> SourceRecord {
        try #require(try await VSAXVendor([path: [.vsaxList([row], total: 1)]]).records(stream).first)
    }
}

extension TransportResponse {
    static func vsaxList(_ rows: [String], total: Int?) -> TransportResponse {
        let count = total.map { ",\"TotalCount\":\($0)" } ?? ""
        return json(#"{"Data":[\#(rows.joined(separator: ","))],"Meta":{"ResponseCode":200\#(count)}}"#)
    }

    static func vsaxOne(_ row: String) -> TransportResponse {
        json(#"{"Data":\#(row),"Meta":{"ResponseCode":200}}"#)
    }

    static func vsaxFailure(_ code: Int, _ words: String, sentAs status: Int? = nil) -> TransportResponse {
        json(
            #"{"Data":null,"Meta":{"ResponseCode":\#(code),"ErrorMessage":"\#(words)"}}"#, status: status ?? code)
    }
}
