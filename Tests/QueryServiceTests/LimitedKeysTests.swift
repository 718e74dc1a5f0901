import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What a limit to companies lets through is decided by the database: here statements ask for everything.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LimitedKeysTests {
    private static let resources = Catalogue(entities: Entities.all).resources

    @Test func everyTableShowsTheCompanysRowsAloneWhateverIsAsked() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let foreign = try #require(UUID(uuidString: try await fixture.id("companies", "a", of: fixture.other)))
            for resource in Self.resources where resource.companies != .untied {
                let own = try await fixture.ids(of: resource.name, "a")
                let both = own.union(try await fixture.ids(of: resource.name, "b"))
                let seen = try await Self.ids(resource, [company], fixture)
                #expect(seen == (resource.companies == .open ? both : own), "\(resource.name)")
                #expect(try await Self.ids(resource, nil, fixture) == both, "\(resource.name) without a limit")
                guard resource.companies.isTied else { continue }
                #expect(try await Self.ids(resource, [], fixture).isEmpty, "\(resource.name) of no company")
                #expect(
                    try await Self.ids(resource, [foreign], fixture).isEmpty, "\(resource.name) of another tenant's")
            }
        }
    }

    private static func ids(
        _ resource: Resource, _ companies: [UUID]?, _ fixture: Fixture
    ) async throws -> Set<String> {
        let all: SQL = "SELECT id FROM inventory.\(identifier: resource.name)"
        return try await CompanyLimit.with(companies) {
            // By both ways to run a statement.
            let one = try await fixture.database.reader.query(all, tenant: fixture.acme.id)
            let two = try await fixture.database.reader.transaction(tenant: fixture.acme.id) { try await $0.query(all) }
            #expect(one.map { $0["id"] } == two.map { $0["id"] }, "\(resource.name)")
            return Set(one.compactMap { $0["id"] })
        }
    }

    @Test func formerVersionsShowToWhomTheyBelongedThen() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let (a, b) = (try await fixture.id("organizations", "a"), try await fixture.id("organizations", "b"))
            let device = try await fixture.id("devices", "a")
            try await fixture.database.owner.query(
                "UPDATE inventory.device_facts SET organization_id = \(b)::uuid WHERE id = \(device)::uuid")
            let kept: SQL = "SELECT facts ->> 'organization_id' AS organization FROM inventory.history"
            for (company, organizations) in [("a", [a]), ("b", [])] {
                let id = try #require(UUID(uuidString: try await fixture.id("companies", company)))
                let rows = try await CompanyLimit.with([id]) {
                    try await fixture.database.reader.query(kept, tenant: fixture.acme.id)
                }
                #expect(rows.compactMap { $0["organization"] } == organizations, "\(company)")
            }
        }
    }

    private static let withoutCompany = [
        "inventory.changes", "inventory.counters", "control.audit", "control.api_keys", "control.runs", "control.holds",
        "control.quarantine",
    ]

    @Test func whatBelongsToNoCompanyIsRefused() async throws {
        try await Fixture.with { fixture in
            for table in Self.withoutCompany {
                await #expect(throws: PostgresError.self, "\(table)") {
                    try await CompanyLimit.with([UUID()]) {
                        try await fixture.database.reader.query(
                            SQL(text: "SELECT * FROM \(table)"), tenant: fixture.acme.id)
                    }
                }
            }
            // A client that knows of no such role lets nothing through.
            await #expect(throws: PostgresError.self) {
                try await CompanyLimit.with([UUID()]) {
                    try await fixture.database.worker.query("SELECT 1", tenant: fixture.acme.id)
                }
            }
        }
    }

    /// A new table is not forgotten.
    @Test func everyTableSaysWhatALimitedKeySeesOfIt() async throws {
        try await Fixture.with { fixture in
            let open = try await fixture.database.owner.query(
                """
                SELECT c.relname AS name FROM pg_class c
                WHERE c.relnamespace = 'inventory'::regnamespace AND c.relkind IN ('r', 'p') AND NOT EXISTS (
                    SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'limited') ORDER BY 1
                """
            ).map { $0["name"] ?? "" }
            // What matching works with is the worker's alone.
            let matching = ["candidates", "keys", "names", "parties"].map { "match_" + $0 }
            #expect(open == ["changes", "counters"] + matching)
        }
    }
}
