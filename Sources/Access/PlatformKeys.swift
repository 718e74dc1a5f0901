import Foundation
import Inventory
public import Postgres

/// Keys of no tenant, for operators: each call with one names the tenant, and reaches its syncs alone.
public struct PlatformKeys: Sendable {
    private let owner: PostgresClient
    private let profiles: Profiles

    public init(owner: PostgresClient, profiles: Profiles) {
        self.owner = owner
        self.profiles = profiles
    }

    /// Makes a key; what it returns is the only time that its secret is to be had. A key that could not even see syncs, or is
    /// limited to companies (which are a tenant's), is refused.
    public func create(_ request: KeyRequest, actor: String) async throws -> APIKey {
        guard !request.name.isEmpty else { throw AccessError.invalid(field: "name", reason: "it must not be empty") }
        guard request.companyIDs == nil else {
            throw AccessError.invalid(field: "company", reason: "a platform key belongs to no tenant")
        }
        let permissions = try profiles.permissions(of: request.profile, grants: request.grants)
        guard permissions[.syncs, default: .disabled] > .disabled else {
            throw AccessError.invalid(field: "profile", reason: "a platform key is for syncs, which this one lacks")
        }
        let key = APIKey.generatePlatform()
        let grants = Dictionary(uniqueKeysWithValues: request.grants.map { ($0.key.rawValue, $0.value.rawValue) })
        let text = String(decoding: try JSONEncoder().encode(grants), as: UTF8.self)
        let rows = try await owner.query(
            """
            INSERT INTO control.platform_keys (name, prefix, hash, profile, grants, created_by, expires_at)
            VALUES (\(request.name), \(key.prefix), \(Bytes(key.hash)), \(request.profile), \(text)::jsonb, \(actor),
                now() + \(request.expiresAfter.map { Int($0.components.seconds) }) * interval '1 second')
            ON CONFLICT (name) DO NOTHING RETURNING id
            """)
        guard !rows.isEmpty else { throw AccessError.nameTaken(kind: "platform key", name: request.name) }
        return key
    }

    public func list() async throws -> [KeyListing] {
        try await owner.query("SELECT * FROM control.platform_keys ORDER BY name").map { row in
            KeyListing(
                id: try row.get("id"), name: try row.get("name"), prefix: try row.get("prefix"),
                profile: try row.get("profile"), isTest: false, createdAt: try row.get("created_at"),
                expiresAt: row["expires_at"], revokedAt: row["revoked_at"])
        }
    }

    /// Ends a key at once, by its name.
    public func revoke(_ name: String, actor: String) async throws {
        let rows = try await owner.query(
            """
            UPDATE control.platform_keys SET revoked_at = now(), revoked_by = \(actor)
            WHERE name = \(name) AND revoked_at IS NULL RETURNING id
            """)
        guard !rows.isEmpty else {
            throw AccessError.invalid(
                field: "name", reason: "there is no live platform key '\(name)'; 'key list --platform' shows them")
        }
    }
}
