import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Synchronization

/// An Autotask of a few scripted answers, by the path behind the version (`Tickets/query`); lists that are not scripted
/// are empty, and pick lists that are not have no entries.
final class AutotaskScript: Sendable {
    typealias Answer = @Sendable (AutotaskCall) throws(TransportError) -> TransportResponse

    private let answers: [String: Answer]
    /// What `zoneInformation` answers; a test moves it.
    let zone: Mutex<String>
    /// The calls of this hour, as the vendor counts them.
    let used: Mutex<Int>

    init(zone: String = "https://vendor.example/ATServicesRest/", used: Int = 12, _ answers: [String: Answer] = [:]) {
        self.zone = Mutex(zone)
        self.used = Mutex(used)
        self.answers = answers
    }

    /// The same answer to every call of a path.
    convenience init(_ path: String, _ json: String, and others: [String: String] = [:]) {
        self.init(others.merging([path: json]) { $1 }.mapValues(Self.always))
    }

    private static func always(_ json: String) -> Answer {
        let answer = TransportResponse.json(json)
        return { _ in answer }
    }

    /// A page that is the last.
    static func items(_ rows: String, next: String? = nil) -> String {
        let next = next.map { "\"\($0)\"" } ?? "null"
        return
            #"{"items":[\#(rows)],"pageDetails":{"count":1,"requestCount":500,"prevPageUrl":null,"nextPageUrl":\#(next)}}"#
    }

    /// An entity's information of one field and its pick list.
    static func fields(_ name: String, _ values: [(String, String)]) -> String {
        let list = values.enumerated().map { place, entry in
            #"{"value":"\#(entry.0)","label":"\#(entry.1)","sortOrder":\#(place + 1),"isActive":true,"parentValue":""}"#
        }
        return #"{"fields":[{"name":"\#(name)","picklistValues":[\#(list.joined(separator: ","))]}]}"#
    }

    func transport() -> ScriptedTransport {
        ScriptedTransport { [self] (request, _) throws(TransportError) in try answer(AutotaskCall(request)) }
    }

    private func answer(_ call: AutotaskCall) throws(TransportError) -> TransportResponse {
        if call.path.hasPrefix("/atservicesrest/v1.0/zoneInformation") {
            if let answer = answers["zoneInformation"] { return try answer(call) }
            return .json(#"{"zoneName":"Z","url":"\#(zone.withLock { $0 })","webUrl":"https://ww3.example/","ci":1}"#)
        }
        if let answer = answers[call.tail] { return try answer(call) }
        if call.tail == "ThresholdInformation" {
            let used = used.withLock { $0 }
            return .json(
                #"{"externalRequestThreshold":10000,"requestThresholdTimeframe":60,"currentTimeframeRequestCount":\#(used)}"#
            )
        }
        return .json(call.tail.hasSuffix("fields") ? #"{"fields":[]}"# : Self.items(""))
    }

    static let credentials = ["username": "api@msp.example", "secret": "S3CRET-PASS", "integration_code": "C0DE-12345"]

    static let wrong = TransportResponse.json("{}", status: 401)
}

/// A call as Autotask sees it.
struct AutotaskCall: Sendable {
    let host: String
    let path: String
    let headers: HTTPFields
    let method: HTTPRequest.Method
    let body: JSONValue

    init(_ request: TransportRequest) {
        path = String(request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        host = String(request.url.dropLast(path.count))
        headers = request.headers
        method = request.method
        body = (try? JSONValue.parse(request.body)) ?? .missing
    }

    /// Behind the version.
    var tail: String { path.split(separator: "/", maxSplits: 2).last.map(String.init) ?? "" }
    var filter: String { body["Filter"].serialised() }
}

/// What one stream made of a script.
struct AutotaskRead {
    let pages: [Page]
    let calls: [AutotaskCall]
    let entity: EntityDescription
    var records: [SourceRecord] { pages.flatMap(\.records) }

    /// Reads a stream to its end.
    init(
        _ stream: String, _ script: AutotaskScript, scope: ReadScope = .everything, settings: [String: String] = [:]
    ) async throws {
        let transport = script.transport()
        let connector = try Autotask(transport.context(settings, credentials: AutotaskScript.credentials))
        pages = try await connector.pages(of: stream, scope)
        calls = transport.requests.map(AutotaskCall.init)
        entity = Autotask.streams.first { $0.name == stream }?.entity ?? Company.entity.description
    }

    /// The bodies of a list's queries.
    func queries(_ entity: String) -> [AutotaskCall] { calls.filter { $0.tail == "\(entity)/query" } }

    /// One record's cell by its column's name.
    func cell(_ column: String, of index: Int = 0) -> Value? {
        guard records.indices.contains(index), let place = entity.columns.firstIndex(where: { $0.name == column })
        else { return nil }
        return records[index].values[place]
    }

    static let since = ReadScope.changed(since: Timestamp(microseconds: 1_746_194_400_123_999))
}
