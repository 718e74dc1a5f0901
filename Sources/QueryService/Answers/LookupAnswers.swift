import Access
import Foundation
import Hummingbird
import Postgres

/// Turns the name of a status, a queue or a member into the PSA's id, before anybody writes with it.
struct LookupAnswers: Sendable {
    let reader: PostgresClient
    let freshness: FreshnessReader

    func resolve(_ call: Call) async throws -> Response {
        let tenant = try call.admitted.tenantID
        let wish = try Self.wish(try call.parameters)
        // Freshness first: what is read later is at least as new.
        let fresh = try await freshness.freshness(tenant: tenant, tables: ["lookups"])
        try await check(wish, tenant)
        let found = try LookupName.resolve(wish, among: try await names(of: wish.kind, tenant))
        return .json(.object([("data", found.json), ("freshness", fresh.json)]))
    }

    private static func wish(_ parameters: [QueryParameter]) throws(Problem) -> LookupWish {
        let known = ["kind", "name", "parent", "connection"]
        var values: [String: String] = [:]
        for parameter in parameters {
            guard parameter.operation == nil, known.contains(parameter.name) else {
                throw .unknownLookupParameter(parameter.name, known: known)
            }
            guard values.updateValue(parameter.value, forKey: parameter.name) == nil else {
                throw .givenTwice(parameter.name)
            }
        }
        guard let kind = values["kind"], let name = values["name"] else {
            throw .missingParameter(
                values["kind"] == nil ? "kind" : "name", example: "/v1/resolve?kind=ticket_status&name=New")
        }
        return LookupWish(kind: kind, name: name, parent: values["parent"], connection: values["connection"])
    }

    /// Refuses a kind or a connection that is not there, by naming those that are.
    private func check(_ wish: LookupWish, _ tenant: UUID) async throws {
        if let connection = wish.connection {
            let known: [String] = try await reader.query(
                "SELECT c.name FROM control.connections c WHERE c.tenant_id = \(tenant) ORDER BY 1", tenant: tenant,
                readOnly: true
            ).map { (row) throws in try row.get("name") }
            guard known.contains(connection) else { throw Problem.noSuchConnection(connection, known: known) }
        }
        let kinds: [String] = try await reader.query(
            """
            SELECT DISTINCT l.kind FROM inventory.lookups l
            WHERE l.tenant_id = \(tenant) AND l.deleted_at IS NULL AND l.kind IS NOT NULL ORDER BY 1
            """, tenant: tenant, readOnly: true
        ).map { (row) throws in try row.get("kind") }
        guard kinds.contains(wish.kind) else { throw Problem.badChoice(wish.kind, of: "kind", allowed: kinds) }
    }

    private func names(of kind: String, _ tenant: UUID) async throws -> [LookupName] {
        try await reader.query(
            """
            SELECT l.id, l.kind, l.name, l.external_id, l.parent_external_id, c.name AS connection, p.name AS parent_name,
                l.is_active IS NOT FALSE AS is_active
            FROM inventory.lookups l
            JOIN control.connections c ON c.tenant_id = l.tenant_id AND c.id = l.connection_id
            LEFT JOIN inventory.lookups p ON p.tenant_id = l.tenant_id AND p.connection_id = l.connection_id
                AND p.external_id = l.parent_external_id AND p.deleted_at IS NULL
            WHERE l.tenant_id = \(tenant) AND l.kind = \(kind) AND l.deleted_at IS NULL AND l.name IS NOT NULL
            ORDER BY c.name, p.name, l.name, l.external_id
            """, tenant: tenant, readOnly: true
        ).map { (row) throws in
            LookupName(
                id: try row.get("id"), connection: try row.get("connection"), kind: try row.get("kind"),
                name: try row.get("name"), externalID: try row.get("external_id"),
                parentExternalID: row["parent_external_id"], parentName: row["parent_name"],
                isActive: try row.get("is_active"))
        }
    }
}
