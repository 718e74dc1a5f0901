import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Synchronization
import Testing

/// An Asio of a test's own: answers by path, one after the other, and the last again and again; what it has no answer for
/// is a resource that is not found.
struct AsioVendor {
    let transport: ScriptedTransport
    let connector: Asio

    static let companies = "/api/platform/v1/company/companies"
    static let devices = "/api/platform/v2/device/categories/all/endpoints"
    static let heartbeat = "/api/platform/v2/device/endpoints/heartbeat"
    static let applications = "/api/platform/v2/device/endpoints/applications"
    static let summary = "/api/platform/v2/os-patching/compliance/summary"
    static let products = "/api/platform/v2/third-party-patching/patch/details"
    static let nothing = TransportResponse.json(#"{"message":"resource not found"}"#, status: 404)

    init(
        _ answers: [String: [TransportResponse]], companies: [String] = ["c1"], settings: [String: String] = [:],
        tokens: (any TokenKeeper)? = nil, now: @escaping @Sendable () -> Timestamp = { AsioVendor.moment }
    ) throws {
        var answers = answers
        let rows = companies.map { #"{"id":"\#($0)","name":"Company \#($0)"}"# }
        answers[Self.companies] = answers[Self.companies] ?? [.json("[\(rows.joined(separator: ","))]")]
        answers["/v1/token"] = answers["/v1/token"] ?? [.token]
        let served = Mutex<[String: Int]>([:])
        transport = ScriptedTransport { [answers] request, _ in
            let path = String(request.url.dropFirst(ScriptedTransport.base.count).prefix { $0 != "?" })
            guard let list = answers[path] else { return Self.nothing }
            let number = served.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0] - 1
            }
            return list[min(number, list.count - 1)]
        }
        var context = transport.context(settings, credentials: ["client_id": "0e30id", "client_secret": "secret"])
        (context.tokens, context.now) = (tokens, now)
        connector = try Asio(context)
    }

    static let moment = Timestamp(seconds: 1_751_900_000)

    func page(_ stream: String, at position: ReadPosition? = nil, parents: [String] = []) async throws -> Page {
        let request = ReadRequest(scope: .everything) { after, limit in
            Array(parents.filter { $0 > (after ?? "") }.prefix(limit))
        }
        return try await connector.page(of: stream, request, at: position)
    }

    /// Reads a stream to its end.
    func read(_ stream: String, parents: [String] = []) async throws -> [Page] {
        var pages: [Page] = []
        var position: ReadPosition?
        repeat {
            let page = try await page(stream, at: position, parents: parents)
            pages.append(page)
            position = page.next
        } while position != nil && pages.count < 100
        return pages
    }

    func records(_ stream: String) async throws -> [SourceRecord] { try await read(stream).flatMap(\.records) }

    /// The error that a stream ends with.
    func failure(_ stream: String, at position: ReadPosition? = nil) async -> ConnectorError? {
        do {
            _ = try await page(stream, at: position)
            return nil
        } catch {
            return error as? ConnectorError
        }
    }

    /// What was asked of a path: the query, and the ids in the body.
    func asked(_ path: String) -> [(query: [String: String], companies: [String])] {
        transport.requests.filter { $0.url.contains(path) }.map { request in
            let body = try? JSONValue.parse(request.body)
            return (URLText.query(of: request.url), body?["resources"].texts ?? [])
        }
    }

    var tokensAsked: Int { transport.requests.filter { $0.url.hasSuffix("/v1/token") }.count }
}

extension TransportResponse {
    /// A page of the list of devices, grouped as most tenants have it.
    static func devices(_ ids: [String], of company: String, site: String? = "s1", next: String? = nil)
        -> TransportResponse
    {
        let rows = ids.map { #"{"endpointID":"\#($0)","deviceName":"\#($0.uppercased())"}"# }.joined(separator: ",")
        let place = site.map { #""siteID":"\#($0)","# } ?? ""
        return .linked(#"{"platform":[{"companyID":"\#(company)",\#(place)"endpoints":[\#(rows)]}]}"#, next: next)
    }

    /// With the `Link` header's next page, on the vendor's own host unless another is given.
    static func linked(
        _ text: String, next: String?, host: String = ScriptedTransport.base
    ) -> TransportResponse {
        guard let next, let link = HTTPField.Name("Link") else { return .json(text) }
        return .json(text, headers: [link: "<\(host)/list?limit=500&cursor=\(next)>; rel=\"next\""])
    }
}
