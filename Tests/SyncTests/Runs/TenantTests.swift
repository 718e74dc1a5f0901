import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Two tenants whose vendors use the same ids: neither's sync touches, links to or numbers by the other's rows.
@Suite(.serialized, .timeLimit(.minutes(1))) struct TenantTests {
    private static func streams(_ owner: String, _ ids: ClosedRange<Int>) -> [Script.Stream] {
        [
            Make.organizations(ids.map { Make.organization(String($0), "\(owner) \($0)") }),
            Make.devices(ids.map { Make.device(String($0), organization: String($0), hostname: "\(owner)-\($0)") }),
            Make.softwareStream(ids.map { Make.software("Word", "1", device: String($0)) }),
        ]
    }

    private static func state(_ fixture: Fixture) async throws -> [[String: String?]] {
        [
            try await fixture.column("id", of: "live.organizations"), try await fixture.names(),
            try await fixture.column("hostname", of: "live.devices"),
            try await fixture.column("organization_id", of: "live.devices"),
            try await fixture.column("device_id", of: "inventory.software"),
        ]
    }

    @Test func twoTenantsWithTheSameIDsStayApart() async throws {
        try await Fixture.with(Self.streams("acme", 1...6)) { acme in
            let (tenant, connection) = try await acme.database.tenant(slug: "other", vendor: "scripted")
            let other = Fixture(
                database: acme.database, tenant: tenant, connection: connection,
                script: Script(Self.streams("other", 1...4)))
            try await acme.sync()
            let before = try await Self.state(acme)
            try await other.sync()
            #expect(try await other.names().count == 4)
            #expect(try await other.names()["1"] == "other 1")
            // The other's list grows short: nothing of the first's goes.
            other.script.set("organizations", [Make.organization("1", "other 1")])
            other.script.set("devices", [Make.device("1", organization: "1")])
            other.script.set("software", [])
            #expect(try await other.sync(releasesBrake: true).state == .done)
            #expect(try await other.names() == ["1": "other 1"])
            #expect(try await Self.state(acme) == before)
            #expect(try await acme.sync(isFull: true).streams.map(\.unchanged) == [6, 6, 6])
            let strangers = try await acme.count(
                """
                SELECT 1 FROM inventory.device_facts d JOIN inventory.organization_facts o ON o.id = d.organization_id
                WHERE o.tenant_id <> d.tenant_id
                """)
            #expect(strangers == 0)
        }
    }

    @Test func twoTenantsAreSyncedAtOnce() async throws {
        try await Fixture.with(Self.streams("acme", 1...12)) { acme in
            let (tenant, connection) = try await acme.database.tenant(slug: "other", vendor: "scripted")
            let other = Fixture(
                database: acme.database, tenant: tenant, connection: connection,
                script: Script(Self.streams("other", 1...12)))
            async let first = acme.sync()
            async let second = other.sync()
            #expect(try await [first.state, second.state] == [.done, .done])
            #expect(try await acme.names()["12"] == "acme 12")
            #expect(try await other.names()["12"] == "other 12")
        }
    }
}
