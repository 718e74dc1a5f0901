import Access
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Sync

/// Has one thing read again from its vendor, because somebody waits for it, and answers it as it is then.
struct RefreshAnswers: Sendable {
    /// The tables whose things can be asked for so.
    static let tables = ["devices", "tickets", "companies"]

    let tables: TableAnswers

    private var reader: PostgresClient { tables.reader }

    func refresh(_ resource: Resource, _ call: Call) async throws -> Response {
        let caller = try call.admitted
        let wait = try Self.wait(try call.parameters)
        guard call.body.allSatisfy({ $0 <= UInt8(ascii: " ") }) else { throw Problem.badBody("No body is taken.") }
        let thing = try await thing(resource, try call.identifier, caller)
        let id = try await ask(thing, resource, caller)
        try await RunWait(reader: reader, tenant: caller.tenantID).end(of: [id], within: wait)
        let run = try await CompanyLimit.lifted { try await RunBook(reader).run(id, tenant: caller.tenantID) }
        guard let run else { throw Problem.internalError }
        return try await answer(resource, thing, run, caller)
    }

    private static func wait(_ parameters: [QueryParameter]) throws(Problem) -> Int {
        var wait = FreshnessWish.longestWait
        for parameter in parameters {
            guard parameter.name == "wait", parameter.operation == nil else {
                throw .unknownLookupParameter(parameter.name, known: ["wait"])
            }
            wait = try FreshnessWish.number(parameter, in: 0...FreshnessWish.longestWait)
        }
        return wait
    }

    // MARK: - Asking

    /// A row and where it comes from.
    private struct Thing: Sendable {
        var id: UUID
        var connection: UUID
        var externalID: String
        var vendor: String
    }

    private func thing(_ resource: Resource, _ id: UUID, _ caller: Caller) async throws -> Thing {
        let fields = ["connection_id", "external_id"].compactMap { resource.field($0) }
        var query = ListQuery(sort: [], fields: fields)
        query.deleted = resource.deletion == .none ? .exclude : .include
        let statement = ReadStatements(resource: resource, query: query, caller: caller).single(id)
        guard let row = try await reader.query(statement, tenant: caller.tenantID, readOnly: true).first else {
            throw Problem.notThere
        }
        let connection: UUID = try row.get("connection_id")
        let vendor: String = try await reader.query(
            "SELECT vendor FROM control.connections WHERE tenant_id = \(caller.tenantID) AND id = \(connection)",
            tenant: caller.tenantID, readOnly: true
        ).only().get("vendor")
        return Thing(id: id, connection: connection, externalID: try row.get("external_id"), vendor: vendor)
    }

    /// The run that reads it. The caller sees the thing, so that it may be read again: whatever limit the key has is no
    /// matter of the run's.
    private func ask(_ thing: Thing, _ resource: Resource, _ caller: Caller) async throws -> UUID {
        let streams = tables.freshness.vendors.streams(of: thing.vendor, readingOneOf: resource.name)
        guard !streams.isEmpty else { throw Problem.cannotRefresh(resource, thing.vendor) }
        let request = SyncRequest(
            tenant: caller.tenantID, connection: .id(thing.connection), streams: streams,
            trigger: .refresh, record: thing.externalID)
        return try await CompanyLimit.lifted {
            try await reader.transaction(tenant: caller.tenantID) { session in
                let run = try await RunQueue.refresh(request, in: session).id
                try await AuditTrail.record(
                    tenant: caller.tenantID, actor: caller.actor, action: "\(resource.name).refresh",
                    subject: thing.id.postgresText, details: ["run": run.postgresText], in: session)
                return run
            }
        }
    }

    // MARK: - Answering

    private func answer(
        _ resource: Resource, _ thing: Thing, _ run: RunRecord, _ caller: Caller
    ) async throws -> Response {
        let fresh = try await tables.freshness.freshness(tenant: caller.tenantID, tables: resource.sources)
        var query = ListQuery(sort: [], fields: ListQueryParser(resource: resource, caller: caller).visibleFields)
        query.deleted = .include
        let statement = ReadStatements(resource: resource, query: query, caller: caller).single(thing.id)
        guard let row = try await reader.query(statement, tenant: caller.tenantID, readOnly: true).first else {
            // It has moved to where the key does not see it.
            throw Problem.notThere
        }
        var response = Response.bytes(
            PageWriter.write(row, RowWriter(query.fields), more: [("refresh", run.refresh)], freshness: fresh),
            type: "application/json", status: run.endedAt == nil ? .accepted : .ok)
        response.headers[.eTag] = nil
        if run.endedAt == nil { response.headers[.location] = "/v1/syncs/\(run.id.postgresText)" }
        return response
    }
}

extension RunRecord {
    /// What became of the wish. `read_at`: when the vendor was asked, where it has shown the thing; else the row is older.
    fileprivate var refresh: JSONTree {
        let isRead = endedAt != nil && streams.contains { $0.read > 0 }
        return .object([
            ("run", .string(id.postgresText)), ("state", .string(state.rawValue)), ("reason", .optional(reason)),
            ("read_at", .optional(isRead ? startedAt.map(Moment.text) : nil)),
        ])
    }
}

extension Problem {
    static func cannotRefresh(_ resource: Resource, _ vendor: String) -> Problem {
        Problem(
            status: .conflict, kind: "cannot-refresh", title: "Cannot be read alone",
            detail: """
                \(vendor) has no way to read one of \(resource.name) by its id: ask for the list with max_age, or for a sync.
                """)
    }
}
