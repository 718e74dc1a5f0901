import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Asking the past over REST: `as_of`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PastTests {
    /// Acme is there since 2020. Thirty devices came on 10 January, were renamed at noon on 10 February, and ten of them
    /// went at noon on 10 March. Each has readings of today.
    private static func withPast(_ body: @escaping @Sendable (Fixture, _ key: String) async throws -> Void) async throws
    {
        try await Fixture.with { fixture in
            let owner = fixture.database.owner
            try await owner.query("UPDATE control.tenants SET created_at = '2020-01-01Z' WHERE slug = 'acme'")
            try await owner.query(
                """
                INSERT INTO inventory.device_facts (tenant_id, connection_id, id, external_id, hostname, cpu_cores,
                    vendor_fields, first_synced_at, changed_at)
                SELECT \(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), md5(i::text)::uuid, i::text, 'old ' || i % 7,
                    nullif(i % 5, 0), '{"typed": "by hand"}', '2020-01-10T12:00Z', '2020-01-10T12:00Z'
                FROM generate_series(1, 30) i
                """)
            try await owner.query(
                """
                INSERT INTO inventory.device_readings (tenant_id, id, online)
                SELECT tenant_id, id, true FROM inventory.device_facts
                """)
            try await owner.query(
                "UPDATE inventory.device_facts SET hostname = 'new', changed_at = '2020-02-10T12:00Z'")
            try await owner.query(
                """
                UPDATE inventory.device_facts SET deleted_at = '2020-03-10T12:00Z', changed_at = '2020-03-10T12:00Z'
                WHERE external_id::integer > 20
                """)
            try await body(fixture, try await fixture.key())
        }
    }

    private static func id(_ number: Int, _ fixture: Fixture) async throws -> String {
        try await fixture.database.owner.query("SELECT md5(\(String(number)))::uuid AS id").only().get("id")
    }

    @Test func aDateStandsForItsEndAndATimeForItself() async throws {
        let cases = [
            ("2020-01-09", 0, "old"), ("2020-01-10T11:59:59.999999Z", 0, "old"), ("2020-01-10", 30, "old"),
            ("2020-02-09", 30, "old"), ("2020-02-10T11:59:59.999999Z", 30, "old"), ("2020-02-10T12:00:00Z", 30, "new"),
            ("2020-02-10T13:00:00%2B02:00", 30, "old"), ("2020-02-10", 30, "new"), ("2020-03-09", 30, "new"),
            ("2020-03-10", 20, "new"), ("2020-12-31", 20, "new"),
        ]
        try await Self.withPast { fixture, key in
            for (moment, count, name) in cases {
                let reply = try await fixture.get("/v1/devices?limit=100&as_of=\(moment)", key)
                #expect(reply.status == 200 && reply.rows.count == count, "\(moment): \(reply.text)")
                #expect(reply.rows.allSatisfy { $0["hostname"].text?.hasPrefix(name) == true }, "\(moment)")
            }
        }
    }

    @Test func theAnswerSaysThatItIsAboutThePastAndWhatThatDoesNotKeep() async throws {
        try await Self.withPast { fixture, key in
            let past = try await fixture.get("/v1/devices?limit=1&as_of=2020-03-01", key).json
            #expect(past["history"]["as_of"].text == "2020-03-01T23:59:59.999999Z")
            let notKept = Set(past["history"]["not_kept"].items.compactMap(\.text))
            let volatile = Device.entity.description.columns.filter(\.isVolatile).map(\.name)
            #expect(notKept == Set(volatile + ["vendor_fields"]))
            let row = past["data"].items[0]
            for name in notKept { #expect(row.names.contains(name) && row[name] == .null, "\(name)") }
            #expect(past["freshness"].names.contains("sources"))
            let one = try await fixture.get("/v1/devices?limit=1&fields=hostname&as_of=2020-03-01", key).json
            #expect(one["history"]["not_kept"] == .array([]))
            let now = try await fixture.get("/v1/devices?limit=1", key).json
            #expect(now["history"] == .null && now["data"].items[0]["online"] == .boolean(true))
            #expect(now["data"].items[0]["vendor_fields"]["typed"].text == "by hand")
        }
    }

    @Test func oneDeviceIsReadAsItWas() async throws {
        try await Self.withPast { fixture, key in
            let path = "/v1/devices/\(try await Self.id(25, fixture))"
            let old = try await fixture.get("\(path)?as_of=2020-02-01", key).json
            #expect(old["data"]["hostname"].text == "old 4" && old["data"]["online"] == .null)
            #expect(old["history"]["as_of"].text == "2020-02-01T23:59:59.999999Z")
            #expect(try await fixture.get("\(path)?as_of=2020-03-01", key).json["data"]["hostname"].text == "new")
            #expect(try await fixture.get("\(path)?as_of=2020-01-02", key).status == 404)
            #expect(try await fixture.get("\(path)?as_of=2020-03-11", key).status == 404)
            let gone = try await fixture.get("\(path)?as_of=2020-03-11&deleted=include", key).json
            #expect(gone["data"]["deleted_at"].text == "2020-03-10T12:00:00Z")
            #expect(try await fixture.get("\(path)?as_of=2020-03-01&deleted=only", key).status == 404)
        }
    }

    @Test func severalPagesOfThePastAreOneBigPage() async throws {
        let queries = [
            "sort=hostname", "sort=-cpu_cores,-hostname", "sort=-id", "cpu_cores[gte]=2",
            "hostname=old%203&sort=cpu_cores",
            "hostname[like]=old&count=exact", "cpu_cores[is_null]=true", "deleted=include&sort=-changed_at",
        ]
        try await Self.withPast { fixture, key in
            for query in queries {
                let whole = try await fixture.get("/v1/devices?limit=500&\(query)&as_of=2020-02-01", key)
                #expect(whole.status == 200 && !whole.ids.isEmpty, "\(whole.text)")
                if let total = whole.json["page"]["total"].integer { #expect(total == whole.ids.count) }
                var ids: [String] = []
                var cursor: String? = ""
                while let place = cursor, ids.count < 100 {
                    let page = try await fixture.get("/v1/devices?limit=4&\(query)&as_of=2020-02-01\(place)", key)
                    #expect(page.status == 200, "\(page.text)")
                    ids += page.ids
                    cursor = page.json["page"]["next_cursor"].text.map { "&cursor=\($0)" }
                }
                #expect(ids == whole.ids, "\(query)")
            }
        }
    }

    @Test func aCursorBelongsToItsMoment() async throws {
        try await Self.withPast { fixture, key in
            let list = "/v1/devices?limit=4"
            let first = try await fixture.get("\(list)&as_of=2020-02-01", key)
            let cursor = try #require(first.json["page"]["next_cursor"].text)
            for other in ["&as_of=2020-02-02", ""] {
                let reply = try await fixture.get("\(list)\(other)&cursor=\(cursor)", key)
                #expect(reply.status == 400 && reply.json["type"].text?.hasSuffix("foreign-cursor") == true)
            }
        }
    }

    @Test func whatCannotBeAnsweredIsRefused() async throws {
        let cases = [
            ("/v1/tickets?as_of=2020-02-01", 400, "no-history"),
            ("/v1/tickets/00000000-0000-4000-8000-000000000001?as_of=2020-02-01", 400, "no-history"),
            ("/v1/changes?as_of=2020-02-01", 400, "no-history"),
            ("/v1/devices?as_of=2999-01-01", 400, "not-past-yet"),
            ("/v1/devices?as_of=yesterday", 400, "bad-value"), ("/v1/devices?as_of=", 400, "bad-value"),
            ("/v1/devices?as_of=2020-02-30", 400, "bad-value"),
            ("/v1/devices?as_of=2020-02-01&as_of=2020-02-01", 400, "given-twice"),
            ("/v1/devices?as_of[lt]=2020-02-01", 400, "unknown-parameter"),
            ("/v1/devices?as_of=2020-02-01&online=true", 400, "not-in-history"),
            ("/v1/devices?as_of=2020-02-01&vendor_fields[is_null]=true", 400, "not-in-history"),
            ("/v1/devices?as_of=2020-02-01&sort=-last_seen_at", 400, "not-in-history"),
            ("/v1/devices?as_of=2019-12-31", 410, "history-gone"),
            ("/v1/devices?asof=2020-02-01", 400, "unknown-parameter"),
        ]
        try await Self.withPast { fixture, key in
            for (path, status, kind) in cases {
                let reply = try await fixture.get(path, key)
                #expect(reply.status == status, "\(path): \(reply.text)")
                #expect(reply.json["type"].text == "urn:quartermaster:problem:\(kind)", "\(path): \(reply.text)")
            }
        }
    }

    @Test func aMomentBeforeWhatIsKeptIsGoneAndTheOldestIsTold() async throws {
        try await Self.withPast { fixture, key in
            try await fixture.database.owner.query(
                "INSERT INTO inventory.history_kept VALUES (\(fixture.acme.id), '2020-02-15T00:00:00Z')")
            let gone = try await fixture.get("/v1/devices?as_of=2020-02-14", key)
            #expect(gone.status == 410 && gone.json["oldest"].text == "2020-02-15T00:00:00Z", "\(gone.text)")
            let oldest = try #require(gone.json["oldest"].text)
            #expect(try await fixture.get("/v1/devices?limit=100&as_of=\(oldest)", key).rows.count == 30)
            let one = "/v1/devices/\(try await Self.id(1, fixture))"
            #expect(try await fixture.get("\(one)?as_of=2020-02-14", key).status == 410)
        }
    }

    /// Of today the end is not over.
    @Test func todayIsNotPastYet() async throws {
        try await Self.withPast { fixture, key in
            let today = try await fixture.database.owner.query("SELECT (now() AT TIME ZONE 'UTC')::date AS day").only()
            let reply = try await fixture.get("/v1/devices?as_of=\(today["day"] ?? "")", key)
            #expect(reply.json["type"].text?.hasSuffix("not-past-yet") == true, "\(reply.text)")
        }
    }

    @Test func everyTableWithAPastIsAskedForItsTenantAlone() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let moment = try await Self.now(fixture)
            let key = try await fixture.key()
            for entity in Entities.all where entity.hasHistory {
                try await fixture.database.owner.query(
                    """
                    UPDATE inventory.\(identifier: entity.singular + "_facts")
                    SET external_id = external_id || ' now', changed_at = now()
                    """)
                let path = "/v1/\(entity.name.replacing("_", with: "-"))"
                let past = try await fixture.get("\(path)?as_of=\(moment)", key)
                let own = [try await fixture.id(entity.name, "a"), try await fixture.id(entity.name, "b")]
                #expect(past.ids.sorted() == own.sorted())
                #expect(past.rows.allSatisfy { $0["external_id"].text?.hasSuffix(" now") == false }, "\(path)")
                let now = try await fixture.get(path, key)
                #expect(now.ids.sorted() == own.sorted())
                #expect(now.rows.allSatisfy { $0["external_id"].text?.hasSuffix(" now") == true }, "\(path)")
            }
        }
    }

    /// A device moves to another company's organisation: what it was before is the former company's to see, and so is
    /// what hangs on it.
    @Test func aLimitedKeySeesThePastOfWhatWasItsOwnThen() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let moment = try await Self.now(fixture)
            let device = try await fixture.id("devices", "a")
            try await fixture.database.owner.query(
                """
                UPDATE inventory.device_facts SET organization_id = \(try await fixture.id("organizations", "b"))::uuid,
                    changed_at = now() WHERE id = \(device)::uuid
                """)
            for (company, owns) in [("a", (past: true, now: false)), ("b", (past: false, now: true))] {
                let id = try #require(UUID(uuidString: try await fixture.id("companies", company)))
                let key = try await fixture.key(companies: [id])
                #expect(try await fixture.get("/v1/devices?as_of=\(moment)", key).ids.contains(device) == owns.past)
                #expect(try await fixture.get("/v1/devices", key).ids.contains(device) == owns.now)
                let status = try await fixture.id("patch_status", "a")
                let past = try await fixture.get("/v1/patch-status?as_of=\(moment)", key)
                #expect(past.ids.contains(status) == owns.past, "\(past.text)")
                #expect(try await fixture.get("/v1/patch-status", key).ids.contains(status) == owns.now)
            }
        }
    }

    @Test func theDocumentSaysWhatTakesAMoment() async throws {
        try await Fixture.with { fixture in
            let document = try await fixture.get("/v1/openapi.json").json
            for route in fixture.service.allRoutes {
                let resource: Resource
                switch route.document {
                case .list(let list): resource = list
                case .single(let single): resource = single
                case .summary(let summed): resource = summed
                case .plain, .operation: continue
                }
                let operation = document["paths"][route.path]["get"]
                let references = operation["parameters"].items.compactMap { $0["$ref"].text }
                #expect(references.contains("#/components/parameters/as_of") == resource.hasHistory, "\(route.path)")
                if resource.hasHistory { #expect(operation["responses"].names.contains("410"), "\(route.path)") }
            }
            #expect(document["components"]["parameters"]["as_of"]["name"].text == "as_of")
            let schemas = document["components"]["schemas"]
            #expect(schemas["devices_single"]["properties"].names.contains("history"))
            #expect(!schemas["tickets_list"]["properties"].names.contains("history"))
        }
    }

    private static func now(_ fixture: Fixture) async throws -> String {
        let text: String = try await fixture.database.owner.query("SELECT clock_timestamp() AS now").only().get("now")
        return Fixture.encoded(Moment.text(text))
    }
}
