public import Foundation
public import Postgres

/// A tenant's account at a vendor.
public struct Connection: Sendable, Hashable, Codable {
    public let tenantID: UUID
    public let id: UUID
    public let vendor: String
    public let name: String
    public let baseURL: String
    public let settings: [String: String]
    public let state: String
    public let stateReason: String?
    /// Failed syncs in a row, and until when the schedule leaves it alone because of them.
    public let failures: Int
    public let retryAt: String?
}

/// A tenant's connections, for operators. What a vendor needs is checked before by who knows the vendors.
public struct Connections: Sendable {
    private let owner: PostgresClient

    public init(owner: PostgresClient) { self.owner = owner }

    /// Stores a connection and its sealed credentials, both or neither.
    public func create(
        tenant: Tenant, vendor: String, name: String, baseURL: String, settings: [String: String],
        credentials: [String: String], vault: Vault, actor: String
    ) async throws -> Connection {
        guard !name.isEmpty else { throw AccessError.invalid(field: "name", reason: "it must not be empty") }
        let text = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
        return try await owner.transaction(tenant: tenant.id) { session in
            let rows = try await session.query(
                """
                INSERT INTO control.connections (tenant_id, vendor, name, base_url, settings)
                VALUES (\(tenant.id), \(vendor), \(name), \(baseURL), \(text)::jsonb)
                ON CONFLICT (tenant_id, name) DO NOTHING RETURNING *
                """)
            guard let row = rows.first else { throw AccessError.nameTaken(kind: "connection", name: name) }
            let connection = try Self.connection(row)
            try await vault.store(credentials, tenant: tenant.id, connection: connection.id, in: session)
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "connection.create", subject: name,
                details: ["vendor": vendor, "base_url": baseURL], in: session)
            return connection
        }
    }

    public func list(_ tenant: Tenant) async throws -> [Connection] {
        try await owner.query("SELECT * FROM control.connections WHERE tenant_id = \(tenant.id) ORDER BY name")
            .map(Self.connection)
    }

    /// Throws ``AccessError/unknownConnection(_:tenant:)`` when there is none.
    public func find(_ name: String, tenant: Tenant) async throws -> Connection {
        let rows = try await owner.query(
            "SELECT * FROM control.connections WHERE tenant_id = \(tenant.id) AND name = \(name)")
        guard let row = rows.first else { throw AccessError.unknownConnection(name, tenant: tenant.slug) }
        return try Self.connection(row)
    }

    /// Puts new credentials in place of the old, and lets a blocked connection try again.
    public func rotate(
        _ connection: Connection, credentials: [String: String], vault: Vault, actor: String
    ) async throws {
        try await owner.transaction(tenant: connection.tenantID) { session in
            try await vault.store(
                credentials, tenant: connection.tenantID, connection: connection.id, in: session)
            try await Self.letTry(connection, in: session)
            try await AuditTrail.record(
                tenant: connection.tenantID, actor: actor, action: "connection.rotate", subject: connection.name,
                in: session)
        }
    }

    /// `paused` by a person, or `active` again.
    public func setPaused(_ paused: Bool, _ connection: Connection, actor: String) async throws {
        try await owner.transaction(tenant: connection.tenantID) { session in
            try await session.query(
                """
                UPDATE control.connections
                SET state = \(paused ? "paused" : "active"), state_reason = \(paused ? "paused by \(actor)" : nil)
                WHERE tenant_id = \(connection.tenantID) AND id = \(connection.id)
                """)
            if !paused { try await Self.letTry(connection, in: session) }
            try await AuditTrail.record(
                tenant: connection.tenantID, actor: actor, action: paused ? "connection.pause" : "connection.resume",
                subject: connection.name, in: session)
        }
    }

    /// A person has seen that the connection works: a blocked or failing one is synced again at once.
    public func letTry(_ connection: Connection) async throws {
        try await owner.transaction(tenant: connection.tenantID) { try await Self.letTry(connection, in: $0) }
    }

    /// Closes the circuit breaker, lets what failed be due now and the rest when it would have been, and wakes the
    /// workers. A paused connection stays paused.
    private static func letTry(_ connection: Connection, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.connections SET failures = 0, retry_at = NULL,
                state = CASE WHEN state = 'paused' THEN state ELSE 'active' END,
                state_reason = CASE WHEN state = 'paused' THEN state_reason END
            WHERE tenant_id = \(connection.tenantID) AND id = \(connection.id)
            """)
        try await session.query(
            """
            UPDATE control.streams SET next_due = least(next_due, CASE WHEN state IN ('failing', 'never_read')
                THEN clock_timestamp() ELSE coalesce(as_of + period, clock_timestamp()) END)
            WHERE tenant_id = \(connection.tenantID) AND connection_id = \(connection.id)
                AND (state IN ('failing', 'never_read') OR state NOT IN ('deferred', 'not_available') AND cron IS NULL)
            """)
        // What workers listen to.
        try await session.query("SELECT pg_notify('quartermaster_due', '')")
    }

    /// Another base URL for the same account; the rows that were read stay its own.
    public func move(_ connection: Connection, to baseURL: String, actor: String) async throws {
        guard connection.baseURL != baseURL else { return }
        try await owner.transaction(tenant: connection.tenantID) { session in
            try await session.query(
                """
                UPDATE control.connections SET base_url = \(baseURL)
                WHERE tenant_id = \(connection.tenantID) AND id = \(connection.id)
                """)
            try await AuditTrail.record(
                tenant: connection.tenantID, actor: actor, action: "connection.move", subject: connection.name,
                details: ["base_url": baseURL], in: session)
        }
    }

    /// Erases the connection and everything that was read through it.
    public func delete(_ connection: Connection, actor: String) async throws {
        try await owner.transaction(tenant: connection.tenantID) { session in
            try await Self.eraseInventory(of: connection, in: session)
            try await session.query(
                """
                DELETE FROM control.connections
                WHERE tenant_id = \(connection.tenantID) AND id = \(connection.id)
                """)
            try await AuditTrail.record(
                tenant: connection.tenantID, actor: actor, action: "connection.delete", subject: connection.name,
                details: ["vendor": connection.vendor], in: session)
        }
    }

    static func connection(_ row: Row) throws -> Connection {
        let settings = Data(try row.get("settings", as: String.self).utf8)
        return Connection(
            tenantID: try row.get("tenant_id"), id: try row.get("id"), vendor: try row.get("vendor"),
            name: try row.get("name"), baseURL: try row.get("base_url"),
            settings: try JSONDecoder().decode([String: String].self, from: settings), state: try row.get("state"),
            stateReason: row["state_reason"], failures: try row.get("failures"), retryAt: row["retry_at"])
    }
}
