import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization

/// A PSA of a few scripted answers: by path from the module on; what is not scripted is 404.
final class ConnectWisePSAScript: Sendable {
    typealias Answer = @Sendable (ConnectWisePSACall) -> TransportResponse

    let answers: [String: Answer]
    /// The codebase that the server tells and answers under; a test moves it.
    let codebase: Mutex<String>

    init(codebase: String = "v2025_1", _ answers: [String: Answer]) {
        self.codebase = Mutex(codebase)
        self.answers = answers
    }

    /// The same answer to every call.
    convenience init(_ path: String, _ json: String, headers: HTTPFields = ConnectWisePSAScript.end) {
        self.init([path: { _ in .json(json, headers: headers) }])
    }

    /// The end of a forward-only list: a `Link` header that is there and empty.
    static let end: HTTPFields = [.init("Link")!: ""]

    static func next(_ query: String) -> HTTPFields {
        [.init("Link")!: "<https://vendor.example/v2025_1/apis/3.0/x?\(query)>; rel=\"next\""]
    }

    func transport() -> ScriptedTransport {
        ScriptedTransport { [self] request, _ in answer(ConnectWisePSACall(request)) }
    }

    private func answer(_ call: ConnectWisePSACall) -> TransportResponse {
        let codebase = codebase.withLock { $0 }
        if call.path.hasPrefix("/login/companyinfo/") {
            return .json(#"{"CompanyName":"acme","Codebase":"\#(codebase)/","IsCloud":true}"#)
        }
        let base = "/\(codebase)/apis/3.0"
        guard call.path.hasPrefix(base), let answer = answers[String(call.path.dropFirst(base.count))] else {
            return .json(#"{"code":"NotFound","message":"not here\r\n"}"#, status: 404)
        }
        return answer(call)
    }

    static let credentials = [
        "company_id": "acme", "public_key": "pub", "private_key": "priv", "client_id": "0b5c-guid",
    ]

    static let forbidden = TransportResponse.json(#"{"code":"Forbidden","message":"no right"}"#, status: 403)
}

/// A call as the PSA sees it.
struct ConnectWisePSACall: Sendable {
    let path: String
    let query: [String: String]
    let headers: HTTPFields

    init(_ request: TransportRequest) {
        let rest = request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        path = String(rest.prefix { $0 != "?" })
        query = URLText.query(of: request.url)
        headers = request.headers
    }
}

/// What one stream made of a script.
struct ConnectWisePSARead {
    let pages: [Page]
    let calls: [ConnectWisePSACall]
    var records: [SourceRecord] { pages.flatMap(\.records) }

    /// Reads a stream to its end.
    init(
        _ stream: String, _ script: ConnectWisePSAScript, scope: ReadScope = .everything, parents: [String] = [],
        settings: [String: String] = [:]
    ) async throws {
        let transport = script.transport()
        let connector = try ConnectWisePSA(
            transport.context(settings, credentials: ConnectWisePSAScript.credentials))
        pages = try await connector.pages(of: stream, scope, parents: parents)
        calls = transport.requests.map(ConnectWisePSACall.init).filter { !$0.path.hasPrefix("/login") }
    }

    /// One record's cell by its column's name.
    func cell(_ column: String, of index: Int = 0, in entity: EntityDescription) -> Value? {
        guard records.indices.contains(index), let place = entity.columns.firstIndex(where: { $0.name == column })
        else { return nil }
        return records[index].values[place]
    }
}
