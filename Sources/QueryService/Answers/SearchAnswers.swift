import Access
import Foundation
import Hummingbird
import Inventory
import Postgres

/// Finds organisations, companies, devices, contacts and tickets by what a person would type.
struct SearchAnswers: Sendable {
    /// A table that is searched: the column that names a row, and what is shown beside the name.
    struct Place: Sendable, Hashable {
        let table: String
        let name: String
        let detail: String
    }

    static let places = [
        Place(table: "companies", name: "t.name", detail: "t.identifier"),
        Place(table: "organizations", name: "t.name", detail: "t.city"),
        Place(table: "devices", name: "coalesce(t.hostname, t.display_name)", detail: "t.serial_number"),
        Place(table: "contacts", name: "concat_ws(' ', t.first_name, t.last_name)", detail: "t.email"),
        Place(table: "tickets", name: "t.number", detail: "t.summary"),
    ]

    let reader: PostgresClient
    let catalogue: Catalogue
    let freshness: FreshnessReader

    func search(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        let (wish, parameters) = try FreshnessWish.taken(from: try call.parameters)
        let (text, limit) = try Self.words(parameters)
        let places = Self.places.filter { place in catalogue.resource(place.table).map { caller.may($0.group) } ?? false
        }
        let fresh = try await fresh(wish, places.map(\.table), caller)
        var found: [Found] = []
        for place in places { found += try await find(text, in: place, limit, caller) }
        let data = found.sorted { $0.rank < $1.rank }.map(\.json)
        return .json(
            .object([
                ("data", .array(data)), ("searched", .strings(places.map(\.table))), ("freshness", fresh.json),
            ]))
    }

    private func fresh(_ wish: FreshnessWish?, _ tables: [String], _ caller: Caller) async throws -> Freshness {
        guard let wish else { return try await freshness.freshness(tenant: caller.tenantID, tables: tables) }
        return try await FreshnessAsker(freshness: freshness).freshness(wish, caller, tables: tables)
    }

    private struct Found {
        let rank: Int
        let json: JSONTree
    }

    private static func words(_ parameters: [QueryParameter]) throws(Problem) -> (text: String, limit: Int) {
        var wish = (text: "", limit: 5)
        for parameter in parameters {
            switch (parameter.name, parameter.operation) {
            case ("q", nil): wish.text = parameter.value
            case ("limit", nil):
                guard let limit = Int(parameter.value), (1...50).contains(limit) else {
                    throw .badValue(parameter.value, of: "limit", expected: "a whole number from 1 to 50")
                }
                wish.limit = limit
            default: throw .unknownLookupParameter(parameter.name, known: ["q", "limit"] + FreshnessWish.names)
            }
        }
        guard parameters.contains(where: { $0.name == "q" }) else {
            throw .missingParameter("q", example: "/v1/search?q=FILE01")
        }
        return wish
    }

    /// The rows of one table, those that are called so first, then those whose name begins so.
    private func find(_ text: String, in place: Place, _ limit: Int, _ caller: Caller) async throws -> [Found] {
        guard let resource = catalogue.resource(place.table) else { return [] }
        let parser = ListQueryParser(resource: resource, caller: caller)
        var query = ListQuery(sort: [SortKey(field: resource.key)], fields: [resource.key], limit: limit)
        query.filters = [try parser.search(text)]
        let statement = ReadStatements(resource: resource, query: query, caller: caller).named(place, like: text)
        let matches = ["exact", "prefix", "within"]
        return try await reader.query(statement, tenant: caller.tenantID, readOnly: true).map { row in
            let rank = row[3].flatMap { Int($0) } ?? 2
            let members: [(String, JSONTree)] = [
                ("table", .string(place.table)), ("id", .optional(row[0])), ("name", .optional(row[1])),
                ("detail", .optional(row[2])), ("match", .string(matches[rank])),
            ]
            return Found(rank: rank, json: .object(members))
        }
    }
}

extension ReadStatements {
    /// Id, name, detail and rank: 0 called so, 1 begins so, 2 has it somewhere.
    func named(_ place: SearchAnswers.Place, like text: String) -> SQL {
        var builder = StatementBuilder(tenant: caller.tenantID)
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let exact = builder.bind(LikePattern.literal(text))
        let prefix = builder.bind(LikePattern.literal(text) + "%")
        builder.append(
            """
            SELECT t.id, \(place.name) AS name, \(place.detail) AS detail, CASE WHEN \(place.name) ILIKE \(exact)::text \
            OR \(place.detail) ILIKE \(exact)::text THEN 0 WHEN \(place.name) ILIKE \(prefix)::text THEN 1 ELSE 2 END AS rank \
            FROM live.\(resource.name) t WHERE 
            """)
        builder.append(conditions(&builder).joined(separator: " AND "))
        builder.append(" ORDER BY rank, name NULLS LAST, t.id LIMIT \(query.limit)")
        return builder.sql
    }
}
