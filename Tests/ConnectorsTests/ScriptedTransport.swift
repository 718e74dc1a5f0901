import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Logging
import Synchronization

/// The network as a script: answers come from a function of the request, and every request is kept.
final class ScriptedTransport: Transport {
    private let seen = Mutex<[TransportRequest]>([])
    private let script: @Sendable (TransportRequest, Int) throws(TransportError) -> TransportResponse

    /// - Parameter script: answers a request; the number counts from 0.
    init(_ script: @escaping @Sendable (TransportRequest, Int) throws(TransportError) -> TransportResponse) {
        self.script = script
    }

    var requests: [TransportRequest] { seen.withLock { $0 } }
    /// Path and query of what was asked, without the token endpoint's.
    var asked: [String] {
        requests.map { String($0.url.dropFirst(Self.base.count)) }.filter { !$0.contains("oauth") }
    }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let number = seen.withLock {
            $0.append(request)
            return $0.count - 1
        }
        // As a network does, it lets others go on meanwhile.
        for _ in 0..<5 { await Task.yield() }
        return try script(request, number)
    }

    static let base = "https://vendor.example"

    func context(_ settings: [String: String] = [:], credentials: [String: String] = [:]) -> ConnectorContext {
        ConnectorContext(
            baseURL: Self.base, settings: settings, credentials: { Credentials(credentials) }, transport: self,
            now: { Timestamp(seconds: 1_751_900_000) }, logger: Logger(label: "test"))
    }
}

extension TransportResponse {
    static func json(_ text: String, status: Int = 200, headers: HTTPFields = [:]) -> TransportResponse {
        var headers = headers
        headers[.contentType] = headers[.contentType] ?? "application/json"
        return TransportResponse(status: .init(code: status), headers: headers, body: Array(text.utf8))
    }

    static let html = json("<!DOCTYPE html><html>Down for maintenance</html>", headers: [.contentType: "text/html"])
    static let token = json(#"{"access_token":"t-1","token_type":"Bearer","expires_in":3600}"#)
}
