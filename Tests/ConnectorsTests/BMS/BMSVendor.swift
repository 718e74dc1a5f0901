import Connectors
import Foundation
import HTTPTransport
import Inventory
import Synchronization
import Testing

/// A BMS of a test's own: answers by path, one after the other, and the last again and again.
struct BMSVendor {
    let transport: ScriptedTransport
    let connector: KaseyaBMS
    let clock = TestClock()

    static let logIn = "/v2/security/authenticate"
    static let renewal = "/v2/security/refreshtoken"
    static let userInfo = "/v2/security/userinfo"
    static let credentials = ["username": "api@msp", "password": "the&secret+", "tenant": "Acme & Sons"]

    init(_ answers: [String: [TransportResponse]], settings: [String: String] = ["timezone": "UTC"]) throws {
        let served = Mutex<[String: Int]>([:])
        transport = ScriptedTransport { request, _ in
            let path = String(request.url.dropFirst(ScriptedTransport.base.count).prefix { $0 != "?" })
            if path == Self.logIn, answers[path] == nil { return .bmsTokens }
            guard let list = answers[path] else { return .bmsFailure(404, "not there", status: 404) }
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return list[min(number, list.count - 1)]
        }
        var context = transport.context(settings, credentials: Self.credentials)
        let clock = clock
        context.now = { clock.now }
        connector = try KaseyaBMS(context)
    }

    /// Reads a stream to its end.
    func read(_ stream: String, _ scope: ReadScope = .everything, parents: [String] = []) async throws -> BMSRead {
        BMSRead(
            pages: try await connector.pages(of: stream, scope, parents: parents),
            entity: try #require(KaseyaBMS.streams.first { $0.name == stream }).entity)
    }

    /// The error that a stream's read ends with.
    func failure(_ stream: String, parents: [String] = []) async throws -> ConnectorError? {
        do {
            _ = try await read(stream, parents: parents)
            return nil
        } catch {
            return error as? ConnectorError
        }
    }

    /// What was called but for the log-in, with its query or its body.
    var asked: [String] {
        transport.requests.filter { !$0.url.contains("/security/") }.map { request in
            String(request.url.dropFirst(ScriptedTransport.base.count)).removingPercentEncoding.map { path in
                request.body.isEmpty ? path : "\(path) \(String(decoding: request.body, as: UTF8.self))"
            } ?? request.url
        }
    }

    func count(_ path: String) -> Int { transport.requests.count { $0.url.contains(path) } }
}

/// What a read came to.
struct BMSRead {
    let pages: [Page]
    let entity: EntityDescription
    var records: [SourceRecord] { pages.flatMap(\.records) }
    var ids: [String] { records.map(\.externalID) }
    var provesWhole: Bool { pages.last?.provesWhole == true }

    func cell(_ column: String, of index: Int = 0) throws -> Value {
        let place = try #require(entity.columns.firstIndex { $0.name == column })
        return try #require(records.indices.contains(index) ? records[index] : nil).values[place]
    }
}

extension TransportResponse {
    static let bmsTokens = bms(
        #"{"accessToken":"t-1","refreshToken":"r-1","accessTokenExpireOn":"2099-01-01T00:00:00Z"}"#)

    /// A result in its envelope.
    static func bms(_ result: String, total: Int? = nil) -> TransportResponse {
        let total = total.map { #","totalRecords":\#($0)"# } ?? ""
        return json(#"{"success":true,"error":null\#(total),"result":\#(result)}"#)
    }

    /// A page of a list.
    static func bms(_ rows: [String], total: Int? = nil) -> TransportResponse {
        bms("[\(rows.joined(separator: ","))]", total: total)
    }

    static func bmsFailure(_ code: Int, _ message: String, status: Int = 200) -> TransportResponse {
        json(
            #"{"success":false,"error":{"code":\#(code),"message":"\#(message)","stackStrace":"at Vorex.X()"},"result":null}"#,
            status: status)
    }
}
