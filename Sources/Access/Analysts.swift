import Foundation
public import Postgres

/// A tenant's analyst, as lists show it.
public struct Analyst: Sendable, Hashable, Codable {
    public let name: String
    /// The PostgreSQL login.
    public let login: String
    public let createdBy: String
    public let createdAt: String
}

/// Logins of PostgreSQL that read one tenant each. What they see is decided by the database: by policies for the analysts'
/// group that read the tenant out of the login's name.
public struct Analysts: Sendable {
    /// The sessions that a login may have at once.
    public static let connections = 5
    /// The seconds that a statement, and silence within a transaction, may last; the policies hold nobody reads for longer.
    public static let seconds = 60

    private let owner: PostgresClient
    private let rolePrefix: String

    /// `rolePrefix` is that of the roles which the migrations made.
    public init(owner: PostgresClient, rolePrefix: String) {
        self.owner = owner
        self.rolePrefix = rolePrefix
    }

    /// Makes a login; what it returns is the only time that its password is to be had.
    public func create(
        _ name: String, tenant: Tenant, actor: String
    ) async throws -> (login: String, password: String) {
        guard !name.isEmpty else { throw AccessError.invalid(field: "name", reason: "it must not be empty") }
        let login = Self.login(for: tenant.id)
        let password = Self.random(24)
        try await owner.transaction(tenant: tenant.id) { session in
            let made = try await session.query(
                """
                INSERT INTO control.analysts (tenant_id, name, login, created_by)
                VALUES (\(tenant.id), \(name), \(login), \(actor)) ON CONFLICT DO NOTHING RETURNING login
                """)
            guard !made.isEmpty else { throw AccessError.nameTaken(kind: "analyst", name: name) }
            try await session.execute(Self.script(login, ScramVerifier(password: password).text, rolePrefix))
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "analyst.create", subject: name, details: ["login": login],
                in: session)
        }
        return (login, password)
    }

    /// The login with its limits. It makes no temporary tables: nobody but the worker does in this database.
    private static func script(_ login: String, _ verifier: String, _ prefix: String) -> String {
        """
        CREATE ROLE "\(login)" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
            CONNECTION LIMIT \(connections) PASSWORD '\(verifier)' IN ROLE "\(prefix)_analysts";
        ALTER ROLE "\(login)" SET statement_timeout = '\(seconds)s';
        ALTER ROLE "\(login)" SET idle_in_transaction_session_timeout = '\(seconds)s';
        ALTER ROLE "\(login)" SET work_mem = '16MB';
        ALTER ROLE "\(login)" SET default_transaction_read_only = on;
        DO $$ BEGIN
            EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
            EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO "\(prefix)_worker"', current_database());
        END $$;
        """
    }

    public func list(_ tenant: Tenant) async throws -> [Analyst] {
        try await owner.query(
            "SELECT * FROM control.analysts WHERE tenant_id = \(tenant.id) ORDER BY name"
        ).map { row in
            Analyst(
                name: try row.get("name"), login: try row.get("login"), createdBy: try row.get("created_by"),
                createdAt: try row.get("created_at"))
        }
    }

    /// Ends a login and its sessions at once.
    public func revoke(_ name: String, tenant: Tenant, actor: String) async throws {
        try await owner.transaction(tenant: tenant.id) { session in
            let logins = try await Self.drop(tenant: tenant.id, name: name, in: session)
            guard !logins.isEmpty else {
                throw AccessError.invalid(
                    field: "name", reason: "there is no analyst '\(name)'; 'analyst list' shows them")
            }
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "analyst.revoke", subject: name, in: session)
        }
    }

    /// Drops the logins of a tenant, or the one of the name, and ends their sessions; returns them.
    static func drop(tenant: UUID, name: String? = nil, in session: PostgresConnection) async throws -> [String] {
        let logins = try await session.query(
            """
            DELETE FROM control.analysts WHERE tenant_id = \(tenant) AND (\(name)::text IS NULL OR name = \(name)::text)
            RETURNING login
            """
        ).compactMap { $0["login"] }
        for login in logins {
            try await session.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = \(login)")
            try await session.query("DROP ROLE IF EXISTS \(identifier: login)")
        }
        return logins
    }

    private static func login(for tenant: UUID) -> String {
        let digits = tenant.uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        return "analyst_\(digits)_\(Bytes(SecretBytes.random(6)).postgresText.dropFirst(2))"
    }

    private static func random(_ count: Int) -> String {
        Data(SecretBytes.random(count)).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
