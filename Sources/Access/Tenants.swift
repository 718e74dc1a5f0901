public import Foundation
public import Postgres

/// A company that uses this installation.
public struct Tenant: Sendable, Hashable, Codable {
    public let id: UUID
    public let slug: String
    public let name: String
}

/// The tenants, for operators: `owner` is the migrator's login, which alone sees all of them.
public struct Tenants: Sendable {
    let owner: PostgresClient

    public init(owner: PostgresClient) { self.owner = owner }

    /// Makes a tenant. The slug is 1 to 63 of a-z, 0-9 and '-', not beginning with '-'.
    public func create(slug: String, name: String, actor: String) async throws -> Tenant {
        guard slug.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil else {
            throw AccessError.invalid(
                field: "slug", reason: "use 1 to 63 of a-z, 0-9 and '-', beginning with a letter or a digit")
        }
        guard !name.isEmpty else { throw AccessError.invalid(field: "name", reason: "it must not be empty") }
        return try await owner.transaction(tenant: nil) { session in
            let rows = try await session.query(
                """
                INSERT INTO control.tenants (slug, name) VALUES (\(slug), \(name))
                ON CONFLICT (slug) DO NOTHING RETURNING id
                """)
            guard let row = rows.first else { throw AccessError.nameTaken(kind: "tenant", name: slug) }
            let id: UUID = try row.get("id")
            try await AuditTrail.record(tenant: id, actor: actor, action: "tenant.create", subject: slug, in: session)
            return Tenant(id: id, slug: slug, name: name)
        }
    }

    public func list() async throws -> [Tenant] {
        try await owner.query("SELECT id, slug, name FROM control.tenants ORDER BY slug").map(Self.tenant)
    }

    /// Throws ``AccessError/unknownTenant(_:)`` when there is none.
    public func find(_ slug: String) async throws -> Tenant {
        let rows = try await owner.query("SELECT id, slug, name FROM control.tenants WHERE slug = \(slug)")
        guard let row = rows.first else { throw AccessError.unknownTenant(slug) }
        return try Self.tenant(row)
    }

    /// Erases a tenant: every row of it in every table that has a `tenant_id`, its keys, its analysts, and the tenant itself.
    public func delete(_ tenant: Tenant) async throws {
        try await owner.transaction(tenant: nil) { session in
            _ = try await Analysts.drop(tenant: tenant.id, in: session)
            let tables = try await session.query(
                """
                SELECT n.nspname AS schema, c.relname AS name
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
                WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('inventory', 'control')
                ORDER BY n.nspname DESC, c.relname
                """)
            for table in tables where table["schema"] == "inventory" {
                let name: String = try table.get("name")
                try await session.query("DELETE FROM inventory.\(identifier: name) WHERE tenant_id = \(tenant.id)")
            }
            // The control tables go with the tenant, by their foreign keys.
            try await session.query("DELETE FROM control.tenants WHERE id = \(tenant.id)")
        }
    }

    private static func tenant(_ row: Row) throws -> Tenant {
        Tenant(id: try row.get("id"), slug: try row.get("slug"), name: try row.get("name"))
    }
}
