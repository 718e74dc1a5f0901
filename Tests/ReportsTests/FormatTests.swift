import Foundation
import Testing

@testable import Reports

/// The same answer as a terminal, a spreadsheet, a program and a browser see it.
struct FormatTests {
    private static let report = Report(
        name: "demo", title: "Demo", question: "What is there?", sources: ["devices"], parameters: [],
        columns: [
            ReportColumn(name: "company", kind: .text, place: .column, meaning: "The company."),
            ReportColumn(name: "one_time", kind: .money, place: .column, meaning: "The price."),
            ReportColumn(name: "reason", kind: .text, place: .below, meaning: "Why."),
            ReportColumn(name: "seen_at", kind: .time, place: .hidden, meaning: "When."),
            ReportColumn(name: "tags", kind: .list, place: .hidden, meaning: "Tags."),
        ],
        totals: [ReportTotal(name: "machines", kind: .integer, expression: "count(*)", meaning: "How many.")],
        chart: nil,
        text: "")

    private func result(_ rows: [[String?]]) -> ReportResult {
        ReportResult(report: Self.report, rowCount: 12_345, totals: ["12345"], rows: rows, limit: 2, offset: 0)
    }

    private var rows: [[String?]] {
        [
            [
                "Ærø <b>\"Sons\"</b>, Ltd", "1234567.50", "It is old, and the words about it go on and on",
                "2026-07-01 08:00:00.5+00", #"["a"]"#,
            ],
            ["=cmd()", nil, nil, nil, nil],
        ]
    }

    @Test func aTableFitsItsTerminal() {
        let text = ReportTable(result(rows), width: 40).text
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(text)")
        #expect(text.contains("12,345  How many.") && text.contains("1,234,567.50") && text.contains("12343 more rows"))
        #expect(text.contains("    It is old, and the words about it go\n    on and on"))
    }

    @Test func sumsHaveTheCurrencyOfTheirRowsIfItIsOne() {
        let report = Report(
            name: "demo", title: "Demo", question: "What is it?", sources: ["devices"], parameters: [],
            columns: [
                ReportColumn(name: "currency", kind: .text, place: .hidden, meaning: "Of the price."),
                ReportColumn(name: "devices", kind: .json, place: .hidden, meaning: "The machines."),
            ],
            totals: [ReportTotal(name: "sum", kind: .money, expression: "sum(x)", meaning: "All.")], chart: nil,
            text: "")
        func result(_ currencies: [String?]) -> ReportResult {
            let rows = currencies.map { [$0, #"[{"hostname": "pc<1>"}, {"hostname": "pc2"}]"#] }
            return ReportResult(
                report: report, rowCount: rows.count, totals: ["1500.00"], rows: rows, limit: 9, offset: 0)
        }
        #expect(ReportTable(result(["EUR", nil]), width: 80).text.contains("1,500.00 EUR  All."))
        #expect(ReportTable(result(["EUR", "USD"]), width: 80).text.contains("1,500.00  All."))
        let page = ReportHTML.page(result(["EUR"]), freshness: "now")
        #expect(page.contains("<dd>1,500.00 EUR</dd>") && page.contains("pc&lt;1&gt;, pc2"))
    }

    @Test func csvQuotesAndDisarms() {
        let lines = ReportCSV.text(result(rows)).components(separatedBy: "\r\n")
        #expect(lines[0] == "company,one_time,reason,seen_at,tags")
        #expect(lines[1].hasPrefix("\"Ærø <b>\"\"Sons\"\"</b>, Ltd\",1234567.50,\"It is old,"))
        #expect(lines[1].hasSuffix(#",2026-07-01T08:00:00.5Z,"[""a""]""#))
        #expect(lines[2] == "'=cmd(),,,,")
    }

    @Test func jsonIsJSON() throws {
        let text = ReportJSON.answer(result(rows), freshness: "{}")
        let parsed = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let data = try #require(parsed["data"] as? [[String: Any]])
        #expect(data[0]["company"] as? String == "Ærø <b>\"Sons\"</b>, Ltd")
        #expect(data[0]["one_time"] as? Double == 1_234_567.5)
        #expect(data[0]["tags"] as? [String] == ["a"])
        #expect(data[1]["one_time"] is NSNull)
        #expect((parsed["page"] as? [String: Any])?["next_offset"] as? Int == 2)
    }

    @Test func aPageLoadsNothingAndRunsNothing() {
        let page = ReportHTML.page(result(rows), freshness: "As of <now>.")
        #expect(page.contains("&lt;b&gt;&quot;Sons&quot;") && page.contains("As of &lt;now&gt;."))
        for word in ["<script", "http://", "https://", "<b>", "src=", "@import"] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func aPackIsOnePageOfEveryPart() async throws {
        let world = try await ReportWorld.shared()
        var results: [ReportResult] = []
        for part in ReportPack.qbr.parts { results.append(try await world.run(part.report, part.parameters)) }
        let page = ReportHTML.page(.qbr, "Review", "Acme", results, freshness: "now")
        for (part, result) in zip(ReportPack.qbr.parts, results) {
            #expect(page.contains("<h1>\(ReportHTML.escaped(part.title ?? result.report.title))</h1>"))
        }
        // What is the provider's own business is no client's reading.
        #expect(!page.contains("Bill what is seen") && !page.contains("Offer an agreement"))
        #expect(page.components(separatedBy: "<svg").count > 6)
        #expect(!page.contains("<script") && !page.contains("src="))
    }

    @Test func opportunitiesReadWellAHundredColumnsWide() async throws {
        let world = try await ReportWorld.shared()
        let result = try await world.run("upsell-opportunities", ["client_years": "2"])
        let text = ReportTable(result, width: 100).text
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
        let company = try #require(result.texts("company").first)
        #expect(text.contains(company.prefix(12)) && text.contains("Replace ageing hardware"))
        for report in world.catalogue.reports {
            let table = ReportTable(try await world.run(report.name), width: 100).text
            #expect(table.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(report.name)")
        }
    }
}
