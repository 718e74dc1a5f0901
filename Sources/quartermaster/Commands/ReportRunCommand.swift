import Access
import ArgumentParser
import Foundation
import Inventory
import Reports

/// `report run`: one report of one tenant.
struct ReportRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a report: its numbers, and the rows behind them.",
        discussion: """
            Examples:
              quartermaster report run upsell-opportunities --tenant acme
              quartermaster report run hardware-refresh --tenant acme --company Contoso --param client_years=4 --format csv
            """)

    /// How the answer is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv, ndjson, html }

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The report's name; 'report list' has them.") var name: String
    @Option(help: "The tenant.") var tenant: String
    @Option(help: "Only what counts for this company of the PSA, by its name or id.") var company: String?
    @Option(name: .customLong("param"), help: "A parameter, as name=value.") var parameters: [String] = []
    @Option(help: "The day that ages and ends are counted to (2027-01-31); today unless given.") var on: String?
    @Option(help: "At most so many rows; the numbers count all.") var limit: Int?
    @Option(help: "table, json, csv, ndjson or html.") var format: Format?

    func run() async throws {
        let catalogue = try Runtime.reports()
        let report = try catalogue.report(name)
        let values = try parsed()
        let day = try on.map { text in
            guard let day = CalendarDate(iso8601: text) else { throw CallError("--on is a date like 2027-01-31") }
            return day
        }
        try await Runtime.with(options) { runtime in
            let tenant = try await runtime.tenants.find(tenant)
            let runner = ReportRunner(reader: runtime.reader, catalogue: catalogue)
            var request = ReportRequest(tenant: tenant.id, day: day, parameters: values)
            if let company { request.companies = try await runner.company(company, tenant: tenant.id) }
            if let limit { request.limit = max(0, limit) }
            // Freshness first: what is read later is at least as new.
            let freshness = try await ReportFreshness.read(report, tenant: tenant.id, reader: runtime.reader)
            write(try await runner.run(report, request), freshness)
        }
    }

    private func parsed() throws -> [String: String] {
        var values: [String: String] = [:]
        for parameter in parameters {
            guard let equals = parameter.firstIndex(of: "=") else {
                throw CallError("--param is name=value, not '\(parameter)'")
            }
            values[String(parameter[..<equals])] = String(parameter[parameter.index(after: equals)...])
        }
        return values
    }

    private func write(_ result: ReportResult, _ freshness: ReportFreshness) {
        switch format ?? (options.json ? .json : .table) {
        case .table:
            print(ReportTable(result, width: Console.width).text)
            print("\n\(freshness.words)")
        case .json: print(ReportJSON.answer(result, freshness: freshness.json))
        case .csv: print(ReportCSV.text(result), terminator: "")
        case .ndjson: for row in result.rows { print(ReportJSON.row(row, of: result.report)) }
        case .html: print(ReportHTML.page(result, freshness: freshness.words), terminator: "")
        }
    }
}
