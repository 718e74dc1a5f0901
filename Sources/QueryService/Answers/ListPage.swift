import Access
import Inventory
import Postgres

/// One page of a list, read.
struct ListPage: Sendable {
    let query: ListQuery
    let fingerprint: UInt64
    /// One row more than the limit where there is a next page.
    let rows: Rows
    /// Of the change feed: how far it reaches.
    var reach: FeedReach?
    /// Of an answer about the past: which moment, and what is not kept of it.
    var past: Past?
    var included: [IncludedRows] = []

    var shown: Slice<Rows> { rows.prefix(query.limit) }

    /// Where the next page begins; nil where this one is proved the last. The sort keys stand after the fields.
    var next: Cursor? {
        guard rows.count > query.limit, let last = shown.last else { return nil }
        return Cursor(query: fingerprint, values: query.sort.indices.map { last[query.fields.count + $0] })
    }
}

/// A list that was asked for, read page by page.
///
/// Each page is a transaction of its own, which sees what the caller may see: also where it is read long after the call was
/// admitted, by a task that knows of no limit.
struct ListRead: Sendable {
    let tables: TableAnswers
    let resource: Resource
    let statements: ReadStatements
    let fingerprint: UInt64

    private var caller: Caller { statements.caller }
    var query: ListQuery { statements.query }

    func page(after cursor: [String?]?) async throws -> ListPage {
        try await CompanyLimit.with(caller.companyIDs) {
            var page = try await rows(statements.page(after: cursor), from: query.start(cursor))
            page.included = try await IncludeReader(reader: tables.reader, catalogue: tables.catalogue, caller: caller)
                .load(query.includes, for: page.shown, first: query.fields.count + query.sort.count)
            return page
        }
    }

    private func rows(_ statement: SQL, from number: Int64?) async throws -> ListPage {
        guard resource.isFeed else {
            let (rows, past) = try await tables.rows(statement, statements)
            return ListPage(query: query, fingerprint: fingerprint, rows: rows, past: past)
        }
        let (rows, reach) = try await ChangeFeed(reader: tables.reader, tenant: caller.tenantID)
            .page(statement, from: number)
        return ListPage(query: query, fingerprint: fingerprint, rows: rows, reach: reach)
    }

    /// How many rows there are in all the pages; nil where that was not asked for.
    func total() async throws -> Int? {
        guard query.count != .none else { return nil }
        let rows = try await tables.reader.query(
            statements.count(estimate: query.count == .estimate), tenant: caller.tenantID, readOnly: true)
        guard let text = rows.first?[0] else { return nil }
        return query.count == .exact ? Int(text) : Self.estimate(inPlan: text)
    }

    /// The planner's guess, out of `EXPLAIN (FORMAT JSON)`.
    static func estimate(inPlan plan: String) -> Int? {
        plan.firstMatch(of: /"Plan Rows": ([0-9]+)/).flatMap { Int($0.1) }
    }
}
