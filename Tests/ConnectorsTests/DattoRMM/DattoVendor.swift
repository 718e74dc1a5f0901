import Connectors
import Foundation
import HTTPTransport
import Inventory
import Synchronization
import Testing

/// A Datto RMM of a test's own: answers by path, one after the other, and the last again and again.
struct DattoVendor {
    let transport: ScriptedTransport
    let connector: DattoRMM
    let clock = TestClock()

    init(
        _ answers: [String: [TransportResponse]], settings: [String: String] = [:],
        credentials: [String: String] = ["api_key": "the-key", "api_secret_key": "the&secret+"]
    ) throws {
        let served = Mutex<[String: Int]>([:])
        transport = ScriptedTransport { request, _ in
            let path = String(request.url.dropFirst(ScriptedTransport.base.count).prefix { $0 != "?" })
            if path == "/auth/oauth/token", answers[path] == nil { return .token }
            guard let list = answers[path] else { return .json(#"{"status":404,"error":"Not Found"}"#, status: 404) }
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return list[min(number, list.count - 1)]
        }
        var context = transport.context(settings, credentials: credentials)
        let clock = clock
        context.now = { clock.now }
        connector = try DattoRMM(context)
    }

    /// Reads a stream to its end.
    func read(_ stream: String, parents: [String] = []) async throws -> [Page] {
        try await connector.pages(of: stream, parents: parents)
    }

    /// The error that a stream's read ends with.
    func failure(_ stream: String, parents: [String] = []) async -> ConnectorError? {
        do {
            _ = try await read(stream, parents: parents)
            return nil
        } catch {
            return error as? ConnectorError
        }
    }
}

extension TransportResponse {
    /// A page of a list.
    /// - Parameter next: the link to the next page, as the vendor writes it (`null`, `""`, or text in quotes).
    static func datto(
        _ member: String, _ rows: [String], total: Int? = nil, next: String = "null"
    ) -> TransportResponse {
        let details = """
            {"count":\(rows.count),"totalCount":\(total ?? rows.count),"prevPageUrl":null,"nextPageUrl":\(next)}
            """
        return json(#"{"pageDetails":\#(details),"\#(member)":[\#(rows.joined(separator: ","))]}"#)
    }

    /// A refusal in the vendor's words.
    static func dattoRefusal(_ status: Int) -> TransportResponse {
        json(#"{"timestamp":1751871234000,"status":\#(status),"error":"No","path":"/v2/x"}"#, status: status)
    }

    /// Sites as the list has them, with the devices that each is said to have.
    static func dattoSites(_ sites: [(uid: String, devices: Int)]) -> TransportResponse {
        datto(
            "sites",
            sites.map {
                #"{"id":1,"uid":"\#($0.uid)","name":"\#($0.uid)","devicesStatus":{"numberOfDevices":\#($0.devices)}}"#
            })
    }

    /// Devices with a class and no more.
    static func dattoDevices(
        _ uids: [String], kind: String = "device", total: Int? = nil, next: String = "null"
    ) -> TransportResponse {
        datto(
            "devices", uids.map { #"{"uid":"\#($0)","siteUid":"s","deviceClass":"\#(kind)"}"# }, total: total,
            next: next)
    }

    /// A link to a page of a list.
    static func link(_ pathAndQuery: String) -> String { "\"\(ScriptedTransport.base)/api\(pathAndQuery)\"" }
}
