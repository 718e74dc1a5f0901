import Access
import Foundation
import Inventory
import Postgres
import Reports
import TestSupport
import Testing

@testable import QueryService

/// The tool over the reports.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ReportToolTests {
    /// Both clients' machines, not seen for years.
    private static func with(
        _ body: @escaping @Sendable (Fixture, _ key: String) async throws -> Void
    ) async throws {
        try await Fixture.withTools { fixture, key in
            try await fixture.database.owner.query(
                """
                INSERT INTO inventory.device_readings (tenant_id, id, last_seen_at, last_user)
                SELECT tenant_id, id, '2020-01-01Z', 'REDACTED' FROM inventory.device_facts
                """)
            try await body(fixture, key)
        }
    }

    private static let inactive = #"{"report":"inactive-devices"}"#

    @Test func withoutANameItListsTheReports() async throws {
        try await Self.with { fixture, key in
            var names: [String] = []
            var cursor = ""
            repeat {
                let reply = try await fixture.tool("run_report", "{\(cursor)}", key)
                #expect(reply.status == 200 && reply.text.utf8.count <= ToolBudget.most, "\(reply.text)")
                names += reply.json["data"]["reports"].items.compactMap { $0["name"].text }
                cursor = reply.json["next_cursor"].text.map { #""cursor":"\#($0)""# } ?? ""
            } while !cursor.isEmpty
            #expect(names == Fixture.reports.reports.map(\.name))
        }
    }

    @Test func aReportHasItsTotalsAndItsRowsWithOutsidersTextApart() async throws {
        try await Self.with { fixture, key in
            let reply = try await fixture.tool("run_report", Self.inactive, key)
            let data = reply.json["data"]
            #expect(data["totals"]["machines"].integer == 2 && data["row_count"].integer == 2, "\(reply.text)")
            let rows = data["rows"].items
            #expect(rows.count == 2 && rows.allSatisfy { ($0["days_away"].integer ?? 0) > 2_000 })
            #expect(rows.allSatisfy { $0["untrusted"]["hostname"].text != nil && $0["hostname"] == .null })
            #expect(reply.json["truncated"] == .boolean(false))
            // It tells how fresh the report's own tables are.
            #expect(reply.json["freshness"]["wanting_count"].integer == 1, "\(reply.json["freshness"])")
        }
    }

    @Test func rowsGoOnWithTheCursorAndParametersAreChecked() async throws {
        try await Self.with { fixture, key in
            let first = try await fixture.tool("run_report", #"{"report":"inactive-devices","limit":1}"#, key)
            let cursor = try #require(first.json["next_cursor"].text)
            let second = try await fixture.tool(
                "run_report", #"{"report":"inactive-devices","limit":1,"cursor":"\#(cursor)"}"#, key)
            #expect(second.json["next_cursor"] == .null && second.json["data"]["rows"].items.count == 1)
            #expect(second.json["data"]["rows"] != first.json["data"]["rows"])
            let none = try await fixture.tool(
                "run_report", #"{"report":"inactive-devices","parameters":" days = 1000000 ;"}"#, key)
            #expect(none.json["data"]["row_count"].integer == 0, "\(none.text)")
            for wrong in [
                #""parameters":"colour=MARK""#, #""parameters":"days=MARK""#, #""parameters":"days""#,
                #""parameters":"days=1;days=2""#, #""cursor":"MARK""#, #""company":"MARK""#,
            ] {
                let reply = try await fixture.tool("run_report", #"{"report":"inactive-devices",\#(wrong)}"#, key)
                #expect([400, 404].contains(reply.status) && !reply.text.contains("MARK"), "\(wrong): \(reply.text)")
            }
            for alone in [#"{"company":"Acme Ltd"}"#, #"{"parameters":"days=1"}"#] {
                #expect(try await fixture.tool("run_report", alone, key).status == 400, "\(alone)")
            }
            let nothing = try await fixture.tool("run_report", #"{"report":"MARK"}"#, key)
            #expect(nothing.status == 404 && !nothing.text.contains("MARK"))
            #expect(nothing.json["allowed"].items.contains(.string("inactive-devices")))
        }
    }

    @Test func whatTheKeyMayNotSeeNoReportTellsIt() async throws {
        try await Self.with { fixture, key in
            #expect(try await fixture.tool("run_report", Self.inactive, key).text.contains("REDACTED"))
            var grants = Fixture.everything
            grants[.contacts] = nil
            let narrow = try await fixture.tool("run_report", Self.inactive, try await fixture.key(grants))
            #expect(narrow.status == 200 && !narrow.text.contains("REDACTED") && !narrow.text.contains("last_user"))
            grants[.devices] = nil
            let none = try await fixture.tool("run_report", Self.inactive, try await fixture.key(grants))
            #expect(none.status == 403 && none.json["group"].text == "devices", "\(none.text)")
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let limited = try await fixture.key(companies: [company])
            let own = try await fixture.tool("run_report", Self.inactive, limited)
            #expect(own.json["data"]["row_count"].integer == 1, "\(own.text)")
            let foreign = try await fixture.tool(
                "run_report", #"{"report":"inactive-devices","company":"Beta GmbH"}"#, limited)
            #expect(foreign.status == 404)
        }
    }

    /// The same over REST, in every form.
    @Test(arguments: ["json", "csv", "ndjson", "html"]) func whatTheKeyMayNotSeeIsNotReadByNameEither(_ format: String)
        async throws
    {
        try await Self.with { fixture, key in
            let path = "/v1/reports/inactive-devices?format=" + format
            let whole = try await fixture.get(path, key)
            #expect(whole.status == 200 && whole.text.contains("REDACTED"), "\(whole.text)")
            var grants = Fixture.everything
            grants[.contacts] = nil
            let narrow = try await fixture.get(path, try await fixture.key(grants))
            #expect(narrow.status == 200 && !narrow.text.contains("REDACTED"), "\(narrow.text)")
            grants[.devices] = nil
            let none = try await fixture.get(path, try await fixture.key(grants))
            #expect(none.status == 403 && none.json["group"].text == "devices", "\(none.text)")
        }
    }
}
