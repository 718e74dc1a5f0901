import Access
import Foundation
import Inventory
import Postgres
import Reports
import TestSupport
import Testing

@testable import QueryService

/// Reports over REST.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ReportAnswersTests {
    /// Gives a tenant's companies their organisations' devices.
    private func seeded(_ fixture: Fixture) async throws {
        try await fixture.seedEverything()
        try await fixture.database.owner.query(
            """
            INSERT INTO report.price_standards (name, monthly, currency, meaning)
            VALUES ('manage_server', 100, 'USD', 'x'), ('manage_workstation', 50, 'USD', 'x')
            """)
    }

    @Test func theListDescribesEveryReport() async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get("/v1/reports", try await fixture.key())
            #expect(reply.status == 200 && reply.rows.count == Fixture.reports.reports.count && reply.rows.count > 15)
            for report in reply.rows {
                #expect(report["question"].text?.hasSuffix("?") == true && !report["totals"].items.isEmpty)
            }
        }
    }

    @Test func aReportHasItsNumbersItsRowsAndHowFreshTheyAre() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let path = "/v1/reports/inactive-devices?days=-1&on=2200-01-01"
            let reply = try await fixture.get(path, try await fixture.key())
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.json["report"]["name"].text == "inactive-devices")
            #expect(reply.json["freshness"]["sources"].items.isEmpty == false)
            #expect(reply.json["page"]["next_offset"] == .null)
            #expect(reply.json["totals"].names == ["machines", "servers", "older"])
            let lines = try await fixture.get(path + "&format=ndjson", try await fixture.key())
            #expect(lines.text.split(separator: "\n").count == reply.rows.count)
            let table = try await fixture.get(path + "&format=csv", try await fixture.key())
            #expect(table.text.hasPrefix("company,hostname,role,"))
        }
    }

    @Test func aLimitedKeySeesItsCompaniesRowsAlone() async throws {
        try await Fixture.with { fixture in
            try await seeded(fixture)
            let all = try await fixture.get("/v1/reports/unmatched-clients", try await fixture.key())
            let mine = UUID()
            let limited = try await fixture.key(companies: [mine])
            // A trend has its months, whoever asks.
            for report in Fixture.reports.reports where report.name != "ticket-trend" {
                let reply = try await fixture.get("/v1/reports/\(report.name)?limit=1000", limited)
                #expect(reply.status == 200 && reply.rows.isEmpty, "\(report.name): \(reply.text.prefix(300))")
            }
            #expect(all.status == 200)
            let trend = try await fixture.get("/v1/reports/ticket-trend", limited)
            #expect(trend.json["totals"]["tickets"].integer == 0)
            let asked = try await fixture.get("/v1/reports/hardware-refresh?company=\(UUID())", limited)
            #expect(asked.status == 404 && asked.text.contains("no-such-company"))
        }
    }

    @Test(arguments: [
        ("hardware-refersh", 404, "hardware-refresh"), ("hardware-refresh?client_year=4", 400, "client_years"),
        ("hardware-refresh?client_years=old", 400, "a whole number"), ("hardware-refresh?on=yesterday", 400, "on"),
        ("hardware-refresh?format=xls", 400, "csv"), ("hardware-refresh?limit=0", 400, "a whole number from 1"),
        ("hardware-refresh?client_years=4&client_years=5", 400, "client_years"),
    ])
    func aWrongCallIsToldWhatIsRight(path: String, status: Int, words: String) async throws {
        try await Fixture.with { fixture in
            let reply = try await fixture.get("/v1/reports/\(path)", try await fixture.key())
            #expect(reply.status == status && reply.text.contains(words), "\(reply.text)")
        }
    }
}
