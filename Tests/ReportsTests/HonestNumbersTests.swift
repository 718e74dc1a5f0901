import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Reports

/// What keeps numbers honest, over two hundred machines of which two RMMs see every tenth.
@Suite(.serialized, .timeLimit(.minutes(3))) struct HonestNumbersTests {
    private struct Ground: Sendable {
        let database: TestDatabase
        let tenant: UUID
        let catalogue: ReportCatalogue

        func run(_ name: String, _ parameters: [String: String] = [:]) async throws -> ReportResult {
            try await ReportRunner(reader: database.reader, catalogue: catalogue).run(
                try catalogue.report(name),
                ReportRequest(tenant: tenant, day: ReportWorld.day, parameters: parameters))
        }
    }
    private static let devices = 220
    private static let machines = 1...200
    private static let made = Once<Ground>()

    private func ground() async throws -> Ground {
        try await Self.made.value {
            let database = try await TestDatabase.make()
            try await ReferenceFiles(folder: ReportWorld.project + "/Config").load(database.owner)
            return Ground(
                database: database, tenant: try await BigFleet(devices: Self.devices).fill(database.owner),
                catalogue: try ReportCatalogue(folder: ReportWorld.project + "/Sources/Reports/Catalogue"))
        }
    }

    /// The devices that are the machine.
    private static func devices(of machine: Int) -> [Int] {
        machine % 10 == 9 ? [machine, machines.count + (machine + 1) / 10] : [machine]
    }

    /// How many days ago any RMM saw it.
    private static func daysAway(_ machine: Int) -> Int { devices(of: machine).map { $0 % 40 }.min() ?? 0 }

    @Test func aMachineThatTwoRMMsSeeIsCountedOnce() async throws {
        let ground = try await ground()
        #expect(try await ground.run("inactive-devices", ["days": "-1"]).rowCount == Self.machines.count)
        for report in ground.catalogue.reports where report.columns.contains(where: { $0.name == "machine_id" }) {
            let result = try await ground.run(report.name)
            let keys = result.rows.map { [result.cell($0, "machine_id"), result.cell($0, "shortfall")] }
            #expect(Set(keys).count == keys.count, "\(report.name)")
        }
        let billed = try await ground.run("billed-against-seen")
        let clients = Self.devices / 50
        for row in billed.rows where billed.cell(row, "product") == "Managed workstation" {
            let company = try #require(billed.cell(row, "company").flatMap { Int($0.dropFirst("Client ".count)) })
            let seen = Self.machines.filter {
                1 + $0 % clients == company && $0 % 10 != 0 && Self.daysAway($0) <= 30
            }
            #expect(billed.cell(row, "seen") == "\(seen.count)", "Client \(company)")
        }
        #expect(billed.rowCount > 0)
    }

    @Test func aFactIsToldByTheDeviceThatWasSeenLast() async throws {
        let ground = try await ground()
        let second = SQL(
            text: "UPDATE inventory.device_facts SET model = $1 WHERE external_id = '201'", parameters: ["Newer"])
        try await ground.database.owner.query(second)
        let row = try await ground.database.reader.query(
            """
            SELECT cardinality(device_ids) AS devices, model, last_seen_at::date AS day, antivirus_status
            FROM report.machine_facts WHERE tenant_id = \(ground.tenant) AND hostname = 'host-9'
            """, tenant: ground.tenant
        ).only()
        #expect(row["devices"] == "2" && row["model"] == "Newer" && row["day"] == "2026-06-30")
    }

    @Test func whatIsGoneOrIgnoredIsNotCounted() async throws {
        let ground = try await ground()
        func machines() async throws -> Int { try await ground.run("inactive-devices", ["days": "-1"]).rowCount }
        for (lost, found) in [
            ("deleted_at = now()", "deleted_at = NULL"), ("approval_status = 'ignored'", "approval_status = NULL"),
        ] {
            let update = "UPDATE inventory.device_facts SET"
            let five = "WHERE external_id IN ('1', '2', '3', '4', '5')"
            try await ground.database.owner.query(SQL(text: "\(update) \(lost) \(five)"))
            #expect(try await machines() == Self.machines.count - 5, "\(lost)")
            try await ground.database.owner.query(SQL(text: "\(update) \(found) \(five)"))
        }
        #expect(try await machines() == Self.machines.count)
    }

    @Test func aSourceThatIsNotFreshSaysNothing() async throws {
        let ground = try await ground()
        func none() async throws -> [Int] {
            var counts: [Int] = []
            for name in ["servers-without-backup", "antivirus-gaps"] {
                counts.append(try await ground.run(name).number("none"))
            }
            return counts
        }
        let before = try await none()
        #expect(before.allSatisfy { $0 > 0 }, "\(before)")
        for (lost, found) in [
            (
                "UPDATE control.streams SET as_of = now() - interval '3 days'",
                "UPDATE control.streams SET as_of = now()"
            ),
            ("UPDATE control.streams SET state = 'held'", "UPDATE control.streams SET state = 'current'"),
            ("UPDATE control.connections SET state = 'blocked'", "UPDATE control.connections SET state = 'active'"),
        ] {
            try await ground.database.owner.query(SQL(text: lost))
            #expect(try await none() == [0, 0], "\(lost)")
            #expect(try await ground.run("servers-without-backup").number("stale") == 0, "\(lost)")
            try await ground.database.owner.query(SQL(text: found))
        }
        #expect(try await none() == before)
    }

    @Test func aSeatThatNobodyCountsStaysUnknown() async throws {
        let ground = try await ground()
        let report = try await ground.run("billed-against-seen")
        let seats = report.rows.filter { report.cell($0, "product") == "Microsoft 365 per user" }
        #expect(!seats.isEmpty && Array(report.rows.prefix(seats.count)) == seats)
        for row in seats {
            #expect(report.cell(row, "mapping") == "not mapped")
            for column in ["seen", "difference", "monthly"] { #expect(report.cell(row, column) == nil) }
        }
        #expect(report.number("not_mapped") == seats.count)
    }

    @Test func anOpportunityTellsWhatIsOfferedAlreadyAndOffersNothingTwice() async throws {
        let ground = try await ground()
        let report = try await ground.run("upsell-opportunities")
        var machines: [String: Set<String>] = [:]
        for row in report.rows {
            let kind = try #require(report.cell(row, "kind"))
            let offered = report.cell(row, "already_open")
            #expect((offered?.contains("Server refresh") == true) == ["refresh", "server_upgrade"].contains(kind))
            let names = ReportText.hostnames(report.cell(row, "devices") ?? "[]")
            #expect(names.isEmpty || names.count == report.cell(row, "machines").flatMap { Int($0) }, "\(kind)")
            machines[kind, default: []].formUnion(names)
        }
        let replaced = try #require(machines["refresh"])
        for kind in ["windows_upgrade", "memory", "disk"] {
            #expect(machines[kind]?.isDisjoint(with: replaced) ?? (kind == "windows_upgrade"), "\(kind)")
        }
        #expect(machines["server_upgrade"]?.isEmpty == false)
    }
}
