import Access
import Foundation
import Inventory
import Postgres

/// The statements of one read: its rows, and how many there are of them.
struct ReadStatements: Sendable {
    let resource: Resource
    let query: ListQuery
    let caller: Caller
    /// Of the change feed: the tables whose changes the caller may read, and the columns that are taken out of them.
    var feed: (entities: [String], hidden: [String]) = ([], [])

    /// A page and one row more, which tells whether there is a next page. After the fields come the sort keys, and then
    /// the columns by which other rows are included.
    func page(after cursor: [String?]?) -> SQL {
        var builder = StatementBuilder(tenant: caller.tenantID, asOf: query.asOf)
        let keys = query.sort.map { StatementBuilder.column($0.field.name) }
        let columns = query.fields.map { expression($0, &builder) } + keys + included
        builder.append("SELECT \(columns.joined(separator: ", ")) FROM \(table(builder)) t WHERE ")
        var conditions = conditions(&builder)
        if let cursor { conditions.append(after(cursor, &builder)) }
        builder.append(conditions.joined(separator: " AND "))
        builder.append(" ORDER BY \(order) LIMIT \(query.limit + 1)")
        return builder.sql
    }

    /// The row with the id.
    func single(_ id: UUID) -> SQL {
        var builder = StatementBuilder(tenant: caller.tenantID, asOf: query.asOf)
        let columns = query.fields.map { expression($0, &builder) } + included
        builder.append("SELECT \(columns.joined(separator: ", ")) FROM \(table(builder)) t WHERE ")
        let conditions = conditions(&builder) + ["t.id = \(builder.bind(id.postgresText))::uuid"]
        builder.append(conditions.joined(separator: " AND "))
        return builder.sql
    }

    /// The row whose id stands in a column of another read's row, which has this id; after the fields comes its own.
    func named(by column: String, of other: ReadStatements, _ id: UUID) -> SQL {
        var builder = StatementBuilder(tenant: caller.tenantID)
        let key = StatementBuilder.column(resource.key.name)
        let columns = query.fields.map { expression($0, &builder) } + [key]
        builder.append("SELECT \(columns.joined(separator: ", ")) FROM \(table(builder)) t WHERE ")
        let conditions = conditions(&builder)
        let named = """
            \(key) = (SELECT o."\(column)" FROM \(other.table(builder)) o \
            WHERE o.tenant_id = \(builder.tenant)::uuid AND o.id = \(builder.bind(id.postgresText))::uuid)
            """
        builder.append((conditions + [named]).joined(separator: " AND "))
        return builder.sql
    }

    /// How many rows there are of each group, the most first, and one group more than the limit; after each count the
    /// number of all rows.
    func summary(by groups: [Field]) -> SQL {
        var builder = StatementBuilder(tenant: caller.tenantID, asOf: query.asOf)
        let columns = groups.map { StatementBuilder.column($0.name) }.joined(separator: ", ")
        builder.append("SELECT \(columns), count(*), sum(count(*)) OVER () FROM \(table(builder)) t WHERE ")
        builder.append(conditions(&builder).joined(separator: " AND "))
        builder.append(" GROUP BY \(columns) ORDER BY count(*) DESC, \(columns) LIMIT \(query.limit + 1)")
        return builder.sql
    }

    private var included: [String] { query.includes.map { StatementBuilder.column($0.column) } }

    /// How many rows there are in all the pages.
    func count(estimate: Bool) -> SQL {
        var builder = StatementBuilder(tenant: caller.tenantID, asOf: query.asOf)
        builder.append(estimate ? "EXPLAIN (FORMAT JSON) SELECT 1" : "SELECT count(*)")
        builder.append(" FROM \(table(builder)) t WHERE ")
        builder.append(conditions(&builder).joined(separator: " AND "))
        return builder.sql
    }

    /// Rows that live are read through `live`, which knows what that means for each table.
    private func table(_ builder: StatementBuilder) -> String {
        if let relation = resource.relation { return relation }
        let isLive = resource.deletion != .none && query.deleted == .exclude && query.asOf == nil
        return isLive ? "live.\(resource.name)" : builder.source(resource.name)
    }

    private func expression(_ field: Field, _ builder: inout StatementBuilder) -> String {
        let column = StatementBuilder.column(field.name)
        guard field.name == "changed_fields", !feed.hidden.isEmpty else { return column }
        return "\(column) - \(builder.bind(feed.hidden.postgresText))::text[]"
    }

    func conditions(_ builder: inout StatementBuilder) -> [String] {
        var conditions = ["t.tenant_id = \(builder.tenant)::uuid"]
        if query.deleted == .only { conditions.append(deletedOnly(builder)) }
        if query.deleted == .exclude, query.asOf != nil { conditions.append("t.deleted_at IS NULL") }
        // A parameter that the statement does not use has no type, and is refused.
        if let companies = caller.companyIDs, resource.companies.isTied {
            conditions.append(builder.companies(resource.companies, "\(builder.bind(companies.postgresText))"))
        }
        if resource.isFeed {
            conditions.append("t.entity = ANY(\(builder.bind(feed.entities.postgresText))::text[])")
        }
        for filter in query.filters { conditions.append(builder.condition(filter, of: resource)) }
        return conditions
    }

    private func deletedOnly(_ builder: StatementBuilder) -> String {
        switch resource.deletion {
        case .byColumn: "t.deleted_at IS NOT NULL"
        case .withDevice:
            """
            t.device_id IS NULL AND (t.connection_id, t.device_external_id) IN (SELECT d.connection_id, d.external_id \
            FROM inventory.devices d WHERE d.tenant_id = \(builder.tenant) AND d.deleted_at IS NOT NULL)
            """
        case .none: "false"
        }
    }
}

/// Order and the place in it.
extension ReadStatements {
    private var order: String {
        query.sort.map { key in
            let column = StatementBuilder.column(key.field.name)
            return column + (key.isDescending ? " DESC" : "") + (key.field.isNullable ? " NULLS LAST" : "")
        }
        .joined(separator: ", ")
    }

    /// The rows that come after the one with these sort values: equal in the first keys, and later in the next.
    private func after(_ values: [String?], _ builder: inout StatementBuilder) -> String {
        var equal: [String] = []
        var ways: [String] = []
        for (key, value) in zip(query.sort, values) {
            let column = StatementBuilder.column(key.field.name)
            guard let value else {
                // Nothing comes after the unknown but more of it.
                equal.append("\(column) IS NULL")
                continue
            }
            let bound = "\(builder.bind(value))::\(key.field.type.parameterType)"
            let later = "\(column) \(key.isDescending ? "<" : ">") \(bound)"
            let way = key.field.isNullable ? "(\(later) OR \(column) IS NULL)" : later
            ways.append((equal + [way]).joined(separator: " AND "))
            equal.append("\(column) = \(bound)")
        }
        guard !ways.isEmpty else { return "false" }
        return (bound(values, &builder) + ["(\(ways.map { "(\($0))" }.joined(separator: " OR ")))"]).joined(
            separator: " AND ")
    }

    /// What the first key must be at least: true of all that follows, and a range that an index can begin at, which the
    /// alternatives are not.
    private func bound(_ values: [String?], _ builder: inout StatementBuilder) -> [String] {
        guard values.count > 1, let key = query.sort.first, let value = values.first ?? nil, !key.field.isNullable
        else {
            return []
        }
        let type = key.field.type.parameterType
        let column = StatementBuilder.column(key.field.name)
        return ["\(column) \(key.isDescending ? "<=" : ">=") \(builder.bind(value))::\(type)"]
    }
}
