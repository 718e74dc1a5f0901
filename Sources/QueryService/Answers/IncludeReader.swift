import Access
import Foundation
import Inventory
import Postgres

/// What is written beside each row for one `include`.
struct IncludedRows: Sendable {
    let name: String
    /// The place in the result of the column that names the other row.
    let column: Int
    /// The other rows as JSON, by what that column holds.
    var objects: [String: [UInt8]] = [:]
}

/// Reads the rows that rows of a page name: a statement a table, whatever the number of rows.
struct IncludeReader: Sendable {
    let reader: PostgresClient
    let catalogue: Catalogue
    let caller: Caller

    /// `first` is the place of the first include's column. Throws the problem when the key may not read the other table.
    func load(_ includes: [Include], for rows: some Sequence<Row>, first: Int) async throws -> [IncludedRows] {
        var loaded: [IncludedRows] = []
        for (place, include) in includes.enumerated() {
            guard let resource = catalogue.resource(include.table) else { continue }
            guard caller.may(resource.group) else {
                throw Problem.forbidden(resource.group, for: "include=\(include.name)")
            }
            let ids = Set(rows.compactMap { $0[first + place] })
            let objects = include.isThroughMatch ? try await matched(ids, resource) : try await read(ids, resource)
            loaded.append(IncludedRows(name: include.name, column: first + place, objects: objects))
        }
        return loaded
    }

    /// Rows by their ids, those that are gone too.
    private func read(_ ids: Set<String>, _ resource: Resource) async throws -> [String: [UInt8]] {
        guard !ids.isEmpty else { return [:] }
        let fields = ListQueryParser(resource: resource, caller: caller).visibleFields
        var query = ListQuery(sort: [SortKey(field: resource.key)], fields: fields, limit: ids.count)
        query.filters = [Filter(target: .field(resource.key), operation: .among, values: ids.sorted())]
        query.deleted = .include
        let statement = ReadStatements(resource: resource, query: query, caller: caller).page(after: nil)
        let cells = RowWriter(fields)
        var objects: [String: [UInt8]] = [:]
        for row in try await reader.query(statement, tenant: caller.tenantID, readOnly: true) {
            var writer = JSONWriter(capacity: 1024)
            cells.write(row, into: &writer)
            if let id = row[fields.count] { objects[id] = writer.bytes }
        }
        return objects
    }

    /// The companies that organisations are matched to: of several the surest.
    private func matched(_ organizations: Set<String>, _ resource: Resource) async throws -> [String: [UInt8]] {
        let rows = try await reader.query(
            """
            SELECT DISTINCT ON (m.organization_id) m.organization_id, m.company_id
            FROM inventory.organization_companies m
            WHERE m.tenant_id = \(caller.tenantID) AND m.organization_id = ANY(\(organizations.sorted().postgresText)::uuid[])
                AND m.state IN ('confirmed', 'automatic')
            ORDER BY m.organization_id, m.state = 'confirmed' DESC, m.score DESC NULLS LAST, m.company_id
            """, tenant: caller.tenantID, readOnly: true)
        let pairs = rows.compactMap { row in row[0].flatMap { from in row[1].map { (from, $0) } } }
        let companies = try await read(Set(pairs.map { $0.1 }), resource)
        return Dictionary(uniqueKeysWithValues: pairs.compactMap { pair in companies[pair.1].map { (pair.0, $0) } })
    }
}
