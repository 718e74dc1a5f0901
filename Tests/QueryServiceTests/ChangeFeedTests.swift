import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// The change feed over REST: read on from number to number, without missing anything in silence.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ChangeFeedTests {
    /// So many changes, of devices and tickets in turn.
    private static func seed(_ fixture: Fixture, _ count: Int) async throws {
        let tenant = fixture.acme.id
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.changes (tenant_id, sequence, entity, id, operation, changed_fields)
            SELECT \(tenant), n, CASE WHEN n % 2 = 1 THEN 'devices' ELSE 'tickets' END, gen_random_uuid(), 'updated', '{}'
            FROM generate_series(1, \(count)) n
            """)
        try await fixture.database.owner.query(
            "INSERT INTO inventory.counters (tenant_id, name, value) VALUES (\(tenant), 'changes', \(count))")
    }

    private static func numbers(_ reply: Reply) -> [Int?] { reply.rows.map { $0["sequence"].integer } }

    @Test func aReaderGoesOnFromNumberToNumberToTheEnd() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture, 60)
            let key = try await fixture.key()
            var (after, pages) = (0, 0)
            var seen: [Int?] = []
            repeat {
                let reply = try await fixture.get("/v1/changes?after=\(after)", key)
                seen += Self.numbers(reply)
                after = try #require(reply.json["page"]["next_after"].integer)
                #expect(reply.json["page"]["last_sequence"].integer == 60 && reply.rows.count <= 25)
                pages += 1
            } while seen.last != 60
            #expect(pages == 3 && seen == Array(1...60).map { $0 })
            let end = try await fixture.get("/v1/changes?after=60", key)
            #expect(end.rows.isEmpty && end.json["page"]["next_after"].integer == 60, "\(end.text)")
            #expect(end.json["freshness"]["sources"].items.isEmpty == false)
        }
    }

    @Test func whatTheKeyMayNotSeeIsPassedOverAndNotAskedForAgain() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture, 10)
            let key = try await fixture.key([.changes: .readOnly, .devices: .readOnly])
            let reply = try await fixture.get("/v1/changes?after=0&limit=4", key)
            #expect(Self.numbers(reply) == [1, 3, 5, 7] && reply.json["page"]["next_after"].integer == 7)
            let last = try await fixture.get("/v1/changes?after=7&limit=4", key)
            #expect(Self.numbers(last) == [9] && last.json["page"]["next_after"].integer == 10, "\(last.text)")
            let backwards = try await fixture.get("/v1/changes?sort=-sequence&limit=1", key)
            #expect(Self.numbers(backwards) == [9] && backwards.json["page"]["next_after"] == .null)
            #expect(backwards.json["page"]["last_sequence"].integer == 10)
            let named = try await fixture.get("/v1/changes?after=0&entity=tickets", try await fixture.key())
            #expect(Self.numbers(named) == [2, 4, 6, 8, 10] && named.json["page"]["next_after"].integer == 10)
        }
    }

    @Test(arguments: [(0, 410), (4, 410), (-1, 410), (5, 200), (6, 200), (20, 200)])
    func whoComesTooLateIsToldSo(after: Int, status: Int) async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture, 20)
            let key = try await fixture.key()
            #expect(try await fixture.get("/v1/changes?after=\(after)", key).status == 200)
            let first = try await fixture.get("/v1/changes?after=0&limit=2", key)
            try await fixture.database.owner.query("DELETE FROM inventory.changes WHERE sequence <= 5")
            let reply = try await fixture.get("/v1/changes?after=\(after)", key)
            #expect(reply.status == status, "\(reply.text)")
            #expect(status == 200 || reply.json["oldest"].integer == 6, "\(reply.text)")
            // A cursor is a place in the feed too.
            let cursor = try #require(first.json["page"]["next_cursor"].text)
            let later = try await fixture.get("/v1/changes?after=0&limit=2&cursor=\(cursor)", key)
            #expect(later.status == 410, "\(later.text)")
            // Without a number one begins at the oldest there is.
            let oldest = try await fixture.get("/v1/changes?limit=1", key)
            #expect(Self.numbers(oldest) == [6])
        }
    }

    @Test func whenNothingIsKeptTheEndIsStillKnown() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            let empty = try await fixture.get("/v1/changes?after=0", key)
            #expect(empty.status == 200 && empty.json["page"]["next_after"].integer == 0)
            try await Self.seed(fixture, 8)
            try await fixture.database.owner.query("DELETE FROM inventory.changes")
            #expect(try await fixture.get("/v1/changes?after=8", key).json["page"]["next_after"].integer == 8)
            let late = try await fixture.get("/v1/changes?after=7", key)
            #expect(late.status == 410 && late.json["oldest"].integer == 9, "\(late.text)")
        }
    }

    @Test func aKeyLimitedToACompanyHasNoFeed() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture, 2)
            let reply = try await fixture.get("/v1/changes?after=0", try await fixture.key(companies: [UUID()]))
            #expect(reply.status == 403 && reply.rows.isEmpty, "\(reply.text)")
        }
    }

    @Test(arguments: ["after=x", "after=", "after=1&after=2", "limit=501", "limit=0"])
    func aWrongCallIs400(query: String) async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            #expect(try await fixture.get("/v1/changes?\(query)", key).status == 400)
        }
    }
}
