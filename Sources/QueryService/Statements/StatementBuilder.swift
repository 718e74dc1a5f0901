import Foundation
import Inventory
import Postgres

/// A statement in the making: text from the declarations only, and everything from outside bound.
struct StatementBuilder: Sendable {
    private(set) var text = ""
    private(set) var parameters: [String?] = []
    /// The placeholder of the tenant, which is always the first parameter.
    let tenant = "$1"

    /// The placeholder of the past moment that is asked for.
    private let moment: String?

    init(tenant: UUID, asOf: PastMoment? = nil) {
        parameters = [tenant.postgresText] + (asOf.map { [$0.text] } ?? [])
        moment = asOf == nil ? nil : "$2"
    }

    /// A table as it is, or was at the moment that is asked for.
    func source(_ table: String) -> String {
        guard let moment, Entities.named(table)?.hasHistory == true else { return "inventory.\(table)" }
        return "inventory.\(table)_as_of(\(moment)::timestamptz)"
    }

    mutating func append(_ text: String) { self.text += text }

    /// Binds a value; returns its placeholder.
    mutating func bind(_ value: String?) -> String {
        parameters.append(value)
        return "$\(parameters.count)"
    }

    var sql: SQL { SQL(text: text, parameters: parameters) }

    /// A column of the table that is read.
    static func column(_ name: String) -> String { "t.\"\(name)\"" }
}

/// Conditions on columns.
extension StatementBuilder {
    mutating func condition(_ filter: Filter, of resource: Resource) -> String {
        switch filter.target {
        case .company: companies(resource.companies, bind(filter.values.postgresText))
        case .field(let field): condition(filter, on: field)
        case .search(let fields): search(filter.values, in: fields)
        }
    }

    /// Each word is in one of the columns.
    private mutating func search(_ patterns: [String], in fields: [Field]) -> String {
        guard !fields.isEmpty else { return "false" }
        return patterns.map { pattern in
            let place = bind(pattern)
            return "(\(fields.map { "\(Self.column($0.name)) ILIKE \(place)::text" }.joined(separator: " OR ")))"
        }
        .joined(separator: " AND ")
    }

    private mutating func condition(_ filter: Filter, on field: Field) -> String {
        let column = Self.column(field.name)
        let value = filter.values.first ?? ""
        if filter.operation == .isNull { return "\(column) IS \(value == "true" ? "" : "NOT ")NULL" }
        if let element = field.type.element { return condition(filter, on: column, element: element) }
        let type = field.type.parameterType
        switch filter.operation {
        case .like: return "\(column) ILIKE \(bind(value))::text"
        case .among: return "\(column) = ANY(\(bind(filter.values.postgresText))::\(type)[])"
        default: return "\(column) \(filter.operation.sign ?? "=") \(bind(value))::\(type)"
        }
    }

    /// Of a list: whether it holds the value.
    private mutating func condition(_ filter: Filter, on column: String, element: String) -> String {
        switch filter.operation {
        case .among: "\(column) && \(bind(filter.values.postgresText))::\(element)[]"
        case .ne: "(\(bind(filter.values.first))::\(element) = ANY(\(column))) IS NOT TRUE"
        default: "\(bind(filter.values.first))::\(element) = ANY(\(column))"
        }
    }
}

/// Ties to companies.
extension StatementBuilder {
    /// The rows that are tied to one of the companies, which `ids` is the placeholder of.
    func companies(_ path: CompanyPath, _ ids: String, table: String = "t") -> String {
        switch path {
        case .open: "true"
        case .untied: "false"
        case .company(let column): "\(table).\"\(column)\" = ANY(\(ids)::uuid[])"
        case .usedMatch(let column):
            "\(table).\"\(column)\" = ANY(\(ids)::uuid[]) AND \(table).state IN ('confirmed', 'automatic')"
        case .organization(let column):
            """
            \(table)."\(column)" IN (SELECT m.organization_id FROM inventory.organization_companies m \
            WHERE m.tenant_id = \(tenant) AND m.state IN ('confirmed', 'automatic') AND m.company_id = ANY(\(ids)::uuid[]))
            """
        case .through(let column, let parent, let path):
            """
            \(table)."\(column)" IN (SELECT p.id FROM \(source(parent)) p \
            WHERE p.tenant_id = \(tenant) AND \(companies(path, ids, table: "p")))
            """
        case .first(let paths): first(paths, ids, table: table)
        case .every(let paths):
            paths.map { "(\(companies($0, ids, table: table)))" }.joined(separator: " AND ")
        }
    }

    private func first(_ paths: [CompanyPath], _ ids: String, table: String) -> String {
        var unknown = ""
        let ways = paths.map { path in
            let way = "(\(unknown)\(companies(path, ids, table: table)))"
            if let column = path.column { unknown += "\(table).\"\(column)\" IS NULL AND " }
            return way
        }
        return "(\(ways.joined(separator: " OR ")))"
    }
}

extension ColumnType {
    /// The type of an array's elements; nil where it is no array.
    var element: String? {
        switch self {
        case .textArray: "text"
        case .inetArray: "inet"
        case .macArray: "macaddr"
        default: nil
        }
    }

    /// What a bound value of the column is cast to.
    var parameterType: String { self == .money ? "numeric" : rawValue }
}
