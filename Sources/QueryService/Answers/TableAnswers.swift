import Access
import Foundation
import Hummingbird
import Inventory
import Postgres

/// Answers the lists and the single reads of every table.
struct TableAnswers: Sendable {
    let reader: PostgresClient
    let catalogue: Catalogue
    let freshness: FreshnessReader
    private let singles = SingleReads()

    init(reader: PostgresClient, catalogue: Catalogue, freshness: FreshnessReader) {
        (self.reader, self.catalogue, self.freshness) = (reader, catalogue, freshness)
    }

    func list(_ resource: Resource, _ call: Call) async throws -> Response {
        let caller = try call.admitted
        try refuseUntied(resource, caller)
        let form = try ListForm.asked(call.request.headers[.accept])
        let (wish, parameters) = try Self.wish(resource, call)
        var query = try ListQueryParser(resource: resource, caller: caller).list(parameters)
        let isWhole = form != .json && !parameters.contains { $0.name == "limit" }
        if isWhole { query.limit = ListLines.pageRows }
        let fingerprint = query.fingerprint(of: resource.name, tenant: caller.tenantID)
        let cursor = try query.cursor.map { try values(of: $0, query, fingerprint) }
        let read = ListRead(
            tables: self, resource: resource, statements: try statements(resource, query, caller),
            fingerprint: fingerprint)
        // Freshness first: what is read later is at least as new.
        let fresh = try await fresh(resource, wish, read.query, caller)
        let page = try await read.page(after: cursor)
        let total = try await read.total()
        guard form == .json else {
            return ListLines(read: read, form: form, logger: call.logger)
                .answer(page, total: total, freshness: fresh, isWhole: isWhole)
        }
        var response = Response.bytes(
            PageWriter(page: page).write(total: total, freshness: fresh), type: form.contentType)
        response.headers[.vary] = "Accept"
        return response
    }

    /// The rows as they are, or as they were at the moment that is asked for.
    func rows(_ statement: SQL, _ statements: ReadStatements) async throws -> (Rows, Past?) {
        let (query, tenant) = (statements.query, statements.caller.tenantID)
        guard let moment = query.asOf else {
            return (try await reader.query(statement, tenant: tenant, readOnly: true), nil)
        }
        return try await PastReader(reader: reader, tenant: tenant).read(statement, at: moment, fields: query.fields)
    }

    func single(_ resource: Resource, _ call: Call) async throws -> Response {
        try await single(resource, call, id: try call.identifier)
    }

    /// One row by an id that may come from elsewhere than the address.
    func single(_ resource: Resource, _ call: Call, id: UUID) async throws -> Response {
        let caller = try call.admitted
        try refuseUntied(resource, caller)
        let read = try singles.read(resource, call, caller, of: self)
        let fresh = try await fresh(resource, read.wish, read.query, caller)
        guard read.query.asOf == nil else { return try await past(resource, read, caller, id, fresh) }
        let answers = try await reader.read(read.statements(id, of: caller.tenantID), tenant: caller.tenantID)
        guard let row = answers[0].first else { throw Problem.notThere }
        let included = try await included(read, answers, caller)
        return .bytes(
            PageWriter.write(row, read.cells, included: included, freshness: fresh), type: "application/json")
    }

    /// The rows that the row names: those that a match leads to take another question.
    private func included(_ read: SingleRead, _ answers: [Rows], _ caller: Caller) async throws -> [IncludedRows] {
        guard !read.query.includes.isEmpty else { return [] }
        let found = read.included(answers.dropFirst())
        let includes = IncludeReader(reader: reader, catalogue: catalogue, caller: caller)
        var included: [IncludedRows] = []
        for (place, include) in read.query.includes.enumerated() {
            if let rows = found[place] {
                included.append(rows)
            } else {
                included += try await includes.load([include], for: answers[0], first: read.query.fields.count + place)
            }
        }
        return included
    }

    /// The row as it was.
    private func past(
        _ resource: Resource, _ read: SingleRead, _ caller: Caller, _ id: UUID, _ fresh: Freshness?
    ) async throws -> Response {
        let statements = try statements(resource, read.query, caller)
        let (rows, past) = try await rows(statements.single(id), statements)
        guard let row = rows.first else { throw Problem.notThere }
        return .bytes(PageWriter.write(row, read.cells, past: past, freshness: fresh), type: "application/json")
    }

    /// How fresh a wish is, where the table's streams can be asked; the parameters that say so are nobody else's.
    static func wish(
        _ resource: Resource, _ call: Call
    ) throws(Problem) -> (wish: FreshnessWish?, rest: [QueryParameter]) {
        try FreshnessWish.split(try call.parameters, for: resource)
    }

    /// How fresh the table is, after it was made as fresh as is wished; nil where that means nothing.
    func fresh(
        _ resource: Resource, _ wish: FreshnessWish?, _ query: ListQuery, _ caller: Caller
    ) async throws -> Freshness? {
        guard resource.hasFreshness else { return nil }
        guard let wish, let sources = resource.sources else {
            return try await freshness.freshness(tenant: caller.tenantID, tables: resource.sources)
        }
        guard query.asOf == nil else { throw Problem.presentFreshness }
        return try await FreshnessAsker(freshness: freshness).freshness(wish, caller, tables: sources)
    }

    func refuseUntied(_ resource: Resource, _ caller: Caller) throws {
        if caller.companyIDs != nil, resource.companies == .untied { throw Problem.untied(resource) }
    }

    func statements(_ resource: Resource, _ query: ListQuery, _ caller: Caller) throws -> ReadStatements {
        guard resource.isFeed else {
            return ReadStatements(resource: resource, query: query, caller: caller)
        }
        try refuseForeignChanges(query, caller)
        return ReadStatements(
            resource: resource, query: query, caller: caller,
            feed: (catalogue.entities { caller.may($0) }, catalogue.hiddenColumns { caller.may($0) }))
    }

    /// Asking by name for the changes of a table that the key may not read is refused, not answered with nothing.
    private func refuseForeignChanges(_ query: ListQuery, _ caller: Caller) throws {
        for filter in query.filters where filter.name == "entity" && [.eq, .among].contains(filter.operation) {
            for name in filter.values {
                guard let table = catalogue.resource(name) else {
                    throw Problem.badChoice(name, of: "entity", allowed: catalogue.resources.map(\.name))
                }
                guard caller.may(table.group) else { throw Problem.forbidden(table.group, for: "changes of \(name)") }
            }
        }
    }

    /// A cursor's values, if it is this query's and they are of the sort keys' types.
    func values(of text: String, _ query: ListQuery, _ fingerprint: UInt64) throws -> [String?] {
        guard let cursor = Cursor(text) else { throw Problem.garbledCursor }
        guard cursor.query == fingerprint else { throw Problem.foreignCursor }
        guard cursor.values.count == query.sort.count else { throw Problem.garbledCursor }
        return try zip(query.sort, cursor.values).map { key, value in
            guard let value else { return nil }
            guard let value = ValueText.printed(value, as: key.field.type) else { throw Problem.garbledCursor }
            return value
        }
    }
}
