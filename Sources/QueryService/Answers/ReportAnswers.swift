import Access
import Foundation
import Hummingbird
import Inventory
import Postgres
import Reports

/// Answers what reports there are, and one of them.
struct ReportAnswers: Sendable {
    /// So many rows a page, unless asked for otherwise, and at most.
    static let (usualLimit, greatestLimit) = (100, 10_000)
    /// What every report takes beside its own parameters.
    static let shared = ["company", "on", "limit", "offset", "format"]
    static let formats = ["json", "csv", "ndjson", "html"]

    let reader: PostgresClient
    let catalogue: ReportCatalogue
    /// The tables that reports read, with their permission groups.
    let tables: Catalogue
    let freshness: FreshnessReader

    /// All reports, described.
    func list(_ call: Call) throws -> Response {
        let items = catalogue.reports.map(ReportJSON.description).joined(separator: ",\n")
        return .bytes(Array("{\"data\":[\(items)]}".utf8), type: "application/json")
    }

    /// A report's numbers and rows.
    func run(_ call: Call) async throws -> Response {
        let caller = try call.admitted
        let report = try report(call.name ?? "")
        let rights = ReportRights(catalogue: tables, caller: caller)
        try rights.refuseForeign(report)
        let (age, parameters) = try FreshnessWish.taken(from: try call.parameters)
        let wish = try ReportWish(parameters, of: report)
        let runner = ReportRunner(reader: reader, catalogue: catalogue)
        var request = ReportRequest(
            tenant: caller.tenantID, companies: caller.companyIDs, day: wish.day, parameters: wish.parameters,
            limit: wish.limit, offset: wish.offset)
        // Freshness first: what is read later is at least as new.
        let fresh = try await fresh(report, age, caller)
        do {
            if let company = wish.company {
                let ids = try await runner.company(company, tenant: caller.tenantID)
                guard ids.allSatisfy({ caller.companyIDs?.contains($0) ?? true }) else {
                    throw ReportError.unknownCompany(company, found: 0)
                }
                request.companies = ids
            }
            return answer(rights.seen(try await runner.run(report, request)), as: wish.format, fresh)
        } catch let error as ReportError {
            throw Problem.report(error)
        }
    }

    /// How fresh the report's tables are, after they were made as fresh as is wished.
    private func fresh(_ report: Report, _ wish: FreshnessWish?, _ caller: Caller) async throws -> Freshness {
        guard let wish else { return try await freshness.freshness(tenant: caller.tenantID, tables: report.sources) }
        return try await FreshnessAsker(freshness: freshness).freshness(wish, caller, tables: report.sources)
    }

    private func report(_ name: String) throws(Problem) -> Report {
        do throws(ReportError) { return try catalogue.report(name) } catch { throw .report(error) }
    }

    private func answer(_ result: ReportResult, as format: String, _ fresh: Freshness) -> Response {
        switch format {
        case "csv": return .bytes(Array(ReportCSV.text(result).utf8), type: "text/csv; charset=utf-8")
        case "ndjson":
            let lines = result.rows.map { ReportJSON.row($0, of: result.report) + "\n" }.joined()
            return .bytes(Array(lines.utf8), type: "application/x-ndjson")
        case "html":
            let words = "As of \(fresh.oldest?.text ?? "no time that is known of all sources")."
            return .bytes(Array(ReportHTML.page(result, freshness: words).utf8), type: "text/html; charset=utf-8")
        default:
            let json = ReportJSON.answer(result, freshness: String(decoding: fresh.json.bytes, as: UTF8.self))
            return .bytes(Array(json.utf8), type: "application/json")
        }
    }
}

/// What a request asks of a report.
struct ReportWish: Sendable, Hashable {
    var company: String?
    var day: CalendarDate?
    var limit = ReportAnswers.usualLimit
    var offset = 0
    var format = "json"
    var parameters: [String: String] = [:]

    init(_ parameters: [QueryParameter], of report: Report) throws(Problem) {
        let known = ReportAnswers.shared + FreshnessWish.names + report.parameters.map(\.name)
        var met: Set<String> = []
        for parameter in parameters {
            guard parameter.operation == nil, known.contains(parameter.name) else {
                throw .unknownReportParameter(parameter.name, known: known)
            }
            guard met.insert(parameter.name).inserted else { throw .givenTwice(parameter.name) }
            try take(parameter.name, parameter.value)
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(Problem) {
        switch name {
        case "company": company = value
        case "on":
            guard let day = CalendarDate(iso8601: value) else {
                throw .badValue(value, of: name, expected: ValueText.expectation(.date))
            }
            self.day = day
        case "limit": limit = try Self.number(value, name, 1...ReportAnswers.greatestLimit)
        case "offset": offset = try Self.number(value, name, 0...10_000_000)
        case "format":
            guard ReportAnswers.formats.contains(value) else {
                throw .badChoice(value, of: name, allowed: ReportAnswers.formats)
            }
            format = value
        default: parameters[name] = value
        }
    }

    private static func number(_ value: String, _ name: String, _ range: ClosedRange<Int>) throws(Problem) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw .badValue(value, of: name, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
