import Foundation
import Inventory
import Testing
import VendorSimulator

@testable import Reports

/// The reports about clients and money, against the fleet.
@Suite(.timeLimit(.minutes(3))) struct ClientReportsTests {
    private func world() async throws -> (ReportWorld, FleetCount) {
        let world = try await ReportWorld.shared()
        return (world, FleetCount(fleet: world.fleet, day: try #require(ReportWorld.day)))
    }

    private func customers(_ count: FleetCount) -> [VendorSimulator.Company] {
        count.fleet.companies.filter { $0.kind == .customer && $0.isActive }
    }

    @Test func linesAreHeldAgainstWhatIsSeen() async throws {
        let (world, count) = try await world()
        let report = try await world.run("billed-against-seen")
        let seen = count.seen(within: 30)
        let kinds: [(String, (VendorSimulator.Device) -> Bool)] = [
            ("Managed server", FleetCount.isServer), ("Managed workstation", FleetCount.isClient),
            ("Antivirus per device", { !$0.antivirus.isEmpty }), ("Backup per device", { !$0.backups.isEmpty }),
        ]
        var checked = 0
        for (product, fits) in kinds {
            for row in report.rows where row[2] == product {
                let company = try #require(world.fleet.companies.first { $0.name == row[1] })
                let machines = seen.filter { count.company($0) == company.number && fits($0) }
                let expected =
                    world.fleet.organizations.contains { $0.company == company.number } ? "\(machines.count)" : nil
                #expect(row[5] == expected, "\(product) of \(company.name)")
                checked += 1
            }
        }
        #expect(checked > 0)
        let places = ["not mapped": 0, "suggested": 1, "confirmed": 2]
        let mappings = report.column("mapping").compactMap { places[$0 ?? ""] }
        #expect(mappings == mappings.sorted())
    }

    @Test func customersWithoutAnAgreementAreFound() async throws {
        let (world, count) = try await world()
        let report = try await world.run("companies-without-agreement")
        let without = customers(count).filter { count.agreements(of: $0.number).isEmpty }
        #expect(Set(report.texts("company")) == Set(without.map(\.name)))
    }

    @Test func clientsThatOneSideAloneKnowsAreFound() async throws {
        let (world, count) = try await world()
        let report = try await world.run("unmatched-clients")
        #expect(report.number("organizations") == world.fleet.organizations.filter { $0.company == nil }.count)
        let matched = Set(world.fleet.organizations.compactMap(\.company))
        #expect(report.number("companies") == customers(count).filter { !matched.contains($0.number) }.count)
    }

    @Test func itemsAreMissingWhereThePSAHasNone() async throws {
        let (world, count) = try await world()
        let report = try await world.run("configurations-missing-or-stale")
        let missing = count.seen(within: 90).filter {
            count.company($0) != nil && count.item($0) == nil
                && (FleetCount.isServer($0) || FleetCount.isClient($0) || $0.kind == .hypervisor)
        }
        #expect(report.number("missing") == missing.count)
    }

    @Test func ticketsAndHoursAreCountedAClient() async throws {
        let (world, count) = try await world()
        let report = try await world.run("ticket-load")
        let first = CalendarDate(days: count.day.days - 90)
        func isRecent(_ moment: Timestamp) -> Bool { (first...count.day).contains(FleetCount.date(moment)) }
        let numbers = Set(world.fleet.companies.filter { $0.kind == .customer }.map(\.number))
        let tickets = world.fleet.tickets.filter { numbers.contains($0.company) && isRecent($0.openedAt) }
        #expect(report.number("tickets") == tickets.count)
        let entries = world.fleet.timeEntries.filter { numbers.contains($0.company) && isRecent($0.startedAt) }
        let minutes: Int = entries.map { $0.minutes }.reduce(0, +)
        let hours = try #require(report.total("hours").flatMap { Double($0) })
        let rounding = 0.06 * Double(report.rows.count)
        #expect(abs(hours - Double(minutes) / 60) < rounding)
    }

    @Test func noisyMachinesHaveTheirTickets() async throws {
        let (world, count) = try await world()
        let report = try await world.run("noisy-devices", ["at_least": "1"])
        let first = CalendarDate(days: count.day.days - 90)
        var hosts: [Int: String] = [:]
        for item in world.fleet.configurations {
            hosts[item.number] = world.fleet.devices.first { $0.number == item.device }?.hostname
        }
        var tickets: [String: Int] = [:]
        for ticket in world.fleet.tickets where FleetCount.date(ticket.openedAt) >= first {
            for host in Set(ticket.configurations.compactMap { hosts[$0] }) { tickets[host, default: 0] += 1 }
        }
        #expect(!tickets.isEmpty)
        var found: [String: Int] = [:]
        for row in report.rows where report.cell(row, "tickets") != "0" {
            found[report.cell(row, "hostname") ?? ""] = report.cell(row, "tickets").flatMap { Int($0) }
        }
        #expect(found == tickets)
    }

    @Test func opportunitiesAreTheOtherReportsRows() async throws {
        let (world, _) = try await world()
        let report = try await world.run("upsell-opportunities", ["client_years": "2", "server_years": "2"])
        func machines(_ wanted: String) -> Int {
            var sum = 0
            for row in report.rows where report.cell(row, "kind") == wanted {
                sum += report.cell(row, "machines").flatMap { Int($0) } ?? 0
            }
            return sum
        }
        let backups = try await world.run("servers-without-backup", ["seen_days": "30"])
        let known = backups.rows.filter { $0[0] == "none" && $0[1] != nil }
        #expect(machines("backup") == known.count)
        let refresh = try await world.run(
            "hardware-refresh", ["client_years": "2", "server_years": "2", "horizon_months": "12", "seen_days": "30"])
        #expect(machines("refresh") == refresh.texts("company").count)
        let values: [Double] = report.texts("first_year").compactMap { Double($0) }
        #expect(values.count > 5)
        #expect(values == values.sorted(by: >))
        let sum = try #require(report.total("first_year").flatMap { Double($0) })
        #expect(abs(sum - values.reduce(0, +)) < 0.01)
    }
}
