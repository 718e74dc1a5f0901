import Access
import Foundation
import HTTPTypes
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Syncs over REST: asked for once, looked at by who may.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SyncsTests {
    private static let writes: [PermissionGroup: Level] = [.syncs: .readWrite]

    private static func runs(_ fixture: Fixture) async throws -> Int {
        try await fixture.database.owner.query("SELECT count(*) AS n FROM control.runs").only().get("n")
    }

    @Test func aSyncThatIsAskedForIsQueuedAnsweredAndAudited() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key(Self.writes)
            let body = #"{"connection": "rmm", "streams": ["programs", "devices"], "full": true}"#
            let reply = try await fixture.post("/v1/syncs", body, key)
            #expect(reply.status == 202, "\(reply.text)")
            let run = reply.json["data"]
            #expect(run["state"].text == "queued" && run["connection"].text == "rmm" && run["trigger"].text == "api")
            #expect(run["full"] == .boolean(true) && run["requested"].items.map(\.text) == ["programs", "devices"])
            let location = try #require(reply.headers[.location])
            #expect(location == "/v1/syncs/\(run["id"].text ?? "")")
            let shown = try await fixture.get(location, key)
            #expect(shown.status == 200 && shown.json["data"] == run, "\(shown.text)")
            #expect(try await fixture.audited() == ["sync.request rmm done"])
        }
    }

    @Test func byItsIdAndWithoutStreamsAllOfAConnectionIsAskedFor() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key(Self.writes)
            let id = try #require(fixture.psa[fixture.acme.id]).uuidString
            let reply = try await fixture.post("/v1/syncs", "{\"connection\": \"\(id)\"}", key)
            #expect(reply.status == 202 && reply.json["data"]["connection"].text == "psa", "\(reply.text)")
            #expect(reply.json["data"]["requested"] == .null && reply.json["data"]["full"] == .boolean(false))
        }
    }

    @Test func theSameIdempotencyKeyIsTheSameRunAndAnotherBodyUnderItIsRefused() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key(Self.writes)
            let body = #"{"connection": "rmm"}"#
            let first = try await fixture.post("/v1/syncs", body, key, idempotency: "k1")
            let again = try await fixture.post("/v1/syncs", body, key, idempotency: "k1")
            #expect(first.status == 202 && again.status == 202 && again.json["data"] == first.json["data"])
            let other = try await fixture.post("/v1/syncs", #"{"connection": "psa"}"#, key, idempotency: "k1")
            #expect(other.status == 422, "\(other.text)")
            _ = try await fixture.post("/v1/syncs", body, key, idempotency: "k2")
            #expect(try await Self.runs(fixture) == 2)
            #expect(
                try await fixture.audited() == [
                    "sync.request rmm done", "POST /v1/syncs - refused", "sync.request rmm done",
                ])
            let long = try await fixture.post(
                "/v1/syncs", body, key, idempotency: String(repeating: "k", count: 256))
            #expect(long.status == 400)
        }
    }

    private static let wrong: [(String, Int, String?)] = [
        ("", 400, nil), ("{}", 400, nil), ("[]", 400, nil), ("{", 400, nil), ("\u{1}", 400, nil),
        (#"{"connection": "rm"}"#, 404, "rmm"), (#"{"connection": 7}"#, 400, nil), (#"{"connection": ""}"#, 400, nil),
        (#"{"connection": "rmm", "stream": ["devices"]}"#, 400, "streams"),
        (#"{"connection": "rmm", "streams": ["device"]}"#, 400, "devices"),
        (#"{"connection": "rmm", "streams": []}"#, 400, nil),
        (#"{"connection": "rmm", "streams": "devices"}"#, 400, nil),
        (#"{"connection": "rmm", "streams": [1]}"#, 400, nil), (#"{"connection": "rmm", "full": "yes"}"#, 400, nil),
    ]

    @Test(arguments: wrong) func aWrongBodyIsRefusedAndTheRightNameTold(
        body: String, status: Int, nearest: String?
    ) async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.post("/v1/syncs", body, try await fixture.key(Self.writes))
            #expect(reply.status == status && reply.json["nearest"].text == nearest, "\(reply.text)")
            #expect(reply.headers[.contentType] == "application/problem+json")
            #expect(try await Self.runs(fixture) == 0)
            #expect(try await fixture.audited() == ["POST /v1/syncs - refused"])
        }
    }

    @Test func aBodyThatIsTooLargeIs413() async throws {
        try await Fixture.with { fixture in
            let body = "{\"connection\": \"\(String(repeating: "x", count: 70_000))\"}"
            let reply = try await fixture.post("/v1/syncs", body, try await fixture.key(Self.writes))
            #expect(reply.status == 413, "\(reply.text)")
        }
    }

    @Test func aPausedConnectionIs409() async throws {
        try await Fixture.with { fixture in
            try await fixture.database.owner.query("UPDATE control.connections SET state = 'paused'")
            let reply = try await fixture.post(
                "/v1/syncs", #"{"connection": "rmm"}"#, try await fixture.key(Self.writes))
            #expect(reply.status == 409 && reply.json["detail"].text?.contains("paused") == true, "\(reply.text)")
        }
    }

    @Test func whoMayOnlyReadOrSeesSomeCompaniesQueuesNothingAndIsAudited() async throws {
        try await Fixture.with { fixture in
            let body = #"{"connection": "rmm"}"#
            let reading = try await fixture.post("/v1/syncs", body, try await fixture.key([.syncs: .readOnly]))
            #expect(reading.status == 403 && reading.json["group"].text == "syncs", "\(reading.text)")
            let limited = try await fixture.key(Self.writes, companies: [UUID()])
            #expect(try await fixture.post("/v1/syncs", body, limited).status == 403)
            for path in ["/v1/syncs", "/v1/syncs/\(UUID().uuidString)"] {
                #expect(try await fixture.get(path, limited).status == 403, "\(path)")
            }
            #expect(try await Self.runs(fixture) == 0)
            let noted = try await fixture.audited()
            #expect(noted.count == 4 && noted.allSatisfy { $0.hasSuffix(" - refused") })
            #expect(
                noted.prefix(3) == ["POST /v1/syncs - refused", "POST /v1/syncs - refused", "GET /v1/syncs - refused"])
        }
    }

    @Test func theListIsTheTenantsNewestFirstFilteredAndPaged() async throws {
        try await Fixture.with { fixture in
            for (tenant, count) in [(fixture.acme, 30), (fixture.other, 3)] {
                let rmm = try #require(fixture.rmm[tenant.id])
                try await fixture.database.owner.query(
                    """
                    INSERT INTO control.runs (tenant_id, connection_id, trigger, state, created_at)
                    SELECT \(tenant.id), \(rmm), 'schedule', CASE WHEN n % 3 = 0 THEN 'held' ELSE 'done' END,
                        '2026-01-01'::timestamptz + n / 2 * interval '1 minute'
                    FROM generate_series(1, \(count)) n
                    """)
            }
            let key = try await fixture.key([.syncs: .readOnly])
            var (seen, cursor): ([Reply], String?) = ([], nil)
            repeat {
                let more = cursor.map { "&cursor=\($0)" } ?? ""
                seen.append(try await fixture.get("/v1/syncs?limit=7&count=exact\(more)", key))
                cursor = seen.last?.json["page"]["next_cursor"].text
            } while cursor != nil
            let ids = seen.flatMap(\.ids)
            #expect(seen.count == 5 && Set(ids).count == 30 && ids.count == 30)
            let times = seen.flatMap(\.rows).compactMap { $0["created_at"].text }
            #expect(times == times.sorted(by: >) && seen[0].json["page"]["total"].integer == 30)
            let held = try await fixture.get("/v1/syncs?state=held&connection=rmm&limit=50", key)
            #expect(held.rows.count == 10 && held.rows.allSatisfy { $0["state"].text == "held" }, "\(held.text)")
            #expect(try await fixture.get("/v1/syncs?connection=psa", key).rows.isEmpty)
            #expect(try await fixture.get("/v1/syncs?state=hold", key).json["nearest"].text == "held")
        }
    }

    @Test func oneRunShowsItsStreamsWithAllFiguresAndAnotherTenantsIsNotThere() async throws {
        try await Fixture.with { fixture in
            let rmm = try #require(fixture.rmm[fixture.acme.id])
            let run: UUID = try await fixture.database.owner.query(
                """
                INSERT INTO control.runs (tenant_id, connection_id, trigger, state, reason)
                VALUES (\(fixture.acme.id), \(rmm), 'command', 'held', 'look') RETURNING id
                """
            ).only().get("id")
            try await fixture.database.owner.query(
                """
                INSERT INTO control.run_streams (tenant_id, run_id, stream, state, reason, is_sweep, read, created,
                    updated, unchanged, deleted, quarantined, calls, bytes, seconds, would_delete, would_details)
                VALUES (\(fixture.acme.id), \(run), 'devices', 'held', 'why', true, 1, 2, 3, 4, 5, 6, 7, 8, 1.5, 9,
                    '["a", "b"]')
                """)
            let path = "/v1/syncs/\(run.uuidString)"
            let reply = try await fixture.get(path, try await fixture.key([.syncs: .readOnly]))
            let stream = try #require(reply.json["data"]["streams"].items.first)
            #expect(reply.status == 200 && stream["stream"].text == "devices" && stream["state"].text == "held")
            let figures = ["read", "created", "updated", "unchanged", "deleted", "quarantined", "calls", "bytes"]
            #expect(figures.map { stream[$0].integer } == [1, 2, 3, 4, 5, 6, 7, 8], "\(reply.text)")
            #expect(stream["milliseconds"].integer == 1_500 && stream["is_sweep"] == .boolean(true))
            #expect(
                stream["would_delete"].integer == 9 && stream["would_details"].items.compactMap(\.text) == ["a", "b"])
            let foreign = try await fixture.key([.syncs: .readOnly], tenant: fixture.other)
            #expect(try await fixture.get(path, foreign).status == 404)
            #expect(try await fixture.get("/v1/syncs/nonsense", foreign).status == 400)
        }
    }

    @Test func anotherMethodIs405AndTellsBoth() async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get("/v1/syncs", method: .put)
            #expect(reply.status == 405 && reply.headers[.allow] == "GET, HEAD, POST", "\(reply.text)")
        }
    }
}
