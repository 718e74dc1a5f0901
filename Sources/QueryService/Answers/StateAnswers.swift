import Access
import Foundation
import Hummingbird
import Inventory
import Postgres

/// Answers what the service tells of itself and of what it knows: who asks, what is connected, how fresh it is.
struct StateAnswers: Sendable {
    let reader: PostgresClient
    let catalogue: Catalogue
    let freshness: FreshnessReader

    func me(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        try Self.refuseParameters(call)
        let permissions = PermissionGroup.allCases.map { ($0.rawValue, caller.permissions[$0, default: .disabled]) }
        return .json(
            .object([
                (
                    "data",
                    .object([
                        ("tenant", .string(caller.tenantSlug)), ("key", .string(caller.keyName)),
                        ("key_id", .string(caller.keyID.uuidString.lowercased())), ("is_test", .boolean(caller.isTest)),
                        ("company_ids", caller.companyIDs.map { .strings($0.map(\.postgresText)) } ?? .null),
                        ("permissions", .object(permissions.map { ($0.0, .string($0.1.rawValue)) })),
                        ("tables", .strings(tables(of: caller))),
                    ])
                )
            ]))
    }

    /// The tables that the key may read.
    private func tables(of caller: Caller) -> [String] {
        catalogue.resources.filter { resource in
            caller.may(resource.group) && (caller.companyIDs == nil || resource.companies != .untied)
        }
        .map(\.name)
    }

    func connections(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        try Self.refuseParameters(call)
        let connections = try await freshness.connections(tenant: caller.tenantID)
        return .json(.object([("data", .array(connections.map(\.json)))]))
    }

    func freshness(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        try Self.refuseParameters(call)
        let sources = try await freshness.freshness(tenant: caller.tenantID, tables: nil).sources
        let tables = freshness.entities.map { entity -> JSONTree in
            let own = Freshness(sources: sources.filter { $0.table == entity.name })
            return .object([("table", .string(entity.name))] + own.members)
        }
        return .json(.object([("data", .array(tables))]))
    }

    /// The process lives.
    func health(_ call: Call) -> Response { .json(.object([("status", .string("ok"))])) }

    /// The database answers, and has every table that this version serves.
    func readiness(_ call: Call) async throws -> Response {
        let names = catalogue.resources.map { "inventory.\($0.name)" }
        let missing = try await reader.query(
            "SELECT name FROM unnest(\(names)::text[]) AS name WHERE to_regclass(name) IS NULL")
        guard missing.isEmpty else {
            throw Problem(
                status: .serviceUnavailable, kind: "not-migrated", title: "Not ready",
                detail: "The database is not of this version; run 'quartermaster migrate'.")
        }
        return .json(.object([("status", .string("ready"))]))
    }

    static func refuseParameters(_ call: Call) throws(Problem) {
        guard let first = try call.parameters.first else { return }
        throw Problem(
            status: .badRequest, kind: "unknown-parameter", title: "Unknown parameter",
            detail: "This address takes no parameters, and so not '\(first.name)'.")
    }
}
