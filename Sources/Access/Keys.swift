public import Foundation
public import Inventory
public import Postgres

/// An API key as lists show it: never its secret.
public struct KeyListing: Sendable, Codable {
    public let id: UUID
    public let name: String
    public let prefix: String
    public let profile: String
    public let isTest: Bool
    public let createdAt: String
    public let expiresAt: String?
    public let revokedAt: String?
}

/// What a new key is to be.
public struct KeyRequest: Sendable {
    public var name: String
    public var profile: String
    public var grants: [PermissionGroup: Level]
    /// External names or ids are resolved by the caller; nil: all companies.
    public var companyIDs: [UUID]?
    public var isTest: Bool
    public var expiresAfter: Duration?

    public init(
        name: String, profile: String, grants: [PermissionGroup: Level] = [:], companyIDs: [UUID]? = nil,
        isTest: Bool = false, expiresAfter: Duration? = nil
    ) {
        self.name = name
        self.profile = profile
        self.grants = grants
        self.companyIDs = companyIDs
        self.isTest = isTest
        self.expiresAfter = expiresAfter
    }
}

/// A tenant's API keys, for operators.
public struct Keys: Sendable {
    private let owner: PostgresClient
    private let profiles: Profiles

    public init(owner: PostgresClient, profiles: Profiles) {
        self.owner = owner
        self.profiles = profiles
    }

    /// Makes a key; what it returns is the only time that its secret is to be had.
    public func create(_ request: KeyRequest, tenant: Tenant, actor: String) async throws -> APIKey {
        guard !request.name.isEmpty else { throw AccessError.invalid(field: "name", reason: "it must not be empty") }
        _ = try profiles.permissions(of: request.profile)
        let key = APIKey.generate(isTest: request.isTest)
        try await owner.transaction(tenant: tenant.id) { session in
            let made = try await insert(key, request, tenant, in: session)
            guard made else { throw AccessError.nameTaken(kind: "key", name: request.name) }
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "key.create", subject: request.name,
                details: ["profile": request.profile, "prefix": key.prefix], in: session)
        }
        return key
    }

    /// Makes a new key in an old one's place, with its rights and its name; the old one goes on for `overlap`, under its
    /// name and prefix, so that its user can change over.
    public func rotate(_ name: String, overlap: Duration, tenant: Tenant, actor: String) async throws -> APIKey {
        try await owner.transaction(tenant: tenant.id) { session in
            let rows = try await session.query(
                """
                UPDATE control.api_keys SET name = name || ' ' || prefix,
                    expires_at = least(expires_at, now() + \(Int(overlap.components.seconds)) * interval '1 second')
                WHERE tenant_id = \(tenant.id) AND name = \(name) AND revoked_at IS NULL
                    AND coalesce(expires_at > now(), true) RETURNING id, is_test
                """)
            guard let old = rows.first else { throw Self.noLiveKey(name) }
            let key = APIKey.generate(isTest: try old.get("is_test"))
            try await session.query(
                """
                INSERT INTO control.api_keys (tenant_id, name, prefix, hash, profile, grants, company_ids, is_test)
                SELECT tenant_id, \(name), \(key.prefix), \(Bytes(key.hash)), profile, grants, company_ids, is_test
                FROM control.api_keys WHERE tenant_id = \(tenant.id) AND id = \(try old.get("id", as: UUID.self))
                """)
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "key.rotate", subject: name,
                details: ["prefix": key.prefix], in: session)
            return key
        }
    }

    private static func noLiveKey(_ name: String) -> AccessError {
        .invalid(field: "name", reason: "there is no live key '\(name)'; 'key list' shows the keys")
    }

    private func insert(
        _ key: APIKey, _ request: KeyRequest, _ tenant: Tenant, in session: PostgresConnection
    ) async throws -> Bool {
        let grants = Dictionary(uniqueKeysWithValues: request.grants.map { ($0.key.rawValue, $0.value.rawValue) })
        let text = String(decoding: try JSONEncoder().encode(grants), as: UTF8.self)
        let rows = try await session.query(
            """
            INSERT INTO control.api_keys
                (tenant_id, name, prefix, hash, profile, grants, company_ids, is_test, expires_at)
            VALUES (\(tenant.id), \(request.name), \(key.prefix), \(Bytes(key.hash)), \(request.profile), \(text)::jsonb,
                \(request.companyIDs)::uuid[], \(request.isTest),
                now() + \(request.expiresAfter.map { Int($0.components.seconds) }) * interval '1 second')
            ON CONFLICT (tenant_id, name) DO NOTHING RETURNING id
            """)
        return !rows.isEmpty
    }

    public func list(_ tenant: Tenant) async throws -> [KeyListing] {
        let rows = try await owner.query(
            """
            SELECT id, name, prefix, profile, is_test, created_at, expires_at, revoked_at FROM control.api_keys
            WHERE tenant_id = \(tenant.id) ORDER BY name
            """)
        return try rows.map { row in
            KeyListing(
                id: try row.get("id"), name: try row.get("name"), prefix: try row.get("prefix"),
                profile: try row.get("profile"), isTest: try row.get("is_test"), createdAt: try row.get("created_at"),
                expiresAt: row["expires_at"], revokedAt: row["revoked_at"])
        }
    }

    /// Ends a key at once, by its name.
    public func revoke(_ name: String, tenant: Tenant, actor: String) async throws {
        try await owner.transaction(tenant: tenant.id) { session in
            let rows = try await session.query(
                """
                UPDATE control.api_keys SET revoked_at = now()
                WHERE tenant_id = \(tenant.id) AND name = \(name) AND revoked_at IS NULL RETURNING id
                """)
            guard !rows.isEmpty else { throw Self.noLiveKey(name) }
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "key.revoke", subject: name, in: session)
        }
    }
}
