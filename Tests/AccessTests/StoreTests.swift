import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Access

@Suite struct StoreTests {
    private static let profiles = Profiles(["read_only": [.devices: .readOnly]])

    private func vault(_ byte: UInt8 = 7) throws -> Vault {
        Vault(try MasterKey(base64: Data(repeating: byte, count: 32).base64EncodedString()))
    }

    private func withDatabase(_ body: (TestDatabase, Tenant) async throws -> Void) async throws {
        let database = try await TestDatabase.make()
        do {
            let tenant = try await Tenants(owner: database.owner).create(slug: "acme", name: "Acme IT", actor: "test")
            try await body(database, tenant)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    @Test func aTenantIsMadeOnceAndAnotherNameIsAskedFor() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: AccessError.nameTaken(kind: "tenant", name: "acme")) {
                try await Tenants(owner: database.owner).create(slug: "acme", name: "Other", actor: "test")
            }
        }
    }

    @Test func credentialsAreSealedAtRestAndOpenForTheWorker() async throws {
        try await withDatabase { database, tenant in
            let connection = try await Connections(owner: database.owner).create(
                tenant: tenant, vendor: "ninjaone", name: "main", baseURL: "https://vendor.example", settings: [:],
                credentials: ["client_secret": "hunter2"], vault: try vault(), actor: "test")
            let stored = try await database.owner.query("SELECT sealed FROM control.credentials").only()["sealed"] ?? ""
            #expect(!stored.isEmpty && !stored.contains(Bytes(Array("hunter2".utf8)).postgresText.dropFirst(2)))
            let opened = try await database.worker.transaction(tenant: tenant.id) { session in
                try await self.vault().open(tenant: tenant.id, connection: connection.id, in: session)
            }
            #expect(opened == ["client_secret": "hunter2"])
        }
    }

    @Test func anotherMasterKeyDoesNotOpenThem() async throws {
        try await withDatabase { database, tenant in
            let connection = try await Connections(owner: database.owner).create(
                tenant: tenant, vendor: "ninjaone", name: "main", baseURL: "https://vendor.example", settings: [:],
                credentials: ["client_secret": "hunter2"], vault: try vault(), actor: "test")
            await #expect(throws: AccessError.self) {
                try await database.worker.transaction(tenant: tenant.id) { session in
                    try await self.vault(8).open(tenant: tenant.id, connection: connection.id, in: session)
                }
            }
        }
    }

    @Test func theReaderCannotReadCredentials() async throws {
        try await withDatabase { database, tenant in
            await #expect(throws: PostgresError.self) {
                try await database.reader.query("SELECT * FROM control.credentials", tenant: tenant.id)
            }
        }
    }

    @Test func aKeyIsKnownUntilItIsRevoked() async throws {
        try await withDatabase { database, tenant in
            let keys = Keys(owner: database.owner, profiles: Self.profiles)
            let key = try await keys.create(
                KeyRequest(name: "agent", profile: "read_only", grants: [.alerts: .readOnly]), tenant: tenant,
                actor: "test")
            let ring = KeyRing(reader: database.reader, profiles: Self.profiles)
            let caller = try await ring.authenticate(key.secretText)
            #expect(caller.tenantSlug == "acme" && caller.may(.devices) && caller.may(.alerts) && !caller.may(.tickets))
            #expect(!caller.may(.devices, .readWrite))
            try await keys.revoke("agent", tenant: tenant, actor: "test")
            await #expect(throws: AccessError.keyRevoked(name: "agent")) { try await ring.authenticate(key.secretText) }
        }
    }

    @Test func aKeyWithARightPrefixAndAWrongSecretIsUnknown() async throws {
        try await withDatabase { database, tenant in
            let key = try await Keys(owner: database.owner, profiles: Self.profiles).create(
                KeyRequest(name: "agent", profile: "read_only"), tenant: tenant, actor: "test")
            let forged = String(key.secretText.dropLast(4)) + "AAAA"
            await #expect(throws: AccessError.unknownKey) {
                try await KeyRing(reader: database.reader, profiles: Self.profiles).authenticate(forged)
            }
        }
    }

    /// A key that was good a moment ago is not asked about again, and opens nothing to another of its prefix.
    @Test func aKeyIsRememberedByTheWholeOfIt() async throws {
        try await withDatabase { database, tenant in
            let keys = Keys(owner: database.owner, profiles: Self.profiles)
            let key = try await keys.create(
                KeyRequest(name: "agent", profile: "read_only"), tenant: tenant, actor: "test")
            let ring = KeyRing(reader: database.reader, profiles: Self.profiles, memory: .seconds(3600))
            let caller = try await ring.authenticate(key.secretText)
            let forged = String(key.secretText.dropLast(4)) + "AAAA"
            await #expect(throws: AccessError.unknownKey) { try await ring.authenticate(forged) }
            try await keys.revoke("agent", tenant: tenant, actor: "test")
            #expect(try await ring.authenticate(key.secretText).keyID == caller.keyID)
        }
    }

    @Test func anExpiredKeyIsRefused() async throws {
        try await withDatabase { database, tenant in
            let key = try await Keys(owner: database.owner, profiles: Self.profiles).create(
                KeyRequest(name: "agent", profile: "read_only", expiresAfter: .zero), tenant: tenant, actor: "test")
            await #expect(throws: AccessError.keyExpired(name: "agent")) {
                try await KeyRing(reader: database.reader, profiles: Self.profiles).authenticate(key.secretText)
            }
        }
    }

    @Test func whatIsDoneStandsInTheAuditTrailWithoutSecrets() async throws {
        try await withDatabase { database, tenant in
            _ = try await Connections(owner: database.owner).create(
                tenant: tenant, vendor: "ninjaone", name: "main", baseURL: "https://vendor.example", settings: [:],
                credentials: ["client_secret": "hunter2"], vault: try vault(), actor: "operator:ann")
            let entries = try await AuditTrail(database.owner).list(tenant: tenant.id)
            #expect(entries.map(\.action) == ["connection.create", "tenant.create"])
            #expect(entries.first?.actor == "operator:ann")
            #expect(!"\(entries)".contains("hunter2"))
        }
    }

    @Test func aDeletedTenantLeavesNoRowBehind() async throws {
        try await withDatabase { database, tenant in
            _ = try await Connections(owner: database.owner).create(
                tenant: tenant, vendor: "ninjaone", name: "main", baseURL: "https://vendor.example", settings: [:],
                credentials: ["client_secret": "hunter2"], vault: try vault(), actor: "test")
            try await Tenants(owner: database.owner).delete(tenant)
            let tables = try await database.owner.query(
                """
                SELECT n.nspname AS schema, c.relname AS name FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('control', 'inventory')
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' WHERE c.relkind = 'r'
                """)
            #expect(tables.count > 10)
            for table in tables {
                let schema: String = try table.get("schema")
                let name: String = try table.get("name")
                let rows = try await database.owner.query(
                    "SELECT 1 FROM \(identifier: schema).\(identifier: name) WHERE tenant_id = \(tenant.id)")
                #expect(rows.isEmpty, "\(schema).\(name)")
            }
        }
    }
}
