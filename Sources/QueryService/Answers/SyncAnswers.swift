import Access
import Foundation
import HTTPTypes
import Hummingbird
import Inventory
import Postgres
import Sync

/// Answers what is asked of syncs: one run, and that one be queued.
struct SyncAnswers: Sendable {
    /// The database as the role that reads, and that may queue what is asked for.
    let reader: PostgresClient
    let vendors: VendorCatalogue

    func show(_ call: Call) async throws -> Response {
        let caller = try Self.caller(call)
        guard let run = try await RunBook(reader).run(try call.identifier, tenant: caller.tenantID) else {
            throw Problem.notThere
        }
        return .json(.object([("data", run.json)]))
    }

    /// Queues a run for a worker, and says which.
    func request(_ call: Call) async throws -> Response {
        let caller = try Self.caller(call)
        let wish = try SyncWish(call)
        let run = try await reader.transaction(tenant: caller.tenantID) { session in
            let connection = try await connection(wish.connection, of: caller, in: session)
            try check(wish.streams, of: connection)
            let queued = try await RunQueue.enqueue(
                SyncRequest(
                    tenant: caller.tenantID, connection: .id(connection.id), streams: wish.streams,
                    isFull: wish.isFull, trigger: .api), key: wish.idempotencyKey, in: session)
            if queued.isNew { try await audit(wish, connection.name, queued.id, caller, in: session) }
            return try await RunBook.run(queued.id, tenant: caller.tenantID, in: session)
        }
        guard let run else { throw Problem.notThere }
        var response = Response.json(.object([("data", run.json)]), status: .accepted)
        let place = caller.isPlatform ? "/v1/tenants/\(caller.tenantSlug)" : "/v1"
        response.headers[.location] = "\(place)/syncs/\(run.id.postgresText)"
        return response
    }

    /// The caller, who sees all of the tenant; the address takes no parameters.
    static func caller(_ call: Call) throws -> Caller {
        let caller = try call.admitted
        guard caller.companyIDs == nil else { throw Problem.limited(.syncs, to: "syncs") }
        try StateAnswers.refuseParameters(call)
        return caller
    }

    private typealias Known = (id: UUID, name: String, vendor: String)

    /// By its name or its id.
    private func connection(
        _ wanted: String, of caller: Caller, in session: PostgresConnection
    ) async throws -> Known {
        let rows = try await session.query(
            "SELECT id, name, vendor FROM control.connections WHERE tenant_id = \(caller.tenantID) ORDER BY name")
        let known: [Known] = try rows.map { (try $0.get("id"), try $0.get("name"), try $0.get("vendor")) }
        let found = known.first { $0.name == wanted } ?? known.first { $0.id == UUID(uuidString: wanted) }
        guard let found else { throw Problem.noSuchConnection(wanted, known: known.map(\.name)) }
        return found
    }

    private func check(_ streams: [String]?, of connection: Known) throws(Problem) {
        let known = vendors.streamNames(of: connection.vendor)
        if let unknown = streams?.first(where: { !known.contains($0) }) {
            throw .badChoice(unknown, of: "streams", allowed: known)
        }
    }

    private func audit(
        _ wish: SyncWish, _ connection: String, _ run: UUID, _ caller: Caller, in session: PostgresConnection
    ) async throws {
        var details = ["run": run.postgresText, "full": String(wish.isFull)]
        details["streams"] = wish.streams?.joined(separator: ",")
        try await AuditTrail.record(
            tenant: caller.tenantID, actor: caller.actor, action: "sync.request", subject: connection,
            details: details, in: session)
    }
}

/// What a request's body asks to be synced.
private struct SyncWish: Sendable {
    let connection: String
    let streams: [String]?
    let isFull: Bool
    let idempotencyKey: String?

    init(_ call: Call) throws(Problem) {
        let members = try RequestMembers(call.body, known: ["connection", "streams", "full"])
        guard let connection = try members.text("connection") else {
            throw .badBody("'connection' is missing: the name or the id of one, as /v1/connections shows them.")
        }
        self.connection = connection
        streams = try members.names("streams")
        isFull = try members.flag("full") ?? false
        idempotencyKey = call.request.headers[.idempotencyKey]
        if let key = idempotencyKey, key.isEmpty || key.utf8.count > 255 {
            throw .badValue(key, of: "Idempotency-Key", expected: "a text of 1 to 255 bytes")
        }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}

extension RunRecord {
    var json: JSONTree {
        .object([
            ("id", .string(id.postgresText)), ("connection", .string(connection)),
            ("connection_id", .string(connectionID.postgresText)), ("vendor", .string(vendor)),
            ("trigger", .string(trigger)), ("full", .boolean(full)),
            ("requested", requested.map { .strings($0) } ?? .null), ("state", .string(state.rawValue)),
            ("reason", .optional(reason)), ("created_at", .string(Moment.text(createdAt))),
            ("started_at", .optional(startedAt.map(Moment.text))), ("ended_at", .optional(endedAt.map(Moment.text))),
            ("streams", .array(streams.map(\.json))),
        ])
    }
}

extension RunStreamRecord {
    var json: JSONTree {
        let figures = [
            ("read", read), ("created", created), ("updated", updated), ("unchanged", unchanged), ("deleted", deleted),
            ("quarantined", quarantined), ("calls", calls), ("bytes", bytes),
        ]
        return .object(
            [
                ("stream", .string(stream)), ("state", .string(state.rawValue)), ("reason", .optional(reason)),
                ("is_sweep", .boolean(isSweep)),
            ] + figures.map { ($0, .integer(Int64($1))) } + [
                ("milliseconds", .integer(Int64(seconds * 1_000))),
                ("would_delete", wouldDelete.map { .integer(Int64($0)) } ?? .null),
                ("would_details", wouldDetails.map { .strings($0) } ?? .null), ("hold", hold?.json ?? .null),
            ])
    }
}

extension HoldRecord {
    var json: JSONTree {
        .object([
            ("id", .string(id.postgresText)), ("kind", .string(kind)), ("state", .string(state)),
            ("decided_by", .optional(decidedBy)), ("decided_at", .optional(decidedAt.map(Moment.text))),
            ("is_over", .boolean(isOver)),
        ])
    }
}
