import HTTPTransport
import JSON

/// Calls one instance's resource server.
struct HaloClient: Sendable {
    private let api: Caller

    init(_ context: ConnectorContext, _ options: HaloOptions) {
        api = Caller(
            context, path: "/api", authorisation: .token(HaloLogIn(context, options).tokens),
            reading: HaloRefusals.reading)
    }

    /// The answer to a GET, from the area on (`/Tickets`).
    func get(_ path: String, query: [(String, String)] = []) async throws(ConnectorError) -> VendorAnswer {
        var limits = TransferLimits()
        // A list is silent until the server has all of it.
        limits.idle = .seconds(60)
        return try await api.json(VendorCall(path, query: query, limits: limits))
    }

    /// A list that knows no pages.
    func all(
        _ path: String, key: String, query: [(String, String)] = []
    ) async throws(ConnectorError) -> (rows: [JSONValue], cost: CallCost) {
        let answer = try await get(path, query: query)
        return (try HaloPages.rows(answer.json, key: key, path), answer.cost)
    }

    /// A single record, with its details; nil where there is none.
    func one(_ path: String, _ id: String) async throws(ConnectorError) -> VendorAnswer? {
        do throws(ConnectorError) {
            let answer = try await get("\(path)/\(URLText.encoded(id))", query: [("includedetails", "true")])
            guard HaloRow.id(answer.json["id"]) == id else {
                throw .malformedAnswer("\(path)/\(id) is answered with another")
            }
            return answer
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }
}
