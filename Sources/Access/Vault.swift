import Crypto
public import Foundation
public import Postgres

/// Connections' credentials: sealed field by field with the tenant's data key, which the master key wraps. Who holds
/// the database alone holds nothing.
public struct Vault: Sendable {
    private let master: MasterKey

    public init(_ master: MasterKey) { self.master = master }

    /// Seals and stores the fields of one connection, in place of those it had, in the caller's transaction.
    public func store(
        _ fields: [String: String], tenant: UUID, connection: UUID, in session: PostgresConnection
    ) async throws {
        let key = try await dataKey(of: tenant, in: session, makeIfMissing: true)
        try await session.query(
            "DELETE FROM control.credentials WHERE tenant_id = \(tenant) AND connection_id = \(connection)")
        for (field, secret) in fields.sorted(by: { $0.key < $1.key }) {
            let owner = Self.owner(tenant, connection, field)
            let sealed = try Sealing.seal(Data(secret.utf8), with: key, for: owner)
            try await session.query(
                """
                INSERT INTO control.credentials (tenant_id, connection_id, field, sealed)
                VALUES (\(tenant), \(connection), \(field), \(Bytes(sealed)))
                """)
        }
    }

    /// Opens a connection's credentials, in the caller's transaction.
    public func open(
        tenant: UUID, connection: UUID, in session: PostgresConnection
    ) async throws -> [String: String] {
        let rows = try await session.query(
            """
            SELECT field, sealed FROM control.credentials
            WHERE tenant_id = \(tenant) AND connection_id = \(connection)
            """)
        guard !rows.isEmpty else { return [:] }
        let key = try await dataKey(of: tenant, in: session, makeIfMissing: false)
        var fields: [String: String] = [:]
        for row in rows {
            let field: String = try row.get("field")
            let sealed: Bytes = try row.get("sealed")
            let plain = try Sealing.open(sealed.bytes, with: key, for: Self.owner(tenant, connection, field))
            fields[field] = String(decoding: plain, as: UTF8.self)
        }
        return fields
    }

    func dataKey(
        of tenant: UUID, in session: PostgresConnection, makeIfMissing: Bool
    ) async throws -> SymmetricKey {
        let owner = "tenant \(tenant.postgresText)"
        if makeIfMissing {
            let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            let wrapped = try Sealing.seal(fresh, with: master.key, for: owner)
            try await session.query(
                """
                INSERT INTO control.tenant_keys (tenant_id, wrapped_key) VALUES (\(tenant), \(Bytes(wrapped)))
                ON CONFLICT (tenant_id) DO NOTHING
                """)
        }
        let rows = try await session.query("SELECT wrapped_key FROM control.tenant_keys WHERE tenant_id = \(tenant)")
        let wrapped: Bytes = try rows.only().get("wrapped_key")
        return SymmetricKey(data: try Sealing.open(wrapped.bytes, with: master.key, for: owner))
    }

    /// What a sealed field is bound to; also its name in an error.
    private static func owner(_ tenant: UUID, _ connection: UUID, _ field: String) -> String {
        "credential \(field) of connection \(connection.postgresText) of tenant \(tenant.postgresText)"
    }
}
