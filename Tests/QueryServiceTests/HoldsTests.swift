import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// A person's word on what a sync held, over REST.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HoldsTests {
    private static let writes: [PermissionGroup: Level] = [.syncs: .readWrite]

    /// A run that was held for devices and programs.
    private static func heldRun(_ fixture: Fixture) async throws -> UUID {
        let tenant = fixture.acme.id
        let rmm = try #require(fixture.rmm[tenant])
        let run: UUID = try await fixture.database.owner.query(
            """
            INSERT INTO control.runs (tenant_id, connection_id, trigger, state)
            VALUES (\(tenant), \(rmm), 'schedule', 'held') RETURNING id
            """
        ).only().get("id")
        for stream in ["devices", "programs"] {
            try await fixture.database.owner.query(
                """
                WITH hold AS (
                    INSERT INTO control.holds (tenant_id, connection_id, stream, run_id, kind, count, hashes, words)
                    VALUES (\(tenant), \(rmm), \(stream), \(run), 'deletion', 2, '\\x00000000000000010000000000000002', 'w')
                    RETURNING id)
                INSERT INTO control.run_streams (tenant_id, run_id, stream, state, would_delete, would_details, hold_id)
                SELECT \(tenant), \(run), \(stream), 'held', 2, '["a", "b"]', id FROM hold
                """)
        }
        return run
    }

    private static func states(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query("SELECT * FROM control.holds ORDER BY stream").map {
            "\($0["stream"] ?? "") \($0["state"] ?? "") \($0["decided_by"] == nil ? "nobody" : "somebody")"
        }
    }

    private static func queued(_ fixture: Fixture) async throws -> [String?] {
        try await fixture.database.owner.query("SELECT requested FROM control.runs WHERE state = 'queued'").map {
            $0[0]
        }
    }

    @Test func whatIsAcceptedIsStoredQueuedAndAudited() async throws {
        try await Fixture.with { fixture in
            let run = try await Self.heldRun(fixture)
            let key = try await fixture.key(Self.writes)
            let path = "/v1/syncs/\(run.postgresText)"
            let before = try await fixture.get(path, key).json["data"]["streams"].items
            #expect(before.map { $0["hold"]["state"].text } == ["waiting", "waiting"])
            let reply = try await fixture.post("\(path)/accept", #"{"streams": ["devices"]}"#, key)
            #expect(reply.status == 200 && reply.json["decided"].items.map(\.text) == ["devices"], "\(reply.text)")
            #expect(reply.json["queued_run"].text != nil)
            #expect(try await Self.states(fixture) == ["devices accepted somebody", "programs waiting nobody"])
            #expect(try await Self.queued(fixture) == ["{devices}"])
            // Said again, it changes nothing.
            let again = try await fixture.post("\(path)/accept", #"{"streams": ["devices"]}"#, key)
            #expect(again.status == 200 && again.json["decided"].items.isEmpty && again.json["queued_run"] == .null)
            #expect(try await fixture.audited() == ["sync.accept rmm done"])
        }
    }

    @Test func withoutStreamsAllIsDecidedAndARejectionQueuesNothing() async throws {
        try await Fixture.with { fixture in
            let run = try await Self.heldRun(fixture)
            let reply = try await fixture.post(
                "/v1/syncs/\(run.postgresText)/reject", "", try await fixture.key(Self.writes))
            #expect(reply.status == 200 && reply.json["queued_run"] == .null, "\(reply.text)")
            #expect(try await Self.states(fixture) == ["devices rejected somebody", "programs rejected somebody"])
            #expect(try await Self.queued(fixture) == [])
            let hold = reply.json["data"]["streams"].items[0]["hold"]
            #expect(hold["state"].text == "rejected" && hold["decided_by"].text?.hasPrefix("key:") == true)
            #expect(try await fixture.audited() == ["sync.reject rmm done"])
        }
    }

    private static let wrong: [(String, Int)] = [
        (#"{"streams": ["device"]}"#, 400), (#"{"stream": ["devices"]}"#, 400), (#"{"streams": "devices"}"#, 400),
        ("[]", 400),
    ]

    @Test(arguments: wrong) func aWrongBodyDecidesNothing(body: String, status: Int) async throws {
        try await Fixture.with { fixture in
            let run = try await Self.heldRun(fixture)
            let key = try await fixture.key(Self.writes)
            let reply = try await fixture.post("/v1/syncs/\(run.postgresText)/accept", body, key)
            #expect(reply.status == status, "\(reply.text)")
            #expect(try await Self.states(fixture).allSatisfy { $0.hasSuffix("waiting nobody") })
            #expect(try await fixture.audited().map { $0.hasSuffix("refused") } == [true])
        }
    }

    @Test func whatIsOverOrNotTheirsToDecideIsRefused() async throws {
        try await Fixture.with { fixture in
            let run = try await Self.heldRun(fixture)
            let path = "/v1/syncs/\(run.postgresText)/accept"
            for (key, status) in [
                (try await fixture.key([.syncs: .readOnly]), 403),
                (try await fixture.key(Self.writes, companies: [UUID()]), 403),
                (try await fixture.key(Self.writes, tenant: fixture.other), 404),
            ] {
                #expect(try await fixture.post(path, "{}", key).status == status)
            }
            let key = try await fixture.key(Self.writes)
            #expect(try await fixture.post("/v1/syncs/\(UUID().uuidString)/accept", "{}", key).status == 404)
            #expect(try await Self.states(fixture).allSatisfy { $0.hasSuffix("waiting nobody") })
            try await fixture.database.owner.query("UPDATE control.holds SET state = 'lapsed', ended_at = now()")
            let over = try await fixture.post(path, "{}", key)
            #expect(over.status == 409 && over.json["detail"].text?.contains("over") == true, "\(over.text)")
        }
    }
}
