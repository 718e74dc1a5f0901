public import Foundation
import Inventory
public import Postgres

/// Answers reports under row-level security, each in one transaction that only reads.
public struct ReportRunner: Sendable {
    private let reader: PostgresClient
    private let catalogue: ReportCatalogue

    /// - Parameter reader: In the reader's role.
    public init(reader: PostgresClient, catalogue: ReportCatalogue) {
        self.reader = reader
        self.catalogue = catalogue
    }

    /// The report's totals and rows.
    /// - Throws: ``ReportError`` for a parameter that the report does not take; `PostgresError`.
    public func run(_ report: Report, _ request: ReportRequest) async throws -> ReportResult {
        try Self.check(request.parameters, of: report)
        var statement = ReportStatement(catalogue: catalogue, request: request)
        let sql = try statement.whole(report, limit: request.limit, offset: request.offset)
        let rows = try await reader.transaction(tenant: request.tenant, readOnly: true) { session in
            // Compiling costs more than these queries take; how many rows their parts have nobody can guess, and a loop over
            // a mistaken guess is the dearest plan; their machines fit into memory; and days are those of UTC.
            try await session.execute(
                """
                SET LOCAL jit = off; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB';
                SET LOCAL TimeZone = 'UTC'
                """)
            return try await session.query(sql)
        }
        return Self.result(report, rows, request)
    }

    /// The ids of a company by its name or its id.
    /// - Throws: ``ReportError/unknownCompany(_:found:)``.
    public func company(_ text: String, tenant: UUID) async throws -> [UUID] {
        [
            try await reader.transaction(tenant: tenant, readOnly: true) { session in
                try await CompanyName.find(text, tenant: tenant, in: session)
            }
        ]
    }

    private static func result(_ report: Report, _ rows: Rows, _ request: ReportRequest) -> ReportResult {
        let head = 1 + report.totals.count
        let first = rows.first
        let cells = rows.filter { $0[head] != nil }.map { row in
            report.columns.indices.map { row[head + 1 + $0] }
        }
        return ReportResult(
            report: report, rowCount: first.flatMap { $0[0] }.flatMap { Int($0) } ?? 0,
            totals: report.totals.indices.map { first?[1 + $0] }, rows: cells, limit: request.limit,
            offset: request.offset)
    }

    private static func check(_ values: [String: String], of report: Report) throws(ReportError) {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let parameter = report.parameters.first(where: { $0.name == name }) else {
                throw .unknownParameter(name, report: report.name, known: report.parameters.map(\.name))
            }
            guard isGood(value, parameter.kind) else {
                throw .badParameter(name, value: value, kind: parameter.kind)
            }
        }
    }

    private static func isGood(_ value: String, _ kind: ReportKind) -> Bool {
        switch kind {
        case .integer, .bytes: Int32(value) != nil
        case .number, .money, .percent: Double(value).map { $0.isFinite && abs($0) < 1e12 } ?? false
        case .date: CalendarDate(iso8601: value) != nil
        case .boolean: ["true", "false"].contains(value)
        case .id: UUID(uuidString: value) != nil
        case .text, .time, .list, .json: !value.utf8.contains(0)
        }
    }
}
