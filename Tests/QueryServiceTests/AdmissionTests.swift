import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Who may call what.
@Suite(.serialized, .timeLimit(.minutes(5))) struct AdmissionTests {
    /// Every address that tells nothing of a tenant, and every one that any key may call. All others name a group.
    private static let open = ["/", "/healthz", "/readyz", "/v1/openapi.json"]
    private static let anyKey = [
        "/v1/me", "/v1/connections", "/v1/freshness", "/v1/search", "/v1/tools", "/v1/tools/{name}", "/mcp",
    ]

    /// What the contract says of the groups, table by table.
    private static let groups: [String: PermissionGroup] = [
        "organizations": .organizations, "sites": .organizations, "devices": .devices, "device-volumes": .devices,
        "device-network-interfaces": .devices, "device-antivirus": .devices, "software": .software,
        "patches": .patches, "patch-status": .patches, "backups": .backups, "alerts": .alerts,
        "companies": .companies, "company-sites": .companies, "contacts": .contacts, "tickets": .tickets,
        "ticket-configurations": .tickets, "ticket-notes": .ticketNotes, "time-entries": .timeEntries,
        "configurations": .configurations, "agreements": .agreements, "agreement-lines": .agreements,
        "products": .products, "opportunities": .opportunities, "lookups": .lookups,
        "organization-companies": .matches, "device-configurations": .matches, "machines": .devices,
        "machine-devices": .devices, "machine-configurations": .devices, "changes": .changes,
        "syncs": .syncs, "resolve": .lookups, "matches": .matches, "reports": .reports, "tenants": .syncs,
        "report-overrides": .reports, "report-findings": .reports, "product-measures": .reports,
    ]

    @Test func everyRouteDeclaresWhoMayCallIt() async throws {
        try await Fixture.with { fixture in
            for route in fixture.service.allRoutes {
                switch route.admission {
                case .open: #expect(Self.open.contains(route.path), "\(route.path) is open to all")
                case .anyKey: #expect(Self.anyKey.contains(route.path), "\(route.path) is open to every key")
                case .platform(let group, _):
                    #expect(group == .syncs && route.path.hasPrefix("/v1/tenants/{slug}/"), "\(route.path)")
                case .group(let group), .writing(let group):
                    #expect(!route.path.contains("{slug}"), "\(route.path)")
                    let table = String(route.path.split(separator: "/")[1])
                    #expect(Self.groups[table] == group, "\(route.path)")
                }
            }
            let served = Set(fixture.service.allRoutes.map(\.path))
            #expect(
                Set(Self.groups.keys.filter { !["matches", "tenants"].contains($0) }.map { "/v1/\($0)" }).isSubset(
                    of: served))
        }
    }

    @Test func withoutTheGroupARouteIs403AndNamesIt() async throws {
        try await Fixture.with { fixture in
            for route in fixture.service.allRoutes {
                guard let (group, level) = route.admission.need else { continue }
                var grants = Fixture.everything
                grants[group] = nil
                let path = route.path.replacing("{id}", with: UUID().uuidString)
                let reply = try await fixture.get(path, try await fixture.key(grants), method: route.method)
                #expect(reply.status == 403 && reply.json["group"].text == group.rawValue, "\(path): \(reply.text)")
                guard level == .readWrite else { continue }
                let reading = try await fixture.get(path, try await fixture.key(), method: route.method)
                #expect(reading.status == 403 && reading.text.contains("read_write"), "\(path): \(reading.text)")
                #expect(reply.json["detail"].text?.contains(group.rawValue) == true)
            }
        }
    }

    @Test func withoutAKeyEverythingOfATenantIs401() async throws {
        try await Fixture.with { fixture in
            for route in fixture.service.allRoutes where route.admission != .open {
                let path = route.path.replacing("{id}", with: UUID().uuidString)
                let reply = try await fixture.get(path, method: route.method)
                #expect(reply.status == 401, "\(path)")
                #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                #expect(reply.headers[.contentType] == "application/problem+json")
            }
        }
    }

    private static let wrongKeys: [String] = [
        "nonsense", "qm_live_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "",
    ]

    @Test func aWrongKeyIs401() async throws {
        try await Fixture.with { fixture in
            for key in Self.wrongKeys {
                let reply = try await fixture.get("/v1/me", key)
                #expect(reply.status == 401)
                #expect(key.isEmpty || !reply.text.contains(key))
            }
        }
    }

    @Test func anotherSchemeAndARevokedKeyAre401() async throws {
        try await Fixture.with { fixture in
            let headers: HTTPFields = [.authorization: "Basic YTpi"]
            let basic = try await fixture.client.execute(uri: "/v1/me", method: .get, headers: headers)
            #expect(basic.status == .unauthorized)
            let key = try await fixture.key()
            #expect(try await fixture.get("/v1/me", key).status == 200)
            try await fixture.database.owner.query("UPDATE control.api_keys SET revoked_at = now()")
            let reply = try await fixture.get("/v1/me", key)
            #expect(reply.status == 401 && reply.json["detail"].text?.contains("revoked") == true)
        }
    }

    @Test func vendorFieldsAndColumnsOfAnotherGroupAreLeftOutUnlessTheKeyHasTheGroup() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let full = try await fixture.get("/v1/devices", try await fixture.key())
            #expect(full.rows.first?["vendor_fields"]["typed"].text == "by a technician")
            #expect(full.rows.first?.names.contains("owner_email") == true)
            let narrow = try await fixture.key([.devices: .readOnly, .changes: .readOnly])
            let reply = try await fixture.get("/v1/devices", narrow)
            #expect(reply.rows.count == 2 && !reply.text.contains("technician"))
            #expect(
                reply.rows.first?.names.isDisjoint(with: ["vendor_fields", "owner_email", "owner_name", "last_user"])
                    == true)
            #expect(reply.rows.first?.names.contains("hostname") == true)
        }
    }

    private static let waysToNameIt: [String] = [
        "fields=owner_email", "sort=owner_email", "owner_email=a", "owner_email[is_null]=true",
    ]

    @Test func namingAColumnOfAnotherGroupIs403() async throws {
        try await Fixture.with { fixture in
            for query in Self.waysToNameIt {
                let reply = try await fixture.get("/v1/devices?\(query)", try await fixture.key([.devices: .readOnly]))
                #expect(reply.status == 403 && reply.json["group"].text == "contacts", "\(reply.text)")
            }
        }
    }

    @Test func theChangeFeedTellsOnlyOfTablesAndColumnsThatTheKeyMayRead() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let narrow = try await fixture.key([.devices: .readOnly, .changes: .readOnly])
            let reply = try await fixture.get("/v1/changes", narrow)
            #expect(reply.rows.map { $0["changed_fields"].names } == [["hostname"], ["hostname"]], "\(reply.text)")
            let none = try await fixture.key([.tickets: .readOnly, .changes: .readOnly])
            #expect(try await fixture.get("/v1/changes", none).rows.isEmpty)
            let named = try await fixture.get("/v1/changes?entity=devices", none)
            #expect(named.status == 403 && named.json["group"].text == "devices")
            let full = try await fixture.get("/v1/changes?after=1", try await fixture.key())
            #expect(full.rows.map { $0["sequence"].integer } == [2])
            #expect(full.rows.first?["changed_fields"].names == ["hostname", "owner_name"])
        }
    }

    @Test func meTellsWhatTheKeyMayDo() async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get("/v1/me", try await fixture.key([.devices: .readOnly]))
            #expect(reply.json["data"]["tenant"].text == "acme")
            #expect(reply.json["data"]["permissions"]["devices"].text == "read_only")
            #expect(reply.json["data"]["permissions"]["tickets"].text == "disabled")
            #expect(reply.json["data"]["tables"].items.contains(.string("device_volumes")))
            #expect(!reply.json["data"]["tables"].items.contains(.string("tickets")))
        }
    }
}
