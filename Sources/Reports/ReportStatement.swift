import Foundation
import Inventory
import Postgres

/// A report's query as it is sent: parameters bound, other reports' rows in place, totals beside the rows.
struct ReportStatement {
    private let catalogue: ReportCatalogue
    private var values: [String: String?]
    private var numbers: [String: Int] = [:]
    private var parameters: [String?] = []

    init(catalogue: ReportCatalogue, request: ReportRequest) {
        self.catalogue = catalogue
        values = request.parameters.mapValues { $0 }
        values["tenant"] = request.tenant.postgresText
        values["companies"] = .some(request.companies?.postgresText)
        // Machines of no company have prices too.
        values["nobody"] = .some("00000000-0000-0000-0000-000000000000")
        values["on"] = .some(request.day?.iso8601)
    }

    /// Totals and the asked-for rows: each row carries the totals, and where there is no row they come alone.
    mutating func whole(_ report: Report, limit: Int, offset: Int) throws(ReportError) -> SQL {
        let totals = report.totals.map { "(\($0.expression))::\($0.kind.databaseTypes.last ?? "text")" }
        let (first, last) = (place("offset", "\(offset)"), place("last", "\(offset + limit)"))
        return try statement(
            report, beside: totals,
            """
            numbered AS (SELECT row_number() OVER () AS row_number, rows.* FROM rows),
            totals AS (SELECT \((["count(*)"] + totals).joined(separator: ", ")) FROM rows)
            SELECT totals.*, numbered.* FROM totals LEFT JOIN numbered
                ON numbered.row_number > \(first)::bigint AND numbered.row_number <= \(last)::bigint
            ORDER BY numbered.row_number
            """)
    }

    /// A query over the report's `rows`, which follows them and a comma.
    mutating func statement(_ report: Report, beside: [String] = [], _ query: String) throws(ReportError) -> SQL {
        let rows = try expanded(report)
        let relations = CommonRelations.named(in: ([rows] + beside).joined(separator: "\n"))
        let parts = relations + ["rows AS MATERIALIZED (\n\(rows))", query]
        let text = try bound("WITH " + parts.joined(separator: ",\n"), of: report)
        return SQL(text: text, parameters: parameters)
    }

    /// The report's query with the rows of others in place of their names.
    private mutating func expanded(_ report: Report) throws(ReportError) -> String {
        for parameter in report.parameters where values[parameter.name] == nil {
            values[parameter.name] = .some(parameter.standard)
        }
        var text = report.text
        while let open = text.firstRange(of: "{"), let close = text[open.upperBound...].firstRange(of: "}") {
            let other = try catalogue.report(String(text[open.upperBound..<close.lowerBound]))
            text.replaceSubrange(
                open.lowerBound..<close.upperBound, with: "(\(Self.unordered(try expanded(other))))")
        }
        return text
    }

    /// Within another report nobody asks for an order, which costs more than the rows.
    private static func unordered(_ text: String) -> String {
        text.ranges(of: "\nORDER BY ").last.map { String(text[..<$0.lowerBound]) } ?? text
    }

    /// The text with `$n` for `:'name'`.
    private mutating func bound(_ text: String, of report: Report) throws(ReportError) -> String {
        var parts = text.components(separatedBy: ":'")
        var result = parts.removeFirst()
        for part in parts {
            let name = String(part.prefix { $0.isLetter || $0 == "_" })
            guard !name.isEmpty, part.dropFirst(name.count).first == "'" else {
                // A colon at the end of a text.
                result += ":'" + part
                continue
            }
            guard let value = values[name] else {
                throw .badFile(report.name, "the parameter '\(name)' is not declared")
            }
            let number = place(name, value)
            result += name == "on" ? "coalesce(\(number)::date, current_date)" : number
            result += part.dropFirst(name.count + 1)
        }
        return result
    }

    private mutating func place(_ name: String, _ value: String?) -> String {
        if let number = numbers[name] { return "$\(number)" }
        parameters.append(value)
        numbers[name] = parameters.count
        return "$\(parameters.count)"
    }
}
