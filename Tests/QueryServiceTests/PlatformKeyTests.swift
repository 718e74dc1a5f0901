import Access
import Foundation
import HTTPTypes
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Keys that belong to no tenant and name one with each call.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PlatformKeyTests {
    private static func key(
        _ fixture: Fixture, _ level: Level = .readWrite, name: String = "scheduler"
    ) async throws -> String {
        try await PlatformKeys(owner: fixture.database.owner, profiles: Fixture.profiles).create(
            KeyRequest(name: name, profile: "all", grants: [.syncs: level]), actor: "operator:test"
        ).secretText
    }

    @Test func itAsksForSyncsOfTheTenantThatItNames() async throws {
        try await Fixture.with { fixture in
            let key = try await Self.key(fixture)
            for tenant in [fixture.acme, fixture.other] {
                let path = "/v1/tenants/\(tenant.slug)/syncs"
                let reply = try await fixture.post(path, #"{"connection": "rmm"}"#, key, idempotency: "k")
                #expect(reply.status == 202, "\(reply.text)")
                let id = try #require(reply.json["data"]["id"].text)
                #expect(reply.headers[.location] == "\(path)/\(id)")
                #expect(try await fixture.get("\(path)/\(id)", key).json["data"]["id"].text == id)
                #expect(try await fixture.get(path, key).ids == [id])
                let row = try await fixture.database.owner.query(
                    "SELECT tenant_id FROM control.runs WHERE id = \(id)::uuid"
                ).only()
                #expect(try row.get("tenant_id", as: UUID.self) == tenant.id)
                let audited = try await fixture.database.owner.query(
                    "SELECT actor FROM control.audit WHERE tenant_id = \(tenant.id) AND action = 'sync.request'")
                #expect(audited.map { $0["actor"] } == ["platform:scheduler"])
            }
        }
    }

    @Test func aRunOfAnotherTenantIsNotThere() async throws {
        try await Fixture.with { fixture in
            let key = try await Self.key(fixture)
            let reply = try await fixture.post("/v1/tenants/acme/syncs", #"{"connection": "rmm"}"#, key)
            let id = try #require(reply.json["data"]["id"].text)
            #expect(try await fixture.get("/v1/tenants/other/syncs/\(id)", key).status == 404)
            #expect(try await fixture.get("/v1/tenants/other/syncs", key).rows.isEmpty)
            let nobody = try await fixture.get("/v1/tenants/nobody/syncs", key)
            #expect(nobody.status == 404, "\(nobody.text)")
        }
    }

    @Test func itReachesNothingElseAndNoTenantsKeyReachesThese() async throws {
        try await Fixture.with { fixture in
            let key = try await Self.key(fixture)
            let own = try await fixture.key([.syncs: .readWrite])
            for route in fixture.service.allRoutes where route.admission != .open {
                var isPlatform = false
                if case .platform = route.admission { isPlatform = true }
                let path = route.path.replacing("{id}", with: UUID().uuidString).replacing("{slug}", with: "acme")
                let reply = try await fixture.get(path, isPlatform ? own : key, method: route.method)
                #expect(reply.status == 403 && reply.text.contains("latform"), "\(path): \(reply.text)")
            }
            #expect(try await fixture.get("/", key).status == 403)
        }
    }

    @Test func itsLevelAndItsEndHold() async throws {
        try await Fixture.with { fixture in
            let keys = PlatformKeys(owner: fixture.database.owner, profiles: Fixture.profiles)
            let reader = try await Self.key(fixture, .readOnly, name: "watcher")
            #expect(try await fixture.get("/v1/tenants/acme/syncs", reader).status == 200)
            let refused = try await fixture.post("/v1/tenants/acme/syncs", #"{"connection": "rmm"}"#, reader)
            #expect(refused.status == 403 && refused.json["group"].text == "syncs")
            try await keys.revoke("watcher", actor: "operator:test")
            #expect(try await fixture.get("/v1/tenants/acme/syncs", reader).status == 401)
            #expect(try await keys.list().map { $0.revokedAt != nil } == [true])
            await #expect(throws: AccessError.self) { try await keys.revoke("watcher", actor: "operator:test") }
            let forged = reader.replacing("qm_platform_", with: "qm_live_")
            for text in [forged, String(reader.dropLast()) + "A"] {
                #expect(try await fixture.get("/v1/tenants/acme/syncs", text).status >= 401)
                #expect(try await fixture.get("/v1/me", text).status >= 401)
            }
        }
    }

    @Test func aKeyThatCouldDoNothingIsNotMade() async throws {
        try await Fixture.with { fixture in
            let keys = PlatformKeys(owner: fixture.database.owner, profiles: Fixture.profiles)
            let wrong = [
                KeyRequest(name: "", profile: "all"), KeyRequest(name: "k", profile: "none"),
                KeyRequest(name: "k", profile: "all", companyIDs: [UUID()]), KeyRequest(name: "k", profile: "nothing"),
            ]
            for request in wrong {
                await #expect(throws: AccessError.self) { try await keys.create(request, actor: "operator:test") }
            }
            _ = try await Self.key(fixture)
            await #expect(throws: AccessError.nameTaken(kind: "platform key", name: "scheduler")) {
                try await Self.key(fixture)
            }
        }
    }
}
