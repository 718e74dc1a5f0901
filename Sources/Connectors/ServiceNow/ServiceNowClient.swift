import HTTPTransport
import HTTPTypes
import Inventory
import JSON

/// Calls an instance's Table API, in its second version: the first says 404 where a query finds nothing.
struct ServiceNowClient: Sendable {
    private let api: Caller
    private let credentials: @Sendable () async throws(ConnectorError) -> Credentials
    private let customColumns: [String]

    init(_ context: ConnectorContext, _ options: ServiceNowOptions) throws(ConnectorError) {
        api = Caller(
            context, path: "/api/now/v2/table", authorisation: try ServiceNowAuthentication.authorisation(context),
            reading: ServiceNowRefusals.reading)
        credentials = context.credentials
        customColumns = options.customColumns
    }

    /// One page's rows, and where the list goes on.
    struct Rows: Sendable {
        var rows: [JSONValue]
        var step: ServiceNowPager.Step
        var cost: CallCost
    }

    /// A page of a table, of those rows that meet the conditions. A page that takes the instance too long, or is longer
    /// than an answer may be, is asked for with half as many rows.
    func page(
        of table: ServiceNowTable, _ conditions: [String] = [], at start: ServiceNowPager = ServiceNowPager()
    ) async throws(ConnectorError) -> Rows {
        var pager = start
        while true {
            do throws(ConnectorError) {
                return try await rows(table, conditions, pager)
            } catch {
                guard ServiceNowRefusals.isTooMuch(error), let smaller = pager.smaller else { throw error }
                pager = smaller
            }
        }
    }

    private func rows(
        _ table: ServiceNowTable, _ conditions: [String], _ pager: ServiceNowPager
    ) async throws(ConnectorError) -> Rows {
        let own = table.condition.map { [$0] } ?? []
        let query = pager.parameters(own + conditions) + table.parameters(adding: customColumns)
        let answer = try await get("/\(table.name)", query)
        guard let rows = answer.json["result"].array else {
            throw .malformedAnswer("\(table.name) is not answered with a list")
        }
        let event = ServiceNowPager.Event(
            ids: rows.map { ServiceNowRow(json: $0).text("sys_id") }, total: Self.total(answer.headers),
            hasNext: LinkHeader(answer.headers).next != nil)
        return Rows(rows: rows, step: try pager.step(event), cost: answer.cost)
    }

    /// Every row of a short list.
    func all(
        of table: ServiceNowTable, _ conditions: [String] = []
    ) async throws(ConnectorError) -> (rows: [JSONValue], cost: CallCost) {
        var all: [JSONValue] = []
        var cost = CallCost()
        var pager = ServiceNowPager()
        while true {
            let page = try await page(of: table, conditions, at: pager)
            all += page.rows
            cost += page.cost
            guard case .next(let next) = page.step else { return (all, cost) }
            pager = next
        }
    }

    /// A record by its id; nil where the instance says 404, as it also does where a rule forbids it.
    func record(of table: ServiceNowTable, _ id: String) async throws(ConnectorError) -> VendorAnswer? {
        do throws(ConnectorError) {
            return try await get("/\(table.name)/\(URLText.encoded(id))", table.parameters(adding: customColumns))
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// Whether a query finds nothing at all.
    func findsNothing(_ table: ServiceNowTable, _ query: String) async throws(ConnectorError) -> Bool {
        let answer = try await get(
            "/\(table.name)",
            [("sysparm_query", query), ("sysparm_limit", "1"), ("sysparm_fields", "sys_id")])
        guard let rows = answer.json["result"].array else {
            throw .malformedAnswer("\(table.name) is not answered with a list")
        }
        return rows.isEmpty && (Self.total(answer.headers) ?? 0) == 0
    }

    private func get(_ path: String, _ query: [(String, String)]) async throws(ConnectorError) -> VendorAnswer {
        var limits = TransferLimits()
        // The instance gives up after a minute, and says nothing before.
        limits.idle = .seconds(75)
        do throws(ConnectorError) {
            return try await api.json(VendorCall(path, query: query, limits: limits))
        } catch {
            let known = try await credentials()
            throw HiddenWords(ServiceNowAuthentication.secrets(known)).hide(in: error)
        }
    }

    private static func total(_ headers: HTTPFields) -> Int? {
        HTTPField.Name("X-Total-Count").flatMap { headers[$0] }.flatMap { Int($0) }
    }
}
