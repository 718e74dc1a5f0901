import Foundation
import Inventory
public import Postgres

/// Tells who a key is. The row is found through `control.find_key`, the one question that is asked across tenants.
public struct KeyRing: Sendable {
    private let reader: PostgresClient
    private let profiles: Profiles
    private let known: ShortMemory<[UInt8], Caller>

    /// - Parameter memory: For how long a key that was good is taken to be so still: revoked or narrowed, it goes on until
    ///   then. Zero: each call is asked about.
    public init(reader: PostgresClient, profiles: Profiles, memory: Duration = .zero) {
        self.reader = reader
        self.profiles = profiles
        known = ShortMemory(lifetime: memory)
    }

    /// The caller behind a key. Throws ``AccessError`` for a key that is malformed, unknown, expired or revoked, and
    /// ``PostgresError`` when the database cannot be asked.
    public func authenticate(_ text: String) async throws -> Caller {
        guard let key = APIKey(text) else { throw AccessError.unknownKey }
        guard !key.isPlatform else { throw AccessError.platformKey }
        return try await known.value(key.hash) { try await caller(key) }
    }

    private func caller(_ key: APIKey) async throws -> Caller {
        let rows = try await reader.query(
            """
            SELECT *, coalesce(expires_at <= now(), false) AS is_expired, revoked_at IS NOT NULL AS is_revoked
            FROM control.find_key(\(key.prefix))
            """)
        for row in rows where key.matches(try row.get("hash", as: Bytes.self).bytes) {
            return try caller(row)
        }
        throw AccessError.unknownKey
    }

    /// The caller behind a platform's key, for the tenant that the call names: a tenant that is not there is
    /// ``AccessError/unknownTenant(_:)``, once the key is known.
    public func authenticate(_ text: String, naming tenant: String) async throws -> Caller {
        guard let key = APIKey(text), key.isPlatform else { throw AccessError.unknownKey }
        let rows = try await reader.query(
            """
            SELECT *, coalesce(expires_at <= now(), false) AS is_expired, revoked_at IS NOT NULL AS is_revoked
            FROM control.find_platform_key(\(key.prefix))
            """)
        for row in rows where key.matches(try row.get("hash", as: Bytes.self).bytes) {
            let name = try Self.liveName(row)
            guard let found = try await reader.query("SELECT id FROM control.find_tenant(\(tenant))").first else {
                throw AccessError.unknownTenant(tenant)
            }
            return Caller(
                tenantID: try found.get("id"), tenantSlug: tenant, keyID: try row.get("id"), keyName: name,
                permissions: try permissions(row).filter { $0.key == .syncs }, isPlatform: true)
        }
        throw AccessError.unknownKey
    }

    private static func liveName(_ row: Row) throws -> String {
        let name: String = try row.get("name")
        if try row.get("is_revoked") { throw AccessError.keyRevoked(name: name) }
        if try row.get("is_expired") { throw AccessError.keyExpired(name: name) }
        return name
    }

    private func permissions(_ row: Row) throws -> [PermissionGroup: Level] {
        let grants = try JSONDecoder().decode(
            [String: String].self, from: Data(try row.get("grants", as: String.self).utf8))
        return try profiles.permissions(of: try row.get("profile"), grants: try Profiles.permissions(grants))
    }

    private func caller(_ row: Row) throws -> Caller {
        let name = try Self.liveName(row)
        return Caller(
            tenantID: try row.get("tenant_id"), tenantSlug: try row.get("tenant_slug"), keyID: try row.get("id"),
            keyName: name, permissions: try permissions(row),
            companyIDs: row["company_ids"].map(Self.companies), isTest: try row.get("is_test"))
    }

    /// A uuid array's text: `{a,b}`.
    private static func companies(_ text: String) -> [UUID] {
        text.dropFirst().dropLast().split(separator: ",").compactMap { UUID(uuidString: String($0)) }
    }
}
