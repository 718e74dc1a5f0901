import Crypto
public import Foundation
public import Postgres

/// One account's tokens at its vendor, sealed with the tenant's data key as credentials are, for whoever works for the
/// account: all processes, and those after a restart. Times are the database's.
public struct KeptTokens: Sendable {
    private let worker: PostgresClient
    private let vault: Vault
    private let tenant: UUID
    private let account: String

    /// - Parameters:
    ///   - worker: the database as the role that writes.
    ///   - account: a digest of what identifies the account; never the credentials.
    public init(worker: PostgresClient, vault: Vault, tenant: UUID, account: String) {
        self.worker = worker
        self.vault = vault
        self.tenant = tenant
        self.account = account
    }

    /// What there is for who needs a token.
    public enum Turn: Sendable, Hashable {
        case kept(token: String, seconds: Int)
        case ask
        case wait(seconds: Int)
    }

    /// Who is told to ask has so long to say what came of it, before another is told.
    private static let askingSeconds = 30

    /// The token of the name, unless it is the one that was refused; else whose turn it is to ask.
    public func turn(_ name: String, refused: String?) async throws -> Turn {
        try await worker.transaction(tenant: tenant) { session in
            let row = try await locked(name, in: session)
            if let sealed: Bytes = try row.optional("sealed"), let seconds = try Self.seconds(row, "good"),
                let token = try await vault.openToken(sealed, owner(name), of: tenant, in: session), token != refused
            {
                return .kept(token: token, seconds: seconds)
            }
            if let seconds = try Self.seconds(row, "rest") { return .wait(seconds: seconds) }
            try await setRest(name, Self.askingSeconds, in: session)
            return .ask
        }
    }

    /// Keeps what was given, and forgets what ended long ago.
    public func keep(_ name: String, _ token: String, seconds: Int) async throws {
        try await worker.transaction(tenant: tenant) { session in
            let sealed = try await vault.sealToken(token, owner(name), of: tenant, in: session)
            try await session.query(
                """
                UPDATE control.tokens SET sealed = \(sealed), ask_after = NULL,
                    good_until = clock_timestamp() + make_interval(secs => \(seconds))
                WHERE tenant_id = \(tenant) AND account = \(account) AND name = \(name)
                """)
            try await session.query(
                """
                DELETE FROM control.tokens
                WHERE tenant_id = \(tenant) AND good_until < clock_timestamp() - interval '7 days'
                """)
        }
    }

    /// Nobody asks for so many seconds; 0: the next one may.
    public func rest(_ name: String, seconds: Int) async throws {
        try await worker.transaction(tenant: tenant) { try await setRest(name, seconds, in: $0) }
    }

    private func setRest(_ name: String, _ seconds: Int, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.tokens SET ask_after = clock_timestamp() + make_interval(secs => \(seconds))
            WHERE tenant_id = \(tenant) AND account = \(account) AND name = \(name)
            """)
    }

    /// The token's row, which no other can have until the transaction ends.
    private func locked(_ name: String, in session: PostgresConnection) async throws -> Row {
        try await session.query(
            """
            INSERT INTO control.tokens (tenant_id, account, name) VALUES (\(tenant), \(account), \(name))
            ON CONFLICT (tenant_id, account, name) DO NOTHING
            """)
        return try await session.query(
            """
            SELECT sealed, extract(epoch FROM good_until - clock_timestamp())::double precision AS good,
                extract(epoch FROM ask_after - clock_timestamp())::double precision AS rest
            FROM control.tokens WHERE tenant_id = \(tenant) AND account = \(account) AND name = \(name) FOR UPDATE
            """
        ).only()
    }

    /// Whole seconds that are left, or nil where none are.
    private static func seconds(_ row: Row, _ column: String) throws -> Int? {
        guard let left: Double = try row.optional(column), left > 0 else { return nil }
        return Int(left.rounded(.up))
    }

    /// What a sealed token is bound to.
    private func owner(_ name: String) -> String { "token \(name) of \(account) of tenant \(tenant.postgresText)" }
}

extension Vault {
    fileprivate func sealToken(
        _ token: String, _ owner: String, of tenant: UUID, in session: PostgresConnection
    ) async throws -> Bytes {
        let key = try await dataKey(of: tenant, in: session, makeIfMissing: true)
        return Bytes(try Sealing.seal(Data(token.utf8), with: key, for: owner))
    }

    /// nil where it was sealed with another master key: a new one is asked for.
    fileprivate func openToken(
        _ sealed: Bytes, _ owner: String, of tenant: UUID, in session: PostgresConnection
    ) async throws -> String? {
        let key = try await dataKey(of: tenant, in: session, makeIfMissing: false)
        guard let plain = try? Sealing.open(sealed.bytes, with: key, for: owner) else { return nil }
        return String(decoding: plain, as: UTF8.self)
    }
}
