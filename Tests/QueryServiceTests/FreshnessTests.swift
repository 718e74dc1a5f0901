import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What an answer says of its sources.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FreshnessTests {
    private static func stream(
        _ fixture: Fixture, _ stream: String, _ entity: String, state: String, age: String?,
        period: String = "15 minutes"
    ) async throws {
        try await fixture.database.owner.query(
            """
            INSERT INTO control.streams (tenant_id, connection_id, stream, entity, state, period, sweep_period, as_of)
            VALUES (\(fixture.acme.id), \(fixture.rmm[fixture.acme.id]), \(stream), \(entity), \(state),
                \(period)::interval, '1 day', now() - \(age)::interval)
            """)
    }

    @Test func anEmptyListShowsTheSourcesThatWereNeverRead() async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get("/v1/devices", try await fixture.key())
            let freshness = reply.json["freshness"]
            #expect(reply.rows.isEmpty && freshness["stale"] == .boolean(true))
            #expect(freshness["as_of"] == .null && freshness["oldest"] == .null)
            let source = try #require(freshness["sources"].items.first)
            #expect(freshness["sources"].items.count == 1)
            #expect(source["connection"].text == "rmm" && source["vendor"].text == "some-rmm")
            #expect(source["stream"].text == "devices" && source["state"].text == "never_read")
        }
    }

    /// Rows that are read within that time are at least as fresh; who asked for fresher data is told what it is now; and no
    /// other tenant is told of it.
    @Test func freshnessIsToldAgainForAsLongAsItIsRemembered() async throws {
        try await Fixture.with { fixture in
            try await Self.stream(fixture, "devices", "devices", state: "current", age: "5 minutes")
            let reader = FreshnessReader(
                reader: fixture.database.reader, vendors: Fixture.vendors, entities: Entities.all,
                memory: .seconds(3_600))
            func asOf(_ freshness: Freshness) -> Int64? { freshness.sources.first?.asOf?.microseconds }
            let first = try #require(asOf(try await reader.freshness(tenant: fixture.acme.id, tables: ["devices"])))
            try await fixture.database.owner.query("UPDATE control.streams SET as_of = now()")
            #expect(asOf(try await reader.freshness(tenant: fixture.acme.id, tables: ["devices"])) == first)
            let latest = try #require(asOf(try await reader.latest(tenant: fixture.acme.id, tables: ["devices"])))
            #expect(latest - first > 200_000_000)
            #expect(asOf(try await reader.freshness(tenant: fixture.other.id, tables: ["devices"])) == nil)
        }
    }

    @Test func aVendorThatCannotFillTheTableIsASourceThatSaysSo() async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get("/v1/backups", try await fixture.key())
            let source = try #require(reply.json["freshness"]["sources"].items.first)
            #expect(source["state"].text == "not_available" && source["stream"] == .null)
            #expect(source["reason"].text == "Some RMM has no backup API")
            #expect(reply.json["freshness"]["stale"] == .boolean(true))
        }
    }

    @Test func withNoConnectionOfThatSideThereAreNoSourcesAndTheListIsStale() async throws {
        try await Fixture.with { fixture in
            try await fixture.database.owner.query("DELETE FROM control.connections WHERE vendor = 'some-rmm'")
            let key = try await fixture.key()
            for path in ["devices", "sites", "software", "backups", "patch-status"] {
                let reply = try await fixture.get("/v1/\(path)", key)
                #expect(reply.status == 200 && reply.rows.isEmpty && reply.json["page"]["next_cursor"] == .null)
                #expect(reply.json["freshness"]["sources"] == .array([]), "\(path): \(reply.text)")
                #expect(reply.json["freshness"]["stale"] == .boolean(true))
            }
            let companies = try await fixture.get("/v1/companies", key).json["freshness"]["sources"].items
            #expect(companies.compactMap { $0["connection"].text } == ["psa"])
        }
    }

    @Test func anotherTenantsSourcesAreNotTold() async throws {
        try await Fixture.with { fixture in
            try await fixture.database.owner.query(
                "UPDATE control.connections SET name = 'theirs-' || name WHERE tenant_id = \(fixture.other.id)")
            let key = try await fixture.key()
            for path in ["/v1/devices", "/v1/connections", "/v1/freshness", "/v1/me", "/"] {
                #expect(!(try await fixture.get(path, key)).text.contains("theirs"), "\(path)")
            }
        }
    }

    @Test func aCurrentSourceIsNotStale() async throws {
        try await Fixture.with { fixture in
            try await Self.stream(fixture, "devices", "devices", state: "current", age: "20 minutes")
            let freshness = try await fixture.get("/v1/devices", try await fixture.key()).json["freshness"]
            #expect(freshness["stale"] == .boolean(false))
            #expect(freshness["as_of"].text?.hasSuffix("Z") == true && freshness["as_of"] == freshness["oldest"])
        }
    }

    @Test func theNewestAndTheOldestSourceAreTold() async throws {
        try await Fixture.with { fixture in
            try await Self.stream(fixture, "devices", "devices", state: "current", age: "1 minute")
            try await Self.stream(fixture, "device_audits", "devices", state: "current", age: "10 minutes")
            let key = try await fixture.key()
            let freshness = try await fixture.get("/v1/devices", key).json["freshness"]
            let moments = freshness["sources"].items.compactMap { $0["as_of"].text }.sorted()
            #expect(
                moments.count == 2 && freshness["oldest"].text == moments[0] && freshness["as_of"].text == moments[1])
            try await Self.stream(fixture, "device_network", "devices", state: "never_read", age: nil)
            let later = try await fixture.get("/v1/devices", key).json["freshness"]
            #expect(later["oldest"] == .null && later["as_of"].text == moments[1] && later["stale"] == .boolean(true))
        }
    }

    @Test(arguments: [
        ("current", "31 minutes", "late"), ("failing", "1 minute", "failing"), ("held", "1 minute", "held"),
    ])
    func aSourceThatIsLateFailsOrIsHeldIsStale(state: String, age: String, shown: String) async throws {
        try await Fixture.with { fixture in
            try await Self.stream(fixture, "devices", "devices", state: state, age: age)
            let freshness = try await fixture.get("/v1/devices", try await fixture.key()).json["freshness"]
            #expect(freshness["stale"] == .boolean(true))
            #expect(freshness["sources"].items.first?["state"].text == shown)
        }
    }

    /// A cron expression may leave a night between two reads: then only a moment that was missed is late.
    @Test(arguments: [
        ("0 6-20 * * *", "-10 minutes", "current"), ("0 6-20 * * *", "50 minutes", "current"),
        ("0 6-20 * * *", "61 minutes", "late"), (nil, "61 minutes", "late"),
    ])
    func aStreamIsLateWhenItsNextReadIsAPeriodPast(cron: String?, past: String, shown: String) async throws {
        try await Fixture.with { fixture in
            let age = cron == nil ? "1 minute" : "12 hours"
            try await Self.stream(fixture, "devices", "devices", state: "current", age: age, period: "1 hour")
            try await fixture.database.owner.query(
                "UPDATE control.streams SET cron = \(cron), next_due = now() - \(past)::interval")
            let freshness = try await fixture.get("/v1/devices", try await fixture.key()).json["freshness"]
            #expect(freshness["sources"].items.first?["state"].text == shown)
        }
    }

    @Test func aBlockedConnectionBlocksItsSources() async throws {
        try await Fixture.with { fixture in
            try await Self.stream(fixture, "devices", "devices", state: "current", age: "1 minute")
            try await fixture.database.owner.query(
                "UPDATE control.connections SET state = 'blocked', state_reason = 'the key was refused' WHERE name = 'rmm'"
            )
            let key = try await fixture.key()
            let freshness = try await fixture.get("/v1/devices", key).json["freshness"]
            let source = try #require(freshness["sources"].items.first)
            #expect(freshness["stale"] == .boolean(true) && source["state"].text == "blocked")
            #expect(source["reason"].text == "the key was refused")
            let connections = try await fixture.get("/v1/connections", key).rows
            let rmm = try #require(connections.first { $0["name"].text == "rmm" })
            #expect(rmm["state"].text == "blocked" && rmm["state_reason"].text == "the key was refused")
            let streams = rmm["streams"].items.compactMap { $0["stream"].text }
            #expect(Set(streams) == ["devices", "programs"])
            let missing = try #require(rmm["not_available"].items.first { $0["table"].text == "backups" })
            #expect(missing["reason"].text == "Some RMM has no backup API" && missing["column"] == .null)
            let column = try #require(rmm["not_available"].items.first { $0["column"].text == "owner_email" })
            #expect(column["table"].text == "devices" && column["reason"].text == "Some RMM knows no owners")
        }
    }

    @Test func freshnessTellsOfEveryTable() async throws {
        try await Fixture.with { fixture in
            let rows = try await fixture.get("/v1/freshness", try await fixture.key()).rows
            #expect(rows.count == Catalogue(entities: []).resources.count + 18)
            #expect(rows.first { $0["table"].text == "devices" }?["stale"] == .boolean(true))
        }
    }
}
