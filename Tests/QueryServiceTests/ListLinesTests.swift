import Access
import Foundation
import HTTPTypes
import Hummingbird
import Inventory
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import QueryService

/// Lists as lines: NDJSON and CSV, whole and in pages.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ListLinesTests {
    private static let ndjson: HTTPFields = [.accept: "application/x-ndjson"]
    private static let csv: HTTPFields = [.accept: "text/csv"]

    /// More devices of a company than are read at once.
    private static func seedMany(_ fixture: Fixture, _ count: Int, company: String = "a") async throws {
        let organization = try await fixture.id("organizations", company)
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.device_facts (tenant_id, connection_id, id, external_id, hostname, organization_id)
            SELECT \(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), gen_random_uuid(), \(company) || i,
                'host ' || i % 7, \(organization)::uuid FROM generate_series(1, \(count)) i
            """)
    }

    private static func lines(_ reply: Reply) -> [Node] {
        reply.text.split(separator: "\n").compactMap { try? Node.parse(String($0)) }
    }

    @Test func theLinesOfEveryTableAreTheRowsOfItsPage() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            for resource in Catalogue(entities: Entities.all).resources + [SyncTable.resource] {
                let include = resource.includes.isEmpty ? "" : "?include=\(resource.includes[0].name)"
                let path = "/v1/\(resource.path)\(include)"
                let page = try await fixture.get(path, key)
                let lines = try await fixture.get(path, key, headers: Self.ndjson)
                #expect(lines.status == 200 && lines.headers[.contentType] == "application/x-ndjson", "\(path)")
                #expect(Self.lines(lines) == page.rows, "\(path): \(lines.text)")
                let table = try await fixture.get(path, key, headers: Self.csv)
                let header = try #require(table.text.split(separator: "\r\n").first).split(separator: ",")
                let names = resource.fields.map(\.name) + resource.includes.prefix(1).map(\.name)
                #expect(header.map(String.init) == names, "\(path)")
                #expect(table.text.split(separator: "\r\n").count == page.rows.count + 1, "\(path): \(table.text)")
            }
        }
    }

    @Test func withoutALimitTheWholeListIsSentAndWithOneAPage() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await Self.seedMany(fixture, 1_201)
            let key = try await fixture.key()
            let path = "/v1/devices?fields=id,hostname&sort=-hostname"
            let whole = Self.lines(try await fixture.get("\(path)&count=exact", key, headers: Self.ndjson))
            #expect(whole.count == 1_203 && Set(whole.map { $0["id"].text }).count == 1_203)
            var pages: [Node] = []
            var cursor: String? = ""
            while let place = cursor {
                let page = try await fixture.get("\(path)&limit=500\(place)", key, headers: Self.ndjson)
                pages += Self.lines(page)
                cursor = page.headers[.nextCursor].map { "&cursor=\($0)" }
            }
            #expect(pages == whole)
            let rest = try await fixture.get("\(path)&limit=1000", key, headers: Self.ndjson)
            #expect(rest.status == 400)
            let first = try await fixture.get("\(path)&limit=500", key)
            let next = try #require(first.json["page"]["next_cursor"].text)
            let after = try await fixture.get("\(path)&cursor=\(next)", key, headers: Self.ndjson)
            #expect(Self.lines(after) == Array(whole.dropFirst(500)))
        }
    }

    @Test func whatAPageSaysAroundItsRowsIsInHeaders() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let page = try await fixture.get("/v1/devices?count=exact", key)
            for form in [Self.ndjson, Self.csv] {
                let lines = try await fixture.get("/v1/devices?count=exact", key, headers: form)
                #expect(lines.headers[.totalCount] == "2")
                #expect(lines.headers[.freshnessStale] == "true" && page.json["freshness"]["stale"] == .boolean(true))
                #expect(lines.headers[.freshnessOldest] == page.json["freshness"]["oldest"].text)
                #expect(lines.headers[.cacheControl] == "no-store" && lines.headers[.vary]?.contains("Accept") == true)
            }
            let feed = try await fixture.get("/v1/changes?after=0&limit=1", key, headers: Self.ndjson)
            let told = try await fixture.get("/v1/changes?after=0&limit=1", key).json["page"]
            #expect(feed.headers[.nextAfter] == "1" && told["next_after"].integer == 1)
            #expect(feed.headers[.lastSequence] == told["last_sequence"].integer.map { String($0) })
            let past = try await fixture.get("/v1/devices?as_of=2026-01-01", key, headers: Self.ndjson)
            #expect(past.status == 410)
        }
    }

    @Test func acceptChoosesTheForm() throws {
        let cases: [(String?, ListForm)] = [
            (nil, .json), ("", .json), ("*/*", .json), ("application/*", .json), ("text/csv", .csv),
            ("application/x-ndjson, application/json;q=0.5", .ndjson), ("application/jsonl", .ndjson),
            ("text/csv;q=0.2, application/json;q=0.3", .json), ("*/*, text/csv", .csv),
            ("text/html,application/xhtml+xml,*/*;q=0.8", .json), ("TEXT/CSV; charset=utf-8", .csv),
        ]
        for (accept, form) in cases { #expect(try ListForm.asked(accept) == form, "\(accept ?? "none")") }
        for accept in ["application/xml", "text/csv;q=0", "nonsense"] {
            #expect(throws: Problem.self, "\(accept)") { try ListForm.asked(accept) }
        }
    }

    @Test func aFormThatIsNotThereIs406AndSaysWhichAre() async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get(
                "/v1/devices", try await fixture.key(), headers: [.accept: "application/xml"])
            #expect(reply.status == 406 && reply.json["allowed"].items.contains(.string("text/csv")), "\(reply.text)")
        }
    }

    @Test func spreadsheetsAreGivenTextAndNoFormulas() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await fixture.database.owner.query(
                """
                UPDATE inventory.device_facts SET hostname = '=1+1', notes = 'a "b",' || chr(10) || 'c', tags = '{x,"y z"}',
                    cpu_cores = -4, is_virtual = true
                WHERE id = \(try await fixture.id("devices", "a"))::uuid
                """)
            let path = "/v1/devices?fields=hostname,notes,tags,cpu_cores,is_virtual,model&cpu_cores=-4"
            let reply = try await fixture.get(path, try await fixture.key(), headers: Self.csv)
            let row = "'=1+1,\"a \"\"b\"\",\nc\",\"[\"\"x\"\",\"\"y z\"\"]\",-4,true,\r\n"
            #expect(reply.text == "hostname,notes,tags,cpu_cores,is_virtual,model\r\n" + row)
        }
    }

    // MARK: - What a stream keeps, and what it may see

    /// A list's answer as the router makes it, so that a test may take its body as slowly as it wants.
    private static func answer(_ fixture: Fixture, _ query: String, _ key: String) async throws -> Response {
        let route = try #require(fixture.service.allRoutes.first { $0.path == "/v1/devices" })
        let caller = try await KeyRing(reader: fixture.database.reader, profiles: Fixture.profiles).authenticate(key)
        let head = HTTPRequest(
            method: .get, scheme: nil, authority: nil, path: "/v1/devices?\(query)", headerFields: Self.ndjson)
        var logger = Logger(label: "tests.lines")
        logger.logLevel = .critical
        return try await route.answer(
            Call(
                request: Request(head: head, body: RequestBody(buffer: ByteBuffer())), caller: caller, id: nil,
                logger: logger))
    }

    @Test func nothingIsReadAheadOfASlowReader() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await Self.seedMany(fixture, 1_600)
            let response = try await Self.answer(fixture, "fields=id&sort=id", try await fixture.key())
            // While the first piece is being taken everything that comes after the first page goes.
            let writer = SlowWriter {
                try await fixture.database.owner.query(
                    """
                    DELETE FROM inventory.device_facts WHERE id NOT IN (SELECT id FROM inventory.device_facts
                        WHERE tenant_id = \(fixture.acme.id) ORDER BY id LIMIT \(ListLines.pageRows))
                    """)
            }
            try await response.body.write(writer)
            #expect(writer.log.text.split(separator: "\n").count == ListLines.pageRows)
            #expect(writer.log.isFinished)
        }
    }

    @Test func aListThatCannotBeToldWholeHasNoEnd() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            try await Self.seedMany(fixture, 600)
            let response = try await Self.answer(fixture, "fields=id", try await fixture.key())
            let writer = SlowWriter { try await fixture.database.owner.query("DROP VIEW live.devices CASCADE") }
            await #expect(throws: (any Error).self) { try await response.body.write(writer) }
            #expect(writer.log.text.split(separator: "\n").count == ListLines.pageRows && !writer.log.isFinished)
        }
    }

    /// The reader's own role may not read devices here, so that a page that is read without the limit is refused.
    @Test func aStreamForALimitedKeyIsReadToItsEndWithTheLimit() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            for company in Fixture.companies { try await Self.seedMany(fixture, 700, company: company) }
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let key = try await fixture.key(companies: [company])
            try await fixture.database.owner.query(
                "REVOKE SELECT ON live.devices FROM \(identifier: fixture.database.rolePrefix + "_reader")")
            let reply = try await fixture.get("/v1/devices?fields=external_id", key, headers: Self.ndjson)
            let lines = Self.lines(reply)
            #expect(lines.count == 701 && lines.allSatisfy { $0["external_id"].text?.hasPrefix("a") == true })
        }
    }
}

/// Does something before its first piece is taken.
struct SlowWriter: ResponseBodyWriter {
    final class Log: Sendable {
        private let state = Mutex<(bytes: [UInt8], isFinished: Bool)>(([], false))
        var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
        var isFinished: Bool { state.withLock { $0.isFinished } }
        func append(_ bytes: [UInt8]) { state.withLock { $0.bytes += bytes } }
        func finish() { state.withLock { $0.isFinished = true } }
    }

    let log = Log()
    private let first: @Sendable () async throws -> Void

    init(_ first: @escaping @Sendable () async throws -> Void) { self.first = first }

    mutating func write(_ buffer: ByteBuffer) async throws {
        if log.text.isEmpty { try await first() }
        log.append(Array(buffer.readableBytesView))
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws { log.finish() }
}
