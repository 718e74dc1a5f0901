import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What a tenant says to its reports, over REST.
@Suite(.serialized, .timeLimit(.minutes(1))) struct OwnWordAnswersTests {
    private static let writes: [PermissionGroup: Level] = [.reports: .readWrite]

    private func seeded(_ fixture: Fixture) async throws {
        try await fixture.seedEverything()
        for statement in [
            "price_standards (name, monthly, currency, meaning) VALUES ('manage_server', 100, 'USD', 'x')",
            """
            lifecycle_standards (kind, product, names, ends_on, source, place)
            VALUES ('operating_system', 'Windows 10', '{%windows 10%}', '2025-10-14', 'x', 0)
            """,
        ] { try await fixture.database.owner.query(SQL(text: "INSERT INTO report.\(statement)")) }
    }

    private func company(_ name: String, _ fixture: Fixture) async throws -> UUID {
        try #require(UUID(uuidString: try await fixture.id("companies", name)))
    }

    @Test func aWordIsSaidListedAndTakenBack() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let key = try await fixture.key(Self.writes)
            let price = #"{"kind": "price", "subject": "manage_server", "value": "120", "reason": "ours"}"#
            let reply = try await fixture.post("/v1/report-overrides/set", price, key)
            let id = try #require(reply.json["data"]["id"].text)
            let date = #"{"kind": "operating_system", "subject": "windows 10", "value": "2028-10-10"}"#
            #expect(try await fixture.post("/v1/report-overrides/set", date, key).status == 200)
            let list = try await fixture.get("/v1/report-overrides", key)
            #expect(list.rows.map { $0["value"].text } == ["2028-10-10", "120.00"], "\(list.text)")
            #expect(list.rows[1]["reason"].text == "ours" && list.rows[1]["decided_by"].text?.hasPrefix("key:") == true)
            let other = try await fixture.key(Self.writes, tenant: fixture.other)
            #expect(try await fixture.get("/v1/report-overrides", other).rows.isEmpty)
            let clear = #"{"id": "\#(id)"}"#
            #expect(try await fixture.post("/v1/report-overrides/clear", clear, other).status == 404)
            #expect(try await fixture.post("/v1/report-overrides/clear", clear, key).status == 200)
            #expect(try await fixture.get("/v1/report-overrides", key).rows.count == 1)
            #expect(
                try await fixture.audited() == [
                    "report.override manage_server done", "report.override windows 10 done",
                    "report.override.clear \(id) done",
                ])
        }
    }

    @Test func anOpportunityIsMarked() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let key = try await fixture.key(Self.writes)
            let finding = "backup:\(try await company("a", fixture).postgresText)"
            let body = #"{"key": "\#(finding)", "state": "snoozed", "until": "2027-03-01", "reason": "spring"}"#
            #expect(try await fixture.post("/v1/report-findings/mark", body, key).status == 200)
            let list = try await fixture.get("/v1/report-findings", key)
            #expect(list.rows.map { $0["key"].text } == [finding] && list.rows[0]["until"].text == "2027-03-01")
            let open = #"{"key": "\#(finding)", "state": "open"}"#
            #expect(try await fixture.post("/v1/report-findings/mark", open, key).status == 200)
            #expect(try await fixture.get("/v1/report-findings", key).rows.isEmpty)
            #expect(try await fixture.audited() == Array(repeating: "report.mark \(finding) done", count: 2))
        }
    }

    @Test func aMeasureIsConfirmedExportedAndImported() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let key = try await fixture.key(Self.writes)
            let product = try await fixture.id("products", "a")
            try await fixture.database.owner.query(
                "UPDATE inventory.product_facts SET name = external_id")
            let body = #"{"product": "A-PRODUCTS", "measure": "servers"}"#
            let reply = try await fixture.post("/v1/product-measures/confirm", body, key)
            #expect(reply.status == 200 && reply.json["data"]["products"].integer == 1, "\(reply.text)")
            let saved = try await fixture.get("/v1/product-measures/export", key)
            #expect(saved.rows.map { $0["external_id"].text } == ["a-products"], "\(saved.text)")
            try await fixture.database.owner.query("DELETE FROM report.product_measures")
            let file = saved.text.replacing("\"data\"", with: "\"measures\"")
            let loaded = try await fixture.post("/v1/product-measures/import", file, key)
            #expect(loaded.status == 200 && loaded.json["data"]["imported"].integer == 1, "\(loaded.text)")
            let stored = try await fixture.database.owner.query(
                "SELECT product_id::text || measure AS words FROM report.product_measures")
            #expect(stored.map { $0["words"] } == [product + "servers"])
            #expect(try await fixture.get("/v1/product-measures", key).status == 200)
        }
    }

    @Test func aLimitedKeySpeaksForItsCompaniesAlone() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let (a, b) = (try await company("a", fixture), try await company("b", fixture))
            let whole = try await fixture.key(Self.writes)
            let limited = try await fixture.key(Self.writes, companies: [a])
            func price(_ company: UUID?) -> String {
                let more = company.map { #", "company": "\#($0.postgresText)""# } ?? ""
                return #"{"kind": "price", "subject": "manage_server", "value": "7"\#(more)}"#
            }
            #expect(try await fixture.post("/v1/report-overrides/set", price(a), limited).status == 200)
            #expect(try await fixture.post("/v1/report-overrides/set", price(b), limited).status == 404)
            #expect(try await fixture.post("/v1/report-overrides/set", price(nil), limited).status == 403)
            let foreign = try await fixture.post("/v1/report-overrides/set", price(b), whole)
            let general = try await fixture.post("/v1/report-overrides/set", price(nil), whole)
            let seen = try await fixture.get("/v1/report-overrides", limited)
            #expect(seen.rows.map { $0["company_id"].text } == [nil, a.postgresText], "\(seen.text)")
            for id in [foreign, general].compactMap({ $0.json["data"]["id"].text }) {
                let reply = try await fixture.post("/v1/report-overrides/clear", #"{"id": "\#(id)"}"#, limited)
                #expect(reply.status == 404, "\(reply.text)")
            }
            for (company, status) in [(a, 200), (b, 404)] {
                let mark = #"{"key": "backup:\#(company.postgresText)", "state": "won"}"#
                #expect(try await fixture.post("/v1/report-findings/mark", mark, limited).status == status)
                #expect(try await fixture.post("/v1/report-findings/mark", mark, whole).status == 200)
            }
            #expect(try await fixture.get("/v1/report-findings", limited).rows.count == 1)
            #expect(try await fixture.get("/v1/report-findings", whole).rows.count == 2)
            let measure = #"{"product": "x", "measure": "servers"}"#
            #expect(try await fixture.post("/v1/product-measures/confirm", measure, limited).status == 403)
            #expect(try await fixture.get("/v1/product-measures/export", limited).status == 403)
        }
    }

    /// Whatever a route should forget.
    @Test func theDatabaseLetsALimitedKeyWriteOfNoOtherCompany() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let (a, b) = (try await company("a", fixture), try await company("b", fixture))
            for company in [b, nil] {
                await #expect(throws: PostgresError.self) {
                    try await CompanyLimit.with([a]) {
                        try await fixture.database.reader.query(
                            """
                            INSERT INTO report.price_overrides (tenant_id, company_id, name, monthly, currency, decided_by)
                            VALUES (\(fixture.acme.id), \(company), 'manage_server', 1, 'USD', 'x')
                            """, tenant: fixture.acme.id, readOnly: false)
                    }
                }
            }
            try await fixture.database.owner.query(
                """
                INSERT INTO report.findings (tenant_id, key, company_id, state, decided_by)
                VALUES (\(fixture.acme.id), \("backup:\(b.postgresText)"), \(b), 'won', 'x')
                """)
            let changed = try await CompanyLimit.with([a]) {
                try await fixture.database.reader.query(
                    "UPDATE report.findings SET state = 'dismissed'", tenant: fixture.acme.id, readOnly: false)
            }
            #expect(changed.affected == 0)
        }
    }

    @Test(arguments: [
        (
            "report-overrides/set", #"{"kind": "price", "subject": "manage_servers", "value": "1"}"#, 404,
            "manage_server"
        ),
        ("report-overrides/set", #"{"kind": "price", "subject": "manage_server"}"#, 400, "'value'"),
        ("report-overrides/set", #"{"kind": "price", "subject": "manage_server", "value": "dear"}"#, 400, "a sum"),
        (
            "report-overrides/set",
            #"{"kind": "price", "subject": "manage_server", "value": "1", "company": "Nobody"}"#, 404, "Nobody"
        ),
        ("report-overrides/clear", #"{"id": "x"}"#, 400, "'id'"),
        ("report-findings/mark", #"{"key": "backup:x", "state": "won"}"#, 404, "backup:x"),
        ("report-findings/mark", #"{"key": "backup:x", "state": "lost"}"#, 400, "dismissed"),
        ("report-findings/mark", #"{"key": "backup:x", "as": "won"}"#, 400, "'as'"),
        ("product-measures/confirm", #"{"product": "x", "measure": "seats"}"#, 400, "servers"),
        ("product-measures/confirm", #"{"product": "nothing", "measure": "servers"}"#, 404, "nothing"),
        ("product-measures/import", "{}", 400, "measures"),
    ])
    func aWrongWordIsToldWhatIsRight(path: String, body: String, status: Int, words: String) async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let reply = try await fixture.post("/v1/\(path)", body, try await fixture.key(Self.writes))
            #expect(reply.status == status && reply.text.contains(words), "\(reply.status) \(reply.text)")
        }
    }
}
