import Foundation
import Inventory
import Postgres
import TestSupport
import Testing
import VendorSimulator

@testable import Reports

/// What a key that is limited to companies sees of each report is decided by the database: here the reports ask for
/// everything.
@Suite(.timeLimit(.minutes(3))) struct LimitedReportTests {
    /// Parameters that make a report have rows where it would have few.
    private static let wide = [
        "hardware-refresh": ["client_years": "2", "server_years": "2"],
        "upsell-opportunities": ["client_years": "2", "show": "all"], "inactive-devices": ["days": "-1"],
        "noisy-devices": ["at_least": "1"],
    ]

    private func company(_ world: ReportWorld, of tenant: UUID) async throws -> (id: UUID, name: String) {
        let all = try await world.run("upsell-opportunities", ["client_years": "2"], tenant: tenant)
        let row = try #require(all.rows.first)
        return (
            try #require(all.cell(row, "company_id").flatMap { UUID(uuidString: $0) }),
            try #require(all.cell(row, "company"))
        )
    }

    /// Names of other clients and of their machines, that no row may have.
    private func foreign(_ world: ReportWorld, but company: String) -> Set<String> {
        let mine = world.fleet.companies.first { $0.name == company }?.number
        let machines = world.fleet.devices.filter { world.fleet.organization($0.organization)?.company != mine }
        let own = Set(world.fleet.devices.map(\.hostname)).subtracting(machines.map(\.hostname))
        return Set(world.fleet.companies.map(\.name)).subtracting([company])
            .union(Set(machines.map(\.hostname)).subtracting(own))
    }

    @Test func aLimitedKeySeesOfEveryReportWhatIsItsCompanies() async throws {
        let world = try await ReportWorld.shared()
        let company = try await company(world, of: world.tenant)
        let foreign = foreign(world, but: company.name)
        var filled = 0
        for report in world.catalogue.reports {
            let parameters = Self.wide[report.name] ?? [:]
            let limited = try await CompanyLimit.with([company.id]) { try await world.run(report.name, parameters) }
            let asked = try await world.run(report.name, parameters, companies: [company.id])
            #expect(Self.agree(limited, asked), "\(report.name)")
            let words = Set(limited.rows.joined().compactMap { $0 })
            #expect(words.isDisjoint(with: foreign), "\(report.name): \(words.intersection(foreign))")
            for text in words where text.hasPrefix("[") || text.contains(" (") {
                #expect(!foreign.contains { text.contains("\"\($0)\"") }, "\(report.name): \(text)")
            }
            filled += limited.rows.isEmpty ? 0 : 1
        }
        #expect(filled > 12)
    }

    /// The same, but that a source shows such a key no other client's backups, and so cannot be known to list any.
    private static func agree(_ limited: ReportResult, _ asked: ReportResult) -> Bool {
        func rows(_ result: ReportResult) -> [[String?]] {
            let columns = ["state", "reason", "monthly", "rank"]
            return result.rows.filter { result.cell($0, "kind") != "backup" }.map { row in
                zip(result.report.columns, row).filter { !columns.contains($0.0.name) }.map(\.1)
            }
        }
        switch limited.report.name {
        case "servers-without-backup":
            return Set(rows(limited)) == Set(rows(asked))
                && limited.rows.allSatisfy { asked.rows.contains($0) || $0[0] == "unknown" }
        case "upsell-opportunities": return rows(limited) == rows(asked)
        default: return limited.rows == asked.rows && limited.totals == asked.totals
        }
    }

    @Test func aLimitedKeySeesNothingOfAnotherTenant() async throws {
        let world = try await ReportWorld.shared()
        let company = try await company(world, of: world.neighbour)
        for report in world.catalogue.reports {
            let parameters = Self.wide[report.name] ?? [:]
            let nobody = try await CompanyLimit.with([]) { try await world.run(report.name, parameters) }
            let foreign = try await CompanyLimit.with([company.id]) { try await world.run(report.name, parameters) }
            #expect(foreign.rows == nobody.rows && foreign.totals == nobody.totals, "\(report.name)")
            // A trend has its months, whoever asks.
            #expect(nobody.rows.isEmpty || report.name == "ticket-trend", "\(report.name)")
        }
    }
}
