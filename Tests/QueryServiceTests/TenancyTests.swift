import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What a key sees of its tenant, of its companies, and of nobody else's: over every table that is served.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TenancyTests {
    private static let resources = Catalogue(entities: Entities.all).resources

    @Test func everyListShowsTheTenantsRowsAndNoOthers() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for resource in Self.resources {
                let reply = try await fixture.get("/v1/\(resource.path)?count=exact&deleted=include", key)
                let plain = try await fixture.get("/v1/\(resource.path)?count=exact", key)
                #expect(reply.status == (resource.deletion == .none ? 400 : 200), "\(resource.name): \(reply.text)")
                var own = try await fixture.ids(of: resource.name, "a")
                own.formUnion(try await fixture.ids(of: resource.name, "b"))
                #expect(Set(plain.ids) == own, "\(resource.name): \(plain.text)")
                #expect(plain.json["page"]["total"].integer == 2, "\(resource.name)")
                #expect(plain.rows.allSatisfy { $0["tenant_id"].text == fixture.acme.id.uuidString.lowercased() })
            }
        }
    }

    @Test func everyRowIsReadByItsIdAndAnotherTenantsIsNotThere() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for resource in Self.resources where resource.hasSingleRead {
                for id in try await fixture.ids(of: resource.name, "a") {
                    let reply = try await fixture.get("/v1/\(resource.path)/\(id)", key)
                    #expect(reply.status == 200, "\(resource.name): \(reply.text)")
                    #expect(reply.json["data"]["id"].text == id)
                }
                let nobody = try await fixture.get("/v1/\(resource.path)/\(UUID().uuidString)", key)
                #expect(nobody.status == 404)
                // The bulk tables' ids are made from numbers of the tenant, which two tenants may share.
                for id in try await fixture.ids(of: resource.name, "a", tenant: fixture.other)
                where resource.deletion != .withDevice {
                    let reply = try await fixture.get("/v1/\(resource.path)/\(id)", key)
                    #expect(reply.status == 404 && reply.text == nobody.text, "\(resource.name): \(reply.text)")
                }
            }
        }
    }

    @Test func aKeyLimitedToACompanySeesThatAloneInEveryTable() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let key = try await fixture.key(companies: [company])
            for resource in Self.resources {
                let reply = try await fixture.get("/v1/\(resource.path)", key)
                let own = try await fixture.ids(of: resource.name, "a")
                let foreign = try await fixture.ids(of: resource.name, "b")
                switch resource.companies {
                case .untied: #expect(reply.status == 403, "\(resource.name)")
                case .open: #expect(Set(reply.ids) == own.union(foreign), "\(resource.name)")
                default: #expect(Set(reply.ids) == own, "\(resource.name): \(reply.text)")
                }
                guard resource.companies.isTied else { continue }
                for id in foreign {
                    #expect(try await fixture.get("/v1/\(resource.path)/\(id)", key).status == 404, "\(resource.name)")
                }
                for id in own {
                    #expect(try await fixture.get("/v1/\(resource.path)/\(id)", key).status == 200, "\(resource.name)")
                }
            }
        }
    }

    @Test func noWayOfAskingWidensWhatALimitedKeySees() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let foreign = try await fixture.id("companies", "b")
            let key = try await fixture.key(companies: [company])
            for resource in Self.resources where resource.companies.isTied {
                let path = "/v1/\(resource.path)"
                let ids = try await fixture.ids(of: resource.name, "b").joined(separator: ",")
                let counted = try await fixture.get("\(path)?count=exact", key)
                #expect(counted.json["page"]["total"].integer == 1, "\(path): \(counted.text)")
                var queries = ["?id[in]=\(ids)", "?sort=-id&id[in]=\(ids)"]
                if resource.deletion != .none { queries.append("?deleted=include&id[in]=\(ids)") }
                if resource.field("company_id") != nil || resource.hasCompanyFilter {
                    queries.append("?company_id=\(foreign)")
                }
                for query in queries {
                    let reply = try await fixture.get(path + query, key)
                    #expect(reply.status == 200 && reply.rows.isEmpty, "\(path)\(query): \(reply.text)")
                }
            }
        }
    }

    @Test func anotherTenantsIdsFindNothingInAnyList() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let tenant = fixture.other.id.uuidString
            for resource in Self.resources {
                let reply = try await fixture.get("/v1/\(resource.path)?tenant_id=\(tenant)&count=exact", key)
                #expect(
                    reply.rows.isEmpty && reply.json["page"]["total"].integer == 0, "\(resource.name): \(reply.text)")
                guard let connection = fixture.rmm[fixture.other.id], resource.field("connection_id") != nil else {
                    continue
                }
                let own = try await fixture.get("/v1/\(resource.path)?connection_id=\(connection.uuidString)", key)
                #expect(own.status == 200 && own.rows.isEmpty, "\(resource.name): \(own.text)")
            }
        }
    }

    @Test func onlyTheChangeFeedCannotBeTied() {
        #expect(Self.resources.filter { $0.companies == .untied }.map(\.name) == ["changes"])
        #expect(Self.resources.filter { $0.companies == .open }.map(\.name) == ["products", "lookups"])
    }

    @Test func aKeyLimitedToNoCompanySeesNothingOfThem() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key(companies: [])
            for resource in Self.resources where resource.companies.isTied {
                #expect(try await fixture.get("/v1/\(resource.path)", key).ids.isEmpty, "\(resource.name)")
            }
        }
    }

    @Test func aSuggestedMatchShowsALimitedKeyNothing() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.database.owner.query("UPDATE inventory.organization_companies SET state = 'suggested'")
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let key = try await fixture.key(companies: [company])
            for table in ["organizations", "devices", "alerts", "software", "organization-companies"] {
                #expect(try await fixture.get("/v1/\(table)", key).ids.isEmpty, "\(table)")
            }
        }
    }

    @Test func companyIdFiltersEveryTableOfTheRMM() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let company = try await fixture.id("companies", "a")
            for entity in Entities.all where entity.side == .rmm {
                let path = "/v1/\(Resource(entity).path)?company_id="
                let own = try await fixture.ids(of: entity.name, "a")
                #expect(Set(try await fixture.get(path + company, key).ids) == own, "\(entity.name)")
                #expect(try await fixture.get(path + UUID().uuidString, key).ids.isEmpty, "\(entity.name)")
            }
        }
    }
}
