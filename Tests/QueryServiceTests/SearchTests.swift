import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Words in lists, counts by groups, and finding things by what a person would type.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SearchTests {
    private static func seed(_ fixture: Fixture) async throws {
        try await fixture.seedEverything()
        let statements = [
            """
            UPDATE inventory.device_facts SET serial_number = 'S-' || external_id, owner_email = 'ann@acme.example',
                hostname = CASE left(external_id, 1) WHEN 'a' THEN 'FILE01' ELSE 'FILE01-OLD' END,
                os_name = 'Windows 11', display_name = '50%_off'
            """,
            "UPDATE inventory.company_facts SET name = 'Company ' || left(external_id, 1), identifier = 'ACME'",
            "UPDATE inventory.contact_facts SET first_name = 'Ann', last_name = 'File', email = external_id",
            "UPDATE inventory.ticket_facts SET number = 'T1', summary = 'FILE01 is slow and ' || external_id",
        ]
        for text in statements { try await fixture.database.owner.query(.init(stringLiteral: text)) }
    }

    private static let questions: [(String, Int)] = [
        ("devices?q=file01", 2), ("devices?q=file01%20old", 1), ("devices?q=old+file", 1), ("devices?q=s-a-dev", 1),
        ("devices?q=50%25_", 2), ("devices?q=5%25o", 0), ("devices?q=FILE_1", 0), ("devices?q=ann@", 2),
        ("devices?q=file01&deleted=include&os_name=Windows%2011", 2), ("software?q=program+b", 1), ("patches?q=kb1", 1),
        ("companies?q=acme&count=exact", 2),
    ]

    @Test func everyWordIsSomewhereInTheRow() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            for (question, count) in Self.questions {
                let reply = try await fixture.get("/v1/\(question)", key)
                #expect(reply.rows.count == count, "\(question): \(reply.text)")
            }
            for resource in Catalogue(entities: Entities.all).resources {
                #expect(resource.searched.count == SearchedColumns.of(resource.name).count, "\(resource.name)")
                let reply = try await fixture.get("/v1/\(resource.path)?q=nothing-like-it", key)
                #expect(reply.status == (resource.searched.isEmpty ? 400 : 200), "\(resource.name): \(reply.text)")
                #expect(reply.rows.isEmpty)
            }
            #expect(try await fixture.get("/v1/devices?q=%20", key).status == 400)
            let narrow = try await fixture.key([.devices: .readOnly])
            #expect(try await fixture.get("/v1/devices?q=ann@", narrow).rows.isEmpty)
            #expect(try await fixture.get("/v1/devices?q=file01", narrow).rows.count == 2)
        }
    }

    @Test func aSummaryCountsByGroups() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            let all = try await fixture.get("/v1/devices/summary?group_by=os_name", key)
            #expect(all.rows.map { $0["count"].integer } == [2] && all.rows[0]["os_name"].text == "Windows 11")
            #expect(all.json["total"].integer == 2 && all.json["truncated"] == .boolean(false), "\(all.text)")
            #expect(all.json["freshness"].names.contains("stale"))
            let one = try await fixture.get("/v1/devices/summary?group_by=os_name,hostname&q=old", key)
            #expect(one.rows.map { $0["hostname"].text } == ["FILE01-OLD"])
            let cut = try await fixture.get("/v1/devices/summary?group_by=hostname&limit=1", key)
            #expect(cut.rows.count == 1 && cut.json["truncated"] == .boolean(true) && cut.json["total"].integer == 2)
            let none = try await fixture.get("/v1/devices/summary?group_by=hostname&hostname=x", key)
            #expect(none.status == 200 && none.rows.isEmpty && none.json["total"].integer == 0)
        }
    }

    @Test func aSummaryRefusesWhatItCannotDo() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key([.devices: .readOnly])
            for query in [
                "", "?group_by=tags", "?group_by=os_name&sort=os_name", "?group_by=os_nam", "?group_by=id&cursor=a",
            ] {
                let reply = try await fixture.get("/v1/devices/summary\(query)", key)
                #expect(reply.status == 400, "\(query): \(reply.text)")
            }
            let hidden = try await fixture.get("/v1/devices/summary?group_by=owner_email", key)
            #expect(hidden.status == 403 && hidden.json["group"].text == "contacts")
        }
    }

    @Test func everyTableIsSummedUpWithinWhatTheKeySees() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let limited = try await fixture.key(companies: [company])
            for resource in Catalogue(entities: Entities.all).resources {
                let path = "/v1/\(resource.path)/summary?group_by=tenant_id"
                #expect(try await fixture.get(path, key).json["total"].integer == 2, "\(path)")
                let reply = try await fixture.get(path, limited)
                #expect(
                    reply.json["total"].integer
                        == (resource.companies == .untied ? nil : resource.companies.isTied ? 1 : 2))
            }
        }
    }

    @Test func aPersonsWordsFindThingsOfEveryKind() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let reply = try await fixture.get("/v1/search?q=file01", try await fixture.key())
            #expect(
                reply.rows.map { $0["table"].text } == ["devices", "devices", "tickets", "tickets"], "\(reply.text)")
            #expect(reply.rows.map { $0["match"].text } == ["exact", "prefix", "within", "within"])
            #expect(reply.rows.first?["id"].text == (try await fixture.id("devices", "a")))
            #expect(reply.json["searched"].items.count == 5)
            let person = try await fixture.get("/v1/search?q=ann%20file&limit=1", try await fixture.key())
            #expect(person.rows.first?["name"].text == "Ann File" && person.rows.first?["match"].text == "exact")
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let limited = try await fixture.get("/v1/search?q=file01", try await fixture.key(companies: [company]))
            #expect(limited.rows.count == 2 && !limited.text.contains("OLD"), "\(limited.text)")
            let narrow = try await fixture.get("/v1/search?q=file01", try await fixture.key([.tickets: .readOnly]))
            #expect(narrow.json["searched"].items == [.string("tickets")] && narrow.rows.count == 2)
            for query in ["", "?q=", "?q=a&limit=0", "?q=a&kind=b"] {
                #expect(try await fixture.get("/v1/search\(query)", try await fixture.key()).status == 400, "\(query)")
            }
        }
    }

    @Test func aTicketsDeviceIsItsConfigurationsDevice() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let (ticket, key) = (try await fixture.id("tickets", "a"), try await fixture.key())
            let path = "/v1/tickets/\(ticket)/device"
            let reply = try await fixture.get(path + "?fields=id,hostname&include=company", key)
            #expect(reply.json["data"]["id"].text == (try await fixture.id("devices", "a")), "\(reply.text)")
            #expect(reply.json["data"]["company"]["name"].text == "Company a")
            try await fixture.database.owner.query("UPDATE inventory.ticket_facts SET configuration_id = NULL")
            #expect(try await fixture.get(path, key).json["data"]["hostname"].text == "FILE01")
            let narrow = try await fixture.get(path, try await fixture.key([.tickets: .readOnly]))
            #expect(narrow.status == 403 && narrow.json["group"].text == "devices")
            let foreign = try await fixture.get(
                "/v1/tickets/\(try await fixture.id("tickets", "a", of: fixture.other))/device", key)
            #expect(foreign.status == 404 && foreign.text.contains("problem:not-found"))
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "b")))
            #expect(try await fixture.get(path, try await fixture.key(companies: [company])).status == 404)
            try await fixture.database.owner.query("UPDATE inventory.device_configurations SET state = 'rejected'")
            let none = try await fixture.get(path, key)
            #expect(none.status == 404 && none.text.contains("no-device"))
        }
    }
}
