import Access
import Foundation
import Inventory
import Postgres

/// Reads tables for tools, by the same ways as the lists do: what a key may not see there it does not see here.
struct ToolReader: Sendable {
    let tables: TableAnswers
    let caller: Caller

    /// Whether the key may read the table.
    func may(_ table: String) -> Bool { resource(table).map { caller.may($0.group) } ?? false }

    func resource(_ table: String) -> Resource? { tables.catalogue.resource(table) }

    /// A page of a table, of the fields that the key may see. Throws the problem that names the group where it may not read
    /// the table, and those of a wrong cursor.
    func page(_ request: ToolRequest) async throws -> ToolPage {
        guard let resource = resource(request.table) else { throw Problem.internalError }
        guard caller.may(resource.group) else { throw Problem.forbidden(resource.group, for: "this tool") }
        try tables.refuseUntied(resource, caller)
        let parser = ListQueryParser(resource: resource, caller: caller)
        let visible = Set(parser.visibleFields.map(\.name))
        let query = try parser.list(request.parameters(visible))
        let fingerprint = query.fingerprint(of: resource.name, tenant: caller.tenantID)
        let cursor = try query.cursor.map { try tables.values(of: $0, query, fingerprint) }
        let statement = ReadStatements(resource: resource, query: query, caller: caller).page(after: cursor)
        let rows = try await tables.reader.query(statement, tenant: caller.tenantID, readOnly: true)
        return ToolPage(rows: rows, query: query, fingerprint: fingerprint)
    }

    /// The one row, if it is there and the key may see it.
    func first(_ request: ToolRequest) async throws -> ToolRow? {
        guard may(request.table) else { return nil }
        return try await page(request).rows.first
    }

    /// Says of each row what that is called whose id it has in the column. A key that may not read the table learns no
    /// names.
    func label(_ rows: [ToolRow], _ label: ToolLabel) async throws -> [ToolRow] {
        let ids = Set(rows.compactMap { $0.value(label.column) }).sorted()
        guard may(label.table), !ids.isEmpty else { return rows }
        let named = try await page(
            ToolRequest(label.table, [.among("id", ids)], limit: ids.count, fields: ["id"] + label.fields))
        let names = Dictionary(uniqueKeysWithValues: named.rows.map { ($0.id, $0) })
        return rows.map { row in
            guard let other = row.value(label.column).flatMap({ names[$0] }) else { return row }
            let texts = label.fields.compactMap { other.value($0) }
            guard !texts.isEmpty else { return row }
            var row = row
            row.name(label.member, texts.joined(separator: " "))
            return row
        }
    }

    func label(_ rows: [ToolRow], _ labels: [ToolLabel]) async throws -> [ToolRow] {
        var rows = rows
        for one in labels { rows = try await label(rows, one) }
        return rows
    }
}

/// What is to be read of a table.
struct ToolRequest: Sendable, Hashable {
    var table: String
    var conditions: [QueryParameter]
    var sort: String?
    var limit: Int
    var cursor: String?
    var fields: [String]

    init(
        _ table: String, _ conditions: [QueryParameter] = [], sort: String? = nil, limit: Int, cursor: String? = nil,
        fields: [String]
    ) {
        self.table = table
        self.conditions = conditions
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
        self.fields = fields
    }

    /// As the list's address takes them, with those of the fields that may be seen.
    fileprivate func parameters(_ visible: Set<String>) -> [QueryParameter] {
        var parameters = conditions
        parameters.append(QueryParameter("fields", fields.filter { visible.contains($0) }.joined(separator: ",")))
        parameters.append(QueryParameter("limit", String(limit)))
        if let sort { parameters.append(QueryParameter("sort", sort)) }
        if let cursor { parameters.append(QueryParameter("cursor", cursor)) }
        return parameters
    }
}

/// How a row is told what belongs to an id that it has.
struct ToolLabel: Sendable, Hashable {
    let column: String
    let table: String
    let fields: [String]
    let member: String

    static let organization = ToolLabel(
        column: "organization_id", table: "organizations", fields: ["name"], member: "organization_name")
    static let site = ToolLabel(column: "site_id", table: "sites", fields: ["name"], member: "site_name")
    static let device = ToolLabel(
        column: "device_id", table: "devices", fields: ["hostname"], member: "device_hostname")
    static let company = ToolLabel(
        column: "company_id", table: "companies", fields: ["name"], member: "company_name")
    static let contact = ToolLabel(
        column: "contact_id", table: "contacts", fields: ["first_name", "last_name"], member: "contact_name")
}

/// Rows of a table, and where it goes on.
struct ToolPage: Sendable {
    var rows: [ToolRow]
    /// Whether these are all that there are.
    private(set) var isWhole: Bool
    private var cursors: [String]

    init(rows: Rows, query: ListQuery, fingerprint: UInt64) {
        let shown = rows.prefix(query.limit)
        self.rows = shown.map { ToolRow(fields: query.fields, row: $0) }
        isWhole = rows.count <= query.limit
        cursors = shown.map { row in
            Cursor(query: fingerprint, values: query.sort.indices.map { row[query.fields.count + $0] }).text
        }
    }

    /// Says something more of each row.
    mutating func say(_ member: String, _ of: (ToolRow) -> JSONTree) {
        for place in rows.indices { rows[place].more.append((member, of(rows[place]))) }
    }

    /// Keeps these of its rows alone, in this order, as all that are wanted or the first of those.
    mutating func choose(_ rows: [ToolRow], isWhole: Bool = true) {
        self.rows = rows
        self.isWhole = isWhole
        cursors = []
    }

    /// Where it goes on after so many of its rows.
    func cursor(after count: Int) -> String? { count > 0 && count <= cursors.count ? cursors[count - 1] : nil }
}

extension QueryParameter {
    init(_ name: String, _ value: String) { self.init(name, nil, value) }

    init(_ name: String, _ operation: String?, _ value: String) {
        self.name = name
        self.operation = operation
        self.value = value
    }

    static func eq(_ name: String, _ value: String) -> QueryParameter { QueryParameter(name, "eq", value) }

    static func among(_ name: String, _ values: [String]) -> QueryParameter {
        QueryParameter(name, "in", values.joined(separator: ","))
    }

    /// The text anywhere in the column, whatever the case; its wildcards mean nothing.
    static func within(_ name: String, _ text: String) -> QueryParameter {
        QueryParameter(name, "like", "%\(literal(text))%")
    }

    /// The text at the column's beginning, whatever the case.
    static func beginning(_ name: String, _ text: String) -> QueryParameter {
        QueryParameter(name, "like", "\(literal(text))%")
    }

    private static func literal(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
