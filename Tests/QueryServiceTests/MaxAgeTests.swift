import Access
import Foundation
import HTTPTypes
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// `max_age` and `wait`: data no older than is asked for, or the plain word that it is older.
@Suite(.serialized, .timeLimit(.minutes(5))) struct MaxAgeTests {
    private static func with(
        age: String, _ body: @escaping @Sendable (Fixture, _ key: String) async throws -> Void
    ) async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.database.owner.query(
                """
                INSERT INTO control.streams (tenant_id, connection_id, stream, entity, state, period, sweep_period, as_of)
                VALUES (\(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), 'devices', 'devices', 'current', '1 hour',
                    '1 day', now() - \(age)::interval)
                """)
            try await body(fixture, try await fixture.key())
        }
    }

    /// The runs that were asked for: connection, trigger and streams.
    private static func runs(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query(
            """
            SELECT c.name, r.trigger, r.requested FROM control.runs r
            JOIN control.connections c ON c.tenant_id = r.tenant_id AND c.id = r.connection_id ORDER BY r.created_at
            """
        ).map { "\($0["name"] ?? "") \($0["trigger"] ?? "") \($0["requested"] ?? "")" }
    }

    private static let reads = ["/v1/devices?", "/v1/devices/summary?group_by=id&"]

    @Test func whatIsYoungEnoughIsAnsweredAsItIs() async throws {
        try await Self.with(age: "2 minutes") { fixture, key in
            for read in Self.reads {
                let reply = try await fixture.get("\(read)max_age=300", key)
                #expect(reply.json["freshness"]["stale"] == .boolean(false), "\(reply.text)")
            }
            #expect(try await Self.runs(fixture).isEmpty)
        }
    }

    @Test func whatIsOlderIsReadAgainOnceAndSaidToBeStaleWhenThatIsNotInTime() async throws {
        try await Self.with(age: "20 minutes") { fixture, key in
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let limited = try await fixture.key(companies: [company])
            for key in [key, key, limited] {
                for read in Self.reads {
                    let reply = try await fixture.get("\(read)max_age=300&wait=0", key)
                    #expect(reply.status == 200 && !reply.rows.isEmpty, "\(reply.text)")
                    #expect(reply.json["freshness"]["stale"] == .boolean(true))
                }
            }
            let id = try await fixture.id("devices", "a")
            let one = try await fixture.get("/v1/devices/\(id)?max_age=300&wait=0", key)
            #expect(one.json["freshness"]["stale"] == .boolean(true) && one.json["data"]["id"].text == id)
            let lines = try await fixture.get(
                "/v1/devices?max_age=300&wait=0", key, headers: [.accept: "application/x-ndjson"])
            #expect(lines.headers[.freshnessStale] == "true")
            #expect(try await Self.runs(fixture) == ["rmm refresh {devices}"])
            // Without the wish the same data is as fresh as it should be.
            #expect(try await fixture.get("/v1/devices", key).json["freshness"]["stale"] == .boolean(false))
        }
    }

    @Test func whatIsReadInTimeIsAnsweredFresh() async throws {
        try await Self.with(age: "20 minutes") { fixture, key in
            try await fixture.letRunsBeDone(hostname: "renamed")
            let before = try await fixture.get("/v1/devices", key)
            let reply = try await fixture.get("/v1/devices?max_age=0", key)
            #expect(reply.json["freshness"]["stale"] == .boolean(false), "\(reply.text)")
            #expect(reply.rows.allSatisfy { $0["hostname"].text == "renamed" })
            #expect(before.json["freshness"]["as_of"] != reply.json["freshness"]["as_of"])
        }
    }

    /// A read that ended without success makes nothing younger.
    @Test func aReadThatFailedIsNoFreshness() async throws {
        try await Self.with(age: "20 minutes") { fixture, key in
            try await fixture.letRunsBeDone("failed", reason: "down")
            let reply = try await fixture.get("/v1/devices?max_age=60", key)
            #expect(reply.status == 200 && reply.json["freshness"]["stale"] == .boolean(true))
        }
    }

    @Test func whatCannotBeReadIsNotAskedFor() async throws {
        for state in ["paused", "blocked", "failing"] {
            try await Self.with(age: "20 minutes") { fixture, key in
                try await fixture.database.owner.query("UPDATE control.connections SET state = \(state)")
                let reply = try await fixture.get("/v1/devices?max_age=60&wait=10", key)
                #expect(reply.status == 200 && reply.json["freshness"]["stale"] == .boolean(true), "\(state)")
                #expect(try await Self.runs(fixture).isEmpty, "\(state)")
            }
        }
    }

    @Test func toolsAndTheSearchAskForWhatTheyTellOfAndNoMore() async throws {
        try await Self.with(age: "20 minutes") { fixture, key in
            let (ticket, device) = (try await fixture.id("tickets", "a"), try await fixture.id("devices", "a"))
            try await fixture.letRunsBeDone(hostname: "renamed")
            let narrow = try await fixture.key([.tickets: .readOnly])
            for (key, tool, arguments) in [
                (key, "list_devices", #"{"max_age":3600}"#),
                (narrow, "get_ticket_context", "{\"ticket\":\"\(ticket)\",\"max_age\":0}"),
                (key, "get_ticket_context", "{\"ticket\":\"\(ticket)\",\"parts\":[\"notes\"],\"max_age\":1200}"),
            ] {
                #expect(try await fixture.tool(tool, arguments, key).status == 200)
            }
            #expect(try await Self.runs(fixture) == ["psa refresh {companies}"])
            let listed = try await fixture.tool("list_devices", #"{"max_age":60}"#, key)
            #expect(listed.json["freshness"]["stale"] == .boolean(false), "\(listed.text)")
            #expect(listed.rows.allSatisfy { $0["untrusted"]["hostname"].text == "renamed" })
            // The programs have never been read, and nobody asks for them here.
            let audit = "{\"device\":\"\(device)\",\"sections\":[\"hardware\"],\"max_age\":60}"
            #expect(try await fixture.tool("audit_device", audit, key).status == 200)
            #expect(try await Self.runs(fixture).dropFirst() == ["rmm refresh {devices}"])
            let found = try await fixture.get("/v1/search?q=renamed&max_age=0", key)
            #expect(found.rows.count == 2, "\(found.text)")
            #expect(try await Self.runs(fixture).count == 4)
        }
    }

    @Test func aReportAsksForItsTablesAgainAndSaysWhatIsOlder() async throws {
        try await Self.with(age: "20 minutes") { (fixture: Fixture, key: String) async throws in
            let path = "/v1/reports/inactive-devices"
            #expect(try await fixture.get(path, key).json["freshness"]["stale"] == .boolean(false))
            let old = try await fixture.get("\(path)?max_age=300&wait=0", key)
            #expect(old.status == 200 && old.json["freshness"]["stale"] == .boolean(true), "\(old.text)")
            #expect(try await Self.runs(fixture).contains("rmm refresh {devices}"))
            let wrong = try await fixture.get("\(path)?wait=3", key)
            #expect(wrong.status == 400 && wrong.text.contains("max_age"), "\(wrong.text)")
        }
    }

    @Test func aToolSaysWhatIsOlderThanIsWished() async throws {
        try await Self.with(age: "20 minutes") { (fixture: Fixture, key: String) async throws in
            try await fixture.letRunsBeDone("failed", reason: "down")
            for (tool, arguments, isStale) in [
                ("list_devices", "{}", false), ("list_devices", #"{"max_age":60}"#, true),
                ("run_report", #"{"report":"inactive-devices"}"#, false),
                ("run_report", #"{"report":"inactive-devices","max_age":60}"#, true),
            ] {
                let reply = try await fixture.tool(tool, arguments, key)
                #expect(reply.json["freshness"]["stale"] == .boolean(isStale), "\(tool) \(arguments): \(reply.text)")
            }
            for (tool, arguments) in [
                ("list_devices", #"{"max_age":-1}"#), ("run_report", #"{"max_age":60}"#),
                ("get_freshness", #"{"max_age":60}"#),
            ] {
                #expect(try await fixture.tool(tool, arguments, key).status == 400, "\(tool)")
            }
        }
    }

    private static let wrong = [
        "max_age=-1", "max_age=soon", "max_age=60&wait=11", "max_age=60&wait=-1", "wait=5", "max_age=1&max_age=2",
        "max_age[gt]=1", "max_age=60&as_of=2026-01-01",
    ]

    @Test func aWishThatMeansNothingIsRefused() async throws {
        try await Self.with(age: "20 minutes") { (fixture: Fixture, key: String) async throws in
            for query in Self.wrong {
                for read in Self.reads {
                    #expect(try await fixture.get(read + query, key).status == 400, "\(read)\(query)")
                }
            }
            for query in Self.wrong { #expect(try await fixture.get("/v1/search?q=a&" + query, key).status == 400) }
            // The feed is this side's own, and so are the runs.
            for path in ["/v1/changes", "/v1/syncs"] {
                #expect(try await fixture.get("\(path)?max_age=60", key).status == 400, "\(path)")
            }
            #expect(try await fixture.get("/v1/devices?maxage=60", key).json["nearest"].text == "max_age")
            #expect(try await Self.runs(fixture).isEmpty)
        }
    }
}
