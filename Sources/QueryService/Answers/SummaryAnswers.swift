import Access
import Hummingbird
import Inventory
import Postgres

/// Answers how many rows there are, by the values of some columns.
extension TableAnswers {
    func summary(_ resource: Resource, _ call: Call) async throws -> Response {
        let caller = try call.admitted
        try refuseUntied(resource, caller)
        let (wish, parameters) = try Self.wish(resource, call)
        let (query, groups) = try ListQueryParser(resource: resource, caller: caller).summary(parameters)
        let fresh = try await fresh(resource, wish, query, caller)
        let statements = try statements(resource, query, caller)
        let (rows, past) = try await rows(statements.summary(by: groups), statements)
        let total = rows.first?[groups.count + 1].flatMap { Int64($0) } ?? 0
        var writer = JSONWriter(capacity: 4096)
        writer.raw("{\"data\":")
        let cells = RowWriter(groups + [Field("count", .bigint, "How many rows there are.")])
        writer.list(rows.prefix(query.limit), open: "[", close: "]") { cells.write($0, into: &$1) }
        writer.raw(",\"total\":\(total),\"truncated\":\(rows.count > query.limit)")
        PageWriter.finish(past, fresh, &writer)
        return .bytes(writer.bytes, type: "application/json")
    }
}
