import HTTPTransport
import HTTPTypes
import JSON

/// Calls the platform: whole lists, lists by company in pages, states by company, and single things.
struct AsioClient: Sendable {
    /// The most that is documented, of devices.
    static let pageSize = 500
    /// The most companies that are known to be taken at once.
    static let mostCompanies = 4

    private let callers: [AsioArea: Caller]
    private let options: AsioOptions
    private let baseURL: String
    private let method = AsioMethod()

    init(_ context: ConnectorContext, _ options: AsioOptions) {
        let signIn = AsioSignIn(context)
        self.options = options
        baseURL = context.baseURL
        callers = Dictionary(
            uniqueKeysWithValues: AsioArea.allCases.map { area in
                (area, Caller(context, authorisation: signIn.authorisation(area), reading: AsioRefusals.reading))
            })
    }

    func get(
        _ path: String, _ query: [(String, String)] = [], area: AsioArea = .inventory
    ) async throws(ConnectorError) -> VendorAnswer {
        try await send(VendorCall(path, query: query), area)
    }

    /// A list that comes whole: an array, or one in an object.
    func list(_ path: String, area: AsioArea = .inventory) async throws(ConnectorError) -> AsioRows {
        let answer = try await get(path, area: area)
        guard let rows = answer.json.array ?? answer.json.firstArray else {
            throw .malformedAnswer("no list where \(path) promises one")
        }
        return AsioRows(rows, answer.cost)
    }

    /// One thing by its path; nil where it is not there.
    func one(
        _ path: String, _ query: [(String, String)] = [], area: AsioArea = .inventory
    ) async throws(ConnectorError) -> VendorAnswer? {
        do throws(ConnectorError) {
            return try await get(path, query, area: area)
        } catch {
            switch error {
            // An id that is no UUID may be refused as a wrong call.
            case .notFound, .rejectedCall(404, _), .rejectedCall(400, _): return nil
            default: throw error
            }
        }
    }

    /// A page of a list by company. The same body goes with each page.
    func page(
        _ list: AsioList, of companies: [String], cursor: String
    ) async throws(ConnectorError) -> AsioAnswer {
        let paging = [("limit", String(Self.pageSize)), ("cursor", cursor)]
        switch list.asks {
        case .byBody(let path):
            let body = AsioMethod.body(options.listResourceType, companies)
            return try await answer(list, path, list.query + paging, body: body)
        case .byDevice(let path):
            let body = AsioMethod.body(options.deviceResourceType, companies)
            return try await answer(list, path, list.query + paging, body: body)
        case .byPath(let path):
            return try await answer(list, path(companies[0]), list.query + paging, body: nil)
        }
    }

    private func answer(
        _ list: AsioList, _ path: String, _ query: [(String, String)], body: [UInt8]?
    ) async throws(ConnectorError) -> AsioAnswer {
        do throws(ConnectorError) {
            guard let body else { return try .found(try await get(path, query, area: list.area), host: baseURL) }
            let answer = try await method.send(path, query, body: body) {
                (call) async throws(ConnectorError) in try await send(call, list.area)
            }
            return try .found(answer, host: baseURL)
        } catch {
            guard case .notFound(let words) = error else { throw error }
            return .nothing(words)
        }
    }

    /// The state of companies' devices, all in one answer; `failedRecords` tells what it lacks.
    func states(_ path: String, of companies: [String]) async throws(ConnectorError) -> VendorAnswer {
        let query = [("resourceType", options.stateResourceType), ("resources", companies.joined(separator: ","))]
        do throws(ConnectorError) {
            return try await get(path, query)
        } catch {
            switch error {
            // Said aloud, and yet no reason to block all that the key does read.
            case .rejectedCall(let status, let words): throw Self.wrongWord(status, words)
            case .forbidden(let words): throw Self.wrongWord(403, words)
            default: throw error
            }
        }
    }

    private static func wrongWord(_ status: Int, _ words: String) -> ConnectorError {
        .rejectedCall(status: status, "\(words); the vendor may have changed its word again: see state_resource_type")
    }

    private func send(_ call: VendorCall, _ area: AsioArea) async throws(ConnectorError) -> VendorAnswer {
        guard let caller = callers[area] else { throw .engine("no caller for \(area.rawValue)") }
        return try await caller.json(call)
    }
}

/// How lists by company are asked for: by POST; where that is refused as a path or a method, by GET with the same body,
/// which is all that one tenant answers.
actor AsioMethod {
    private var method = HTTPRequest.Method.post

    static func body(_ resourceType: String, _ companies: [String]) -> [UInt8] {
        let list = companies.map(JSONText.quoted).joined(separator: ",")
        return Array(#"{"resourceType":\#(JSONText.quoted(resourceType)),"resources":[\#(list)]}"#.utf8)
    }

    func send(
        _ path: String, _ query: [(String, String)], body: [UInt8],
        _ send: @Sendable (VendorCall) async throws(ConnectorError) -> VendorAnswer
    ) async throws(ConnectorError) -> VendorAnswer {
        var call = VendorCall(
            path, query: query, method: method, headers: [.contentType: "application/json"], body: body,
            isRepeatable: true)
        do throws(ConnectorError) {
            return try await send(call)
        } catch {
            guard call.method == .post, Self.isOfMethod(error) else { throw error }
        }
        call.method = .get
        let answer = try await send(call)
        method = .get
        return answer
    }

    private static func isOfMethod(_ error: ConnectorError) -> Bool {
        switch error {
        case .rejectedCall(404, _), .rejectedCall(405, _): true
        default: false
        }
    }
}
