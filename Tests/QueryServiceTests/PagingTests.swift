import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Order, pages and cursors.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PagingTests {
    /// Forty devices whose sort values repeat, and are unknown every few rows.
    private static func seed(_ fixture: Fixture) async throws {
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.device_facts (tenant_id, connection_id, id, external_id, hostname, cpu_cores,
                source_updated_at, is_virtual, memory_bytes, warranty_ends_on, deleted_at)
            SELECT \(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), gen_random_uuid(), i::text,
                CASE WHEN i % 3 > 0 THEN 'host ' || i % 7 END, CASE WHEN i % 4 > 0 THEN i % 5 END,
                CASE WHEN i % 5 > 0 THEN timestamptz '2026-01-01Z' + (i % 6) * interval '1.000001 second' END,
                CASE WHEN i % 4 > 0 THEN i % 3 = 0 END, CASE WHEN i % 6 > 0 THEN 1 << (i % 5) END,
                CASE WHEN i % 7 > 0 THEN date '2026-02-27' + i % 4 END,
                CASE WHEN i > 30 THEN now() END
            FROM generate_series(1, 40) i
            """)
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.device_readings (tenant_id, id, public_ip, online)
            SELECT tenant_id, id, ('192.0.2.' || cpu_cores)::inet, is_virtual
            FROM inventory.device_facts WHERE cpu_cores IS NOT NULL
            """)
    }

    private static func pages(_ fixture: Fixture, _ query: String, _ key: String, limit: Int) async throws -> [String] {
        var ids: [String] = []
        var cursor = ""
        for _ in 0..<50 {
            let reply = try await fixture.get("/v1/devices?limit=\(limit)&\(query)\(cursor)", key)
            #expect(reply.status == 200, "\(reply.text)")
            ids += reply.ids
            guard let next = reply.json["page"]["next_cursor"].text else { return ids }
            #expect(reply.rows.count == limit)
            cursor = "&cursor=\(next)"
        }
        Issue.record("the pages of \(query) do not end")
        return ids
    }

    private static let orders: [String] = [
        "sort=id", "sort=-id", "sort=hostname", "sort=-hostname", "sort=cpu_cores,-hostname",
        "sort=-cpu_cores,hostname",
        "sort=-source_updated_at,-cpu_cores,hostname", "sort=source_updated_at", "sort=external_id", "count=none",
        "sort=-online", "sort=is_virtual,-public_ip", "sort=-memory_bytes", "sort=warranty_ends_on",
        "deleted=include&sort=-deleted_at", "fields=id&sort=-hostname",
        "sort=hostname&hostname[is_null]=true",
    ]

    @Test func severalPagesAreOneBigPage() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            for query in Self.orders {
                let whole = try await fixture.get("/v1/devices?limit=500&\(query)", key)
                #expect(whole.json["page"]["next_cursor"] == .null)
                for limit in [1, 3, 10] {
                    #expect(
                        try await Self.pages(fixture, query, key, limit: limit) == whole.ids, "\(query) by \(limit)")
                }
            }
        }
    }

    @Test func unknownValuesComeLastInEitherDirection() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            for sort in ["cpu_cores", "-cpu_cores"] {
                let rows = try await fixture.get("/v1/devices?limit=500&sort=\(sort)", key).rows
                let values = rows.map { $0["cpu_cores"].integer }
                let known = values.compactMap { $0 }
                #expect(values.prefix(known.count).allSatisfy { $0 != nil } && known.count < values.count)
                #expect(known == (sort == "cpu_cores" ? known.sorted() : known.sorted(by: >)))
            }
        }
    }

    @Test func everyTableSortsByPagesByAColumnOfEachType() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for resource in Catalogue(entities: Entities.all).resources {
                var seen: Set<ColumnType> = []
                for field in resource.fields where field.isSortable && seen.insert(field.type).inserted {
                    let path = "/v1/\(resource.path)?sort=\(field.name)"
                    let whole = try await fixture.get(path, key)
                    let first = try await fixture.get("\(path)&limit=1", key)
                    let cursor = try #require(first.json["page"]["next_cursor"].text, "\(path): \(first.text)")
                    let second = try await fixture.get("\(path)&limit=1&cursor=\(cursor)", key)
                    #expect(first.rows + second.rows == whole.rows && whole.rows.count == 2, "\(path): \(second.text)")
                    #expect(second.json["page"]["next_cursor"] == .null, "\(path)")
                }
            }
        }
    }

    @Test func aFullLastPageIsProvedLast() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            let last = try await fixture.get("/v1/devices?limit=30", key)
            #expect(last.rows.count == 30 && last.json["page"]["next_cursor"] == .null)
            let first = try await fixture.get("/v1/devices?limit=29", key)
            #expect(first.rows.count == 29 && first.json["page"]["next_cursor"] != .null)
        }
    }

    @Test func theBulkTablesPageWhole() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for table in ["software", "patches"] {
                let whole = try await fixture.get("/v1/\(table)", key)
                let first = try await fixture.get("/v1/\(table)?limit=1", key)
                let next = try #require(first.json["page"]["next_cursor"].text)
                let second = try await fixture.get("/v1/\(table)?limit=1&cursor=\(next)", key)
                #expect(first.ids + second.ids == whole.ids && whole.ids.count == 2)
                #expect(second.json["page"]["next_cursor"] == .null)
            }
        }
    }

    @Test func aForeignOrGarbledCursorIsAClear400() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            let path = "/v1/devices?limit=2&sort=hostname&cpu_cores[gt]=1"
            let cursor = try #require(try await fixture.get(path, key).json["page"]["next_cursor"].text)
            #expect(try await fixture.get("\(path)&cursor=\(cursor)", key).status == 200)
            let reordered = "/v1/devices?cpu_cores[gt]=1&sort=hostname&limit=5&fields=id&cursor=\(cursor)"
            #expect(try await fixture.get(reordered, key).status == 200)
            let foreign = [
                "/v1/devices?sort=-hostname&cpu_cores[gt]=1", "/v1/devices?sort=hostname&cpu_cores[gt]=2",
                "/v1/devices?sort=hostname", "/v1/devices?sort=hostname&cpu_cores[gt]=1&deleted=include",
                "/v1/alerts?limit=2",
            ]
            for path in foreign {
                let reply = try await fixture.get("\(path)&cursor=\(cursor)", key)
                #expect(reply.status == 400 && reply.json["type"].text?.hasSuffix("foreign-cursor") == true, "\(path)")
            }
            let others = try await fixture.get("\(path)&cursor=\(cursor)", try await fixture.key(tenant: fixture.other))
            #expect(others.status == 400)
            let flipped = String(cursor.reversed())
            for garbled in [
                String(cursor.dropLast(3)), "A" + cursor, flipped, "x", "", "%00", "🦆",
                String(repeating: "A", count: 5000),
            ] {
                let reply = try await fixture.get("\(path)&cursor=\(Fixture.encoded(garbled))", key)
                #expect(reply.status == 400, "\(garbled): \(reply.text)")
            }
        }
    }

    @Test func aForgedCursorOfAnotherTypeIsRefusedBeforeTheDatabaseSeesIt() async throws {
        try await Fixture.with { fixture in
            let caller = try await fixture.key()
            let query = ListQuery(
                sort: [
                    SortKey(field: try #require(Resource(Device.entity.description).field("cpu_cores"))),
                    SortKey(field: .id),
                ],
                fields: [])
            let sum = query.fingerprint(of: "devices", tenant: fixture.acme.id)
            for values in [
                ["1; DROP TABLE x", UUID().uuidString], ["1", "x"], ["1\u{0}", UUID().uuidString], ["1"],
                [nil, nil, nil],
            ] {
                let reply = try await fixture.get(
                    "/v1/devices?sort=cpu_cores&cursor=\(Cursor(query: sum, values: values).text)", caller)
                #expect(
                    reply.status == 400 && reply.json["type"].text?.hasSuffix("bad-cursor") == true, "\(reply.text)")
            }
        }
    }

    @Test func aCursorSurvivesItsText() throws {
        let cursor = Cursor(query: .max, values: ["ä \u{0}", nil, "", String(repeating: "x", count: 3000)])
        #expect(Cursor(cursor.text) == cursor)
        #expect(cursor.text.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
    }

    @Test func deletedRowsAreLeftOutUnlessAskedFor() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            for (query, total) in [("", 30), ("&deleted=exclude", 30), ("&deleted=include", 40), ("&deleted=only", 10)]
            {
                let reply = try await fixture.get("/v1/devices?limit=500&count=exact\(query)", key)
                #expect(reply.rows.count == total && reply.json["page"]["total"].integer == total, "\(query)")
            }
            let gone = try #require(try await fixture.get("/v1/devices?deleted=only", key).ids.first)
            #expect(try await fixture.get("/v1/devices/\(gone)", key).status == 404)
            #expect(try await fixture.get("/v1/devices/\(gone)?deleted=include", key).status == 200)
        }
    }

    @Test func softwareOfADeletedDeviceIsDeletedWithIt() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.database.owner.query(
                "UPDATE inventory.device_facts SET deleted_at = now() WHERE external_id = 'a-devices'")
            let key = try await fixture.key()
            let gone = try await fixture.ids(of: "software", "a")
            let kept = try await fixture.ids(of: "software", "b")
            #expect(Set(try await fixture.get("/v1/software", key).ids) == kept)
            #expect(Set(try await fixture.get("/v1/software?deleted=only", key).ids) == gone)
            #expect(Set(try await fixture.get("/v1/software?deleted=include", key).ids) == gone.union(kept))
        }
    }

    @Test func totalsAreCountedOrGuessedWhenAskedFor() async throws {
        try await Fixture.with { fixture in
            try await Self.seed(fixture)
            let key = try await fixture.key()
            #expect(try await fixture.get("/v1/devices", key).json["page"]["total"] == .null)
            let exact = try await fixture.get("/v1/devices?count=exact&limit=3&cpu_cores[gte]=0", key)
            #expect(exact.json["page"]["total"].integer == 23)
            let guess = try await fixture.get("/v1/devices?count=estimate&hostname[like]=host", key)
            #expect(guess.json["page"]["total"].integer != nil, "\(guess.text)")
        }
    }
}
