import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Access

/// A key that is changed for another: both work for a while, with the same rights.
@Suite struct KeyRotationTests {
    private static let profiles = Profiles(["read_only": [.devices: .readOnly]])

    @Test func bothKeysWorkUntilTheOverlapIsOver() async throws {
        try await TestDatabase.with { database in
            let tenant = try await Tenants(owner: database.owner).create(slug: "acme", name: "Acme", actor: "test")
            let keys = Keys(owner: database.owner, profiles: Self.profiles)
            let ring = KeyRing(reader: database.reader, profiles: Self.profiles)
            let company = UUID()
            let old = try await keys.create(
                KeyRequest(
                    name: "agent", profile: "read_only", grants: [.tickets: .readWrite], companyIDs: [company],
                    isTest: true), tenant: tenant, actor: "test")
            let new = try await keys.rotate("agent", overlap: .seconds(3_600), tenant: tenant, actor: "test")
            let (before, after) = (
                try await ring.authenticate(old.secretText), try await ring.authenticate(new.secretText)
            )
            #expect(after.keyName == "agent" && before.keyName == "agent \(old.prefix)")
            #expect(after.permissions == before.permissions && after.companyIDs == [company] && after.isTest)
            try await database.owner.query(
                "UPDATE control.api_keys SET expires_at = now() WHERE expires_at IS NOT NULL")
            await #expect(throws: AccessError.keyExpired(name: "agent \(old.prefix)")) {
                try await ring.authenticate(old.secretText)
            }
            #expect(try await ring.authenticate(new.secretText).keyName == "agent")
            await #expect(throws: AccessError.self) {
                try await keys.rotate("nobody", overlap: .zero, tenant: tenant, actor: "test")
            }
        }
    }
}
