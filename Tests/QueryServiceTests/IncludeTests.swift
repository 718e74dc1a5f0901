import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Rows of other tables beside a row: `include=`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct IncludeTests {
    private static let resources = Catalogue(entities: Entities.all).resources

    @Test func everyRowIsAnsweredWithWhatItNames() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let limited = try await fixture.key(companies: [
                try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            ])
            for resource in Self.resources where !resource.includes.isEmpty && resource.name != "changes" {
                let query = "/v1/\(resource.path)?include=\(resource.includes.map(\.name).joined(separator: ","))"
                for row in try await fixture.get(query, limited).rows {
                    try await Self.check(row, resource, fixture)
                    guard resource.hasSingleRead, let id = row["id"].text else { continue }
                    let single = try await fixture.get(query.replacing("?", with: "/\(id)?"), limited)
                    #expect(single.json["data"] == row, "\(query): \(single.text)")
                }
                let reply = try await fixture.get(query, key)
                #expect(reply.rows.count == 2, "\(query): \(reply.text)")
                for row in reply.rows { try await Self.check(row, resource, fixture) }
                guard resource.hasSingleRead, let id = reply.ids.first else { continue }
                let single = try await fixture.get(query.replacing("?", with: "/\(id)?"), key)
                #expect(single.json["data"] == reply.rows.first, "\(query): \(single.text)")
            }
        }
    }

    /// What a row's own company made of each table; rows of the same table name no other here.
    private static func check(_ row: Node, _ resource: Resource, _ fixture: Fixture) async throws {
        let company = row["external_id"].text?.first.map(String.init)
        for include in resource.includes {
            let other = row[include.name]
            let isSelf = include.table == resource.name
            #expect(row.names.contains(include.name) && (other == .null) == isSelf, "\(resource.name).\(include.name)")
            guard let company, !isSelf else { continue }
            #expect(
                other["id"].text == (try await fixture.id(include.table, company)), "\(resource.name).\(include.name)")
        }
    }

    @Test func theContractsExampleIsThere() {
        let devices = Self.resources.first { $0.name == "devices" }
        #expect(devices?.includes.map(\.name) == ["organization", "site", "parent_device", "company"])
    }

    @Test func includingNeedsTheOthersGroupAndASurelyMatchedCompany() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let narrow = try await fixture.key([.devices: .readOnly, .organizations: .readOnly])
            let refused = try await fixture.get("/v1/devices?include=company", narrow)
            #expect(refused.status == 403 && refused.json["group"].text == "companies", "\(refused.text)")
            #expect(try await fixture.get("/v1/devices?include=organization", narrow).status == 200)
            let wrong = try await fixture.get("/v1/devices?include=organisation", narrow)
            #expect(wrong.status == 400 && wrong.json["nearest"].text == "organization", "\(wrong.text)")
            let past = try await fixture.get("/v1/devices?include=site&as_of=2026-01-01", try await fixture.key())
            #expect(past.status == 400 && past.text.contains("present-include"))
            try await fixture.database.owner.query("UPDATE inventory.organization_companies SET state = 'suggested'")
            let unsure = try await fixture.get("/v1/devices?include=company", try await fixture.key())
            #expect(unsure.rows.map { $0["company"] } == [.null, .null])
        }
    }
}
