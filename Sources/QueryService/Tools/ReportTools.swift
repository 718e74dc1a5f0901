import Access
import Foundation
import HTTPTypes
import Inventory
import Reports

/// Questions about the whole of what is known: the reports.
enum ReportTools {
    private static let reportArgument = ToolArgument("report", .text)

    static let run = Tool(
        name: "run_report",
        description: """
            A report's totals and the rows behind them: ends of support, hardware to replace, patches, backups, licences, \
            billing and more. Without a name: which reports there are.
            """,
        group: .reports, tables: nil,
        arguments: [
            reportArgument, ToolArgument("company", .text, "Name or id."),
            ToolArgument("parameters", .text, "Its own: name=value; name=value"),
        ] + ToolArgument.paging, form: .single, run: run, parts: ["report", "totals"],
        reads: { arguments, reports in
            reports.reports.first { $0.name == arguments.text("report") }?.sources
        })

    private static func run(_ run: ToolRun) async throws -> ToolAnswer {
        guard let name = run.arguments.text("report") else {
            // What would be said of one report is not passed over in silence.
            guard run.arguments.text("company") == nil, run.arguments.text("parameters") == nil,
                run.arguments.wish == nil
            else {
                throw Problem.badArgument(reportArgument, isMissing: true)
            }
            return try list(run)
        }
        guard let report = run.reports.reports.first(where: { $0.name == name }) else {
            throw Problem.noSuchReport(known: run.reports.reports.map(\.name))
        }
        let rights = ReportRights(catalogue: run.reader.tables.catalogue, caller: run.reader.caller)
        try rights.refuseForeign(report)
        let start = try start(run.arguments.cursor)
        var request = ReportRequest(
            tenant: run.reader.caller.tenantID, companies: run.reader.caller.companyIDs,
            parameters: try parameters(run.arguments.text("parameters") ?? "", of: report),
            limit: run.arguments.limit(), offset: start)
        if let company = run.arguments.text("company") {
            let id = try await run.names.find(.company, company).id
            request.companies = [id].compactMap { UUID(uuidString: $0) }
        }
        let runner = ReportRunner(reader: run.reader.tables.reader, catalogue: run.reports)
        do {
            return answer(rights.seen(try await runner.run(report, request)))
        } catch is ReportError {
            throw Problem.badReportParameters(report)
        }
    }

    private static func start(_ cursor: String?) throws(Problem) -> Int {
        guard let cursor else { return 0 }
        guard let start = Int(cursor), (0...10_000_000).contains(start) else { throw .garbledCursor }
        return start
    }

    private static func parameters(_ text: String, of report: Report) throws(Problem) -> [String: String] {
        var values: [String: String] = [:]
        for item in text.split(separator: ";") where !item.allSatisfy(\.isWhitespace) {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw .badReportParameters(report)
            }
        }
        return values
    }

    // MARK: - Answers

    private static func list(_ run: ToolRun) throws(Problem) -> ToolAnswer {
        let start = try start(run.arguments.cursor)
        let all = run.reports.reports.map { report in
            JSONTree.object(
                head(report)
                    + [("parameters", .object(report.parameters.map { ($0.name, .string($0.meaning)) }))])
        }
        var budget = ToolBudget()
        let shown = all.dropFirst(start).prefix { budget.take($0.bytes.count + 1) }
        var answer = ToolAnswer(data: .object([("reports", .array(Array(shown)))]))
        answer.goOn(at: start + shown.count, of: all.count)
        return answer
    }

    private static func head(_ report: Report) -> [(String, JSONTree)] {
        [("name", .string(report.name)), ("question", .string(report.question))]
    }

    private static func answer(_ result: ReportResult) -> ToolAnswer {
        var budget = ToolBudget()
        let totals = zip(result.report.totals, result.totals).map { ($0.name, cell($1, $0.kind).tree) }
        var rows: [JSONTree] = []
        for cells in result.rows {
            let tree = row(zip(result.report.columns, cells))
            guard budget.take(tree.bytes.count + 1) || rows.isEmpty else { break }
            rows.append(tree)
        }
        var answer = ToolAnswer(
            data: .object([
                ("report", .object(head(result.report))), ("totals", .object(totals)), ("rows", .array(rows)),
                ("row_count", .integer(Int64(result.rowCount))),
            ]))
        answer.goOn(at: result.offset + rows.count, of: result.rowCount)
        return answer
    }

    private static func row(_ cells: Zip2Sequence<[ReportColumn], [String?]>) -> JSONTree {
        var (trusted, untrusted): ([(String, JSONTree)], [(String, JSONTree)]) = ([], [])
        for (column, text) in cells where text != nil {
            let cell = cell(text, column.kind)
            if cell.isTrusted {
                trusted.append((column.name, cell.tree))
            } else {
                untrusted.append((column.name, cell.tree))
            }
        }
        return .object(trusted + (untrusted.isEmpty ? [] : [("untrusted", .object(untrusted))]))
    }

    /// A value, and whether it can only be of this side's making.
    private static func cell(_ text: String?, _ kind: ReportKind) -> (tree: JSONTree, isTrusted: Bool) {
        guard let text else { return (.null, true) }
        return switch kind {
        case .integer, .number, .money, .percent, .bytes:
            (text.last?.isNumber == true ? .raw(Array(text.utf8)) : .null, true)
        case .boolean: (.boolean(text == "t"), true)
        case .date, .id: (.string(text), true)
        case .time: (.string(Moment.text(text)), true)
        case .text, .list, .json: (.string(TextLimit.list.cut(text).text), false)
        }
    }
}

extension ToolAnswer {
    /// Says where it goes on, where that is not the end.
    fileprivate mutating func goOn(at next: Int, of count: Int) {
        guard next < count else { return }
        isTruncated = true
        nextCursor = String(next)
    }
}

extension Problem {
    fileprivate static func noSuchReport(known: [String]) -> Problem {
        Problem(
            status: .notFound, kind: "no-such-report", title: "Not there",
            detail: "There is no report of that name; 'allowed' lists those that there are."
        )
        .naming(allowed: known)
    }

    fileprivate static func badReportParameters(_ report: Report) -> Problem {
        let known = report.parameters.map { "\($0.name) (\($0.kind.rawValue))" }
        return Problem(
            status: .badRequest, kind: "bad-argument", title: "Wrong argument",
            detail: """
                'parameters' takes name=value; name=value, each once, of: \
                \(known.isEmpty ? "none" : known.joined(separator: ", ")).
                """,
            members: [("argument", .string("parameters"))])
    }
}
