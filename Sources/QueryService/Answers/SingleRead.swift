import Access
import Foundation
import Hummingbird
import Inventory
import Postgres
import Synchronization

/// A read of one row, made ready: what was asked for, checked, and the statements that answer it. But for the tenant and the
/// row's id it is the same for all keys with the same rights.
struct SingleRead: Sendable {
    let wish: FreshnessWish?
    let query: ListQuery
    let cells: RowWriter
    private let row: Statement
    /// Of the includes that the row's own id is enough to find, by their place among all.
    private let others: [Int: Other]

    /// A statement whose first parameter is the tenant and whose last the row's id.
    private struct Statement: Sendable {
        let text: String
        let between: ArraySlice<String?>

        init(_ sql: SQL) {
            text = sql.text
            between = sql.parameters.dropFirst().dropLast()
        }

        func of(_ tenant: String, _ id: String) -> SQL { SQL(text: text, parameters: [tenant] + between + [id]) }
    }

    private struct Other: Sendable {
        let statement: Statement
        let cells: RowWriter
        /// The place of the other row's id.
        let key: Int
    }

    /// Throws the problem when the parameters are not understood, or the key may not read what they ask for.
    init(_ resource: Resource, _ parameters: [QueryParameter], _ caller: Caller, of tables: TableAnswers) throws {
        let (wish, rest) = try FreshnessWish.split(parameters, for: resource)
        let query = try ListQueryParser(resource: resource, caller: caller).single(rest)
        let statements = try tables.statements(resource, query, caller)
        // It stands for any row.
        let anyone = UUID()
        var others: [Int: Other] = [:]
        for (place, include) in query.includes.enumerated() {
            guard let other = tables.catalogue.resource(include.table) else { continue }
            guard caller.may(other.group) else { throw Problem.forbidden(other.group, for: "include=\(include.name)") }
            if include.isThroughMatch { continue }
            let fields = ListQueryParser(resource: other, caller: caller).visibleFields
            var named = ListQuery(sort: [SortKey(field: other.key)], fields: fields)
            named.deleted = .include
            let sql = ReadStatements(resource: other, query: named, caller: caller)
                .named(by: include.column, of: statements, anyone)
            others[place] = Other(statement: Statement(sql), cells: RowWriter(fields), key: fields.count)
        }
        (self.wish, self.query, self.others) = (wish, query, others)
        cells = RowWriter(query.fields)
        row = Statement(statements.single(anyone))
    }

    /// For the row, and for those that it names.
    func statements(_ id: UUID, of tenant: UUID) -> [SQL] {
        let (tenant, id) = (tenant.postgresText, id.postgresText)
        return [row.of(tenant, id)] + others.keys.sorted().compactMap { others[$0]?.statement.of(tenant, id) }
    }

    /// What the statements after the first have answered, by the include's place.
    func included(_ answers: some Sequence<Rows>) -> [Int: IncludedRows] {
        var included: [Int: IncludedRows] = [:]
        for (place, rows) in zip(others.keys.sorted(), answers) {
            guard let other = others[place] else { continue }
            var found = IncludedRows(name: query.includes[place].name, column: query.fields.count + place)
            for row in rows {
                var writer = JSONWriter(capacity: 1024)
                other.cells.write(row, into: &writer)
                if let id = row[other.key] { found.objects[id] = writer.bytes }
            }
            included[place] = found
        }
        return included
    }
}

/// The single reads of late. Keys that are limited to companies bind theirs, and have each made anew; so have moments of the
/// past, which nobody asks for twice, and long wordings.
final class SingleReads: Sendable {
    private struct Key: Hashable {
        let table: String
        let words: String
        let permissions: [PermissionGroup: Level]
    }

    /// Beyond so many all are forgotten: it must not grow with its users.
    private static let limit = 1_000
    private static let longest = 2_000

    private let known = Mutex<[Key: SingleRead]>([:])

    func read(_ resource: Resource, _ call: Call, _ caller: Caller, of tables: TableAnswers) throws -> SingleRead {
        let make = { try SingleRead(resource, try call.parameters, caller, of: tables) }
        guard caller.companyIDs == nil else { return try make() }
        let key = Key(table: resource.name, words: call.request.uri.query ?? "", permissions: caller.permissions)
        if let read = known.withLock({ $0[key] }) { return read }
        let read = try make()
        guard read.query.asOf == nil, key.words.utf8.count <= Self.longest else { return read }
        known.withLock { known in
            if known.count >= Self.limit { known = [:] }
            known[key] = read
        }
        return read
    }
}
