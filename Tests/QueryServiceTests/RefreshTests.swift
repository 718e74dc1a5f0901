import Access
import Foundation
import HTTPTypes
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// One thing read again from its vendor.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RefreshTests {
    private static func runs(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query("SELECT * FROM control.runs ORDER BY created_at").map {
            "\($0["trigger"] ?? "") \($0["requested"] ?? "") \($0["record_id"] ?? "-")"
        }
    }

    @Test func oneThingIsReadAgainAndAnsweredAsItIsThen() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.letRunsBeDone(hostname: "renamed")
            let id = try await fixture.id("devices", "a")
            let reply = try await fixture.post("/v1/devices/\(id)/refresh", "", try await fixture.key())
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.json["data"]["id"].text == id && reply.json["data"]["hostname"].text == "renamed")
            #expect(reply.json["refresh"]["state"].text == "done" && reply.json["refresh"]["read_at"].text != nil)
            // The list was not read: it is as old as it was.
            #expect(reply.json["freshness"]["stale"] == .boolean(true))
            #expect(reply.headers[.eTag] == nil)
            #expect(try await Self.runs(fixture) == ["refresh {devices} a-devices"])
            #expect(try await fixture.audited() == ["devices.refresh \(id) done"])
        }
    }

    @Test func whatTakesLongerIs202WithTheRowAsItWas() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let id = try await fixture.id("devices", "a")
            let key = try await fixture.key()
            for _ in 0..<2 {
                let reply = try await fixture.post("/v1/devices/\(id)/refresh?wait=0", "", key)
                #expect(reply.status == 202 && reply.json["data"]["id"].text == id, "\(reply.text)")
                #expect(reply.json["refresh"]["state"].text == "queued" && reply.json["refresh"]["read_at"] == .null)
                let run = try #require(reply.json["refresh"]["run"].text)
                #expect(reply.headers[.location] == "/v1/syncs/\(run)")
            }
            #expect(try await Self.runs(fixture).count == 1)
        }
    }

    @Test func aReadThatFailedSaysSoBesideTheOldRow() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.letRunsBeDone("failed", reason: "The vendor is down.")
            let id = try await fixture.id("devices", "a")
            let reply = try await fixture.post("/v1/devices/\(id)/refresh", "", try await fixture.key())
            #expect(reply.status == 200 && reply.json["refresh"]["state"].text == "failed", "\(reply.text)")
            #expect(reply.json["refresh"]["reason"].text == "The vendor is down.")
            #expect(reply.json["refresh"]["read_at"] == .null && reply.json["data"]["id"].text == id)
        }
    }

    @Test func whatIsNotTheKeysToSeeIsNotReadAgain() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.letRunsBeDone()
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let limited = try await fixture.key(companies: [company])
            let others = try await fixture.id("devices", "b")
            let theirs = try await fixture.id("devices", "a", of: fixture.other)
            let key = try await fixture.key()
            for (id, key) in [(others, limited), (theirs, key), (UUID().uuidString, key)] {
                #expect(try await fixture.post("/v1/devices/\(id)/refresh", "", key).status == 404)
            }
            #expect(try await Self.runs(fixture).isEmpty)
            let own = try await fixture.id("devices", "a")
            let reply = try await fixture.post("/v1/devices/\(own)/refresh", "", limited)
            #expect(reply.status == 200 && reply.json["refresh"]["state"].text == "done", "\(reply.text)")
            #expect(try await Self.runs(fixture).count == 1)
        }
    }

    @Test func columnsOfAGroupThatTheKeyLacksAreLeftOutHereToo() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.letRunsBeDone()
            let id = try await fixture.id("devices", "a")
            let narrow = try await fixture.key([.devices: .readOnly])
            let names = try await fixture.post("/v1/devices/\(id)/refresh", "", narrow).json["data"].names
            #expect(
                names.contains("hostname") && names.isDisjoint(with: ["vendor_fields", "owner_email", "last_user"]))
        }
    }

    @Test func whatCannotBeReadAloneIs409AndWhatMeansNothing400() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let company = try await fixture.id("companies", "a")
            let alone = try await fixture.post("/v1/companies/\(company)/refresh", "", key)
            #expect(alone.status == 409 && alone.text.contains("max_age"), "\(alone.text)")
            let id = try await fixture.id("devices", "a")
            for query in ["?wait=11", "?wait=x", "?fields=id"] {
                #expect(try await fixture.post("/v1/devices/\(id)/refresh\(query)", "", key).status == 400, "\(query)")
            }
            #expect(try await fixture.post("/v1/devices/\(id)/refresh", "{}", key).status == 400)
            try await fixture.database.owner.query("UPDATE control.connections SET state = 'paused'")
            #expect(try await fixture.post("/v1/devices/\(id)/refresh", "", key).status == 409)
            #expect(try await Self.runs(fixture).isEmpty)
        }
    }
}
