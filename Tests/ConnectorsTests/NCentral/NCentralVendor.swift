import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// An N-central server of a test's own: answers by path, one after the other, and the last again and again.
struct NCentralVendor {
    let transport: ScriptedTransport
    let connector: NCentral

    init(_ answers: [String: [TransportResponse]], settings: [String: String] = [:]) throws {
        try self.init(settings: settings) { path, number in
            guard let list = answers[path] else {
                if path == "/api/auth/authenticate" { return .nCentralTokens }
                return path == "/api/server-info/time" ? .newYork : .noResource
            }
            return list[min(number, list.count - 1)]
        }
    }

    init(transport: ScriptedTransport, settings: [String: String] = [:]) throws {
        self.transport = transport
        connector = try NCentral(transport.context(settings, credentials: ["jwt": "the-jwt"]))
    }

    /// - Parameter answer: by the path and how often it was asked before.
    init(settings: [String: String] = [:], _ answer: @escaping @Sendable (String, Int) -> TransportResponse) throws {
        let served = Mutex<[String: Int]>([:])
        let transport = ScriptedTransport { request, _ in
            let path = String(request.url.dropFirst(ScriptedTransport.base.count).prefix { $0 != "?" })
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return answer(path, number)
        }
        try self.init(transport: transport, settings: settings)
    }

    /// Reads a stream to its end; the parents of one that is read by parent are given.
    func read(_ stream: String, parents: [String] = []) async throws -> [Page] {
        try await connector.pages(of: stream, parents: parents)
    }

    /// The records of a stream.
    func records(_ stream: String, parents: [String] = []) async throws -> [SourceRecord] {
        try await read(stream, parents: parents).flatMap(\.records)
    }

    /// The error that a stream ends with.
    func error(of stream: String, parents: [String] = []) async -> ConnectorError? {
        do {
            _ = try await read(stream, parents: parents)
            return nil
        } catch {
            return error as? ConnectorError
        }
    }

    /// What was asked, without the log-in.
    var asked: [String] { transport.asked.filter { !$0.hasPrefix("/api/auth/") } }
}

extension TransportResponse {
    static let nCentralTokens = nCentralTokens("1")

    static func nCentralTokens(_ number: String, seconds: Int = 3600) -> TransportResponse {
        json(
            """
            {"tokens":{"access":{"token":"a-\(number)","type":"Bearer","expirySeconds":\(seconds)},
            "refresh":{"token":"r-\(number)","type":"Body","expirySeconds":90000}},
            "refresh":"/api/auth/refresh","validate":"/api/auth/validate"}
            """)
    }

    static let newYork = json(
        #"{"serverTime":"2026-02-16T15:00:00.000-05:00","timezone":"America/New_York","utcOffset":"-05:00"}"#)

    static let noResource = json(
        #"{"status":404,"message":"[ID=ab12] NOT_FOUND: ResourceNotFoundException: Asset not found"}"#, status: 404)

    /// A page in the list envelope, which tells its total alone.
    static func list(_ rows: [String], total: Int? = nil) -> TransportResponse {
        json(#"{"data":[\#(rows.joined(separator: ","))],"totalItems":\#(total ?? rows.count)}"#)
    }

    /// A page in the query envelope.
    static func query(_ rows: [String], page: Int = 1, of pages: Int = 1, total: Int? = nil) -> TransportResponse {
        let next = page < pages ? #""/api/x?pageNumber=\#(page + 1)""# : "null"
        return json(
            """
            {"data":[\(rows.joined(separator: ","))],"pageNumber":\(page),"pageSize":1000,"itemCount":\(rows.count),
            "totalItems":\(total ?? rows.count),"totalPages":\(pages),"_links":{"nextPage":\(next)},"_warning":null}
            """)
    }
}
