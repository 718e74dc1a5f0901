import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

/// `make bench-reports`: every report over 20,000 devices and 2,000,000 software rows, under row-level security.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["QM_REPORTS_FULL"] == "1"), .timeLimit(.minutes(20)))
struct ReportSpeedTests {
    /// As long as an answer may take, and of so many runs the best counts: others use the machine too.
    private static let (longest, runs) = (Duration.seconds(1), 3)

    @Test func everyReportTakesLessThanASecond() async throws {
        let catalogue = try ReportCatalogue(folder: ReportWorld.project + "/Sources/Reports/Catalogue")
        try await TestDatabase.with { database in
            try await ReferenceFiles(folder: ReportWorld.project + "/Config").load(database.owner)
            let tenant = try await BigFleet(devices: 20_000).fill(database.owner)
            let runner = ReportRunner(reader: database.reader, catalogue: catalogue)
            for report in catalogue.reports {
                let (best, rows) = try await Self.best(report, tenant, runner)
                print("\(report.name): \(best.formatted(.units(allowed: [.milliseconds]))), \(rows) rows")
                #expect(best < Self.longest, "\(report.name)")
            }
        }
    }

    private static func best(
        _ report: Report, _ tenant: UUID, _ runner: ReportRunner
    ) async throws -> (Duration, rows: Int) {
        var (best, rows) = (Duration.seconds(3_600), 0)
        for _ in 0..<runs {
            let request = ReportRequest(tenant: tenant, day: ReportWorld.day, limit: 100)
            let took = try await ContinuousClock().measure {
                rows = try await runner.run(report, request).rowCount
            }
            best = min(best, took)
        }
        return (best, rows)
    }
}
