import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

/// What a tenant has said goes before what the program says; it is said of the neighbour, whom no other test counts.
@Suite(.serialized, .timeLimit(.minutes(3))) struct OwnWordTests {
    private func world() async throws -> (ReportWorld, UUID) {
        let world = try await ReportWorld.shared()
        return (world, world.neighbour)
    }

    private func said(_ sql: SQL, _ world: ReportWorld) async throws {
        try await world.database.worker.query(sql, tenant: world.neighbour, readOnly: false)
    }

    @Test func aDateOfItsOwnEndsSupport() async throws {
        let (world, tenant) = try await world()
        let before = try await world.run("operating-systems-end-of-life", tenant: tenant)
        let windows = before.texts("product").filter { $0 == "Windows 10" }.count
        #expect(windows > 0)
        try await said(
            """
            INSERT INTO report.lifecycle_overrides (tenant_id, kind, product, ends_on, decided_by)
            VALUES (\(tenant), 'operating_system', 'Windows 10', '2040-01-01', 'test')
            """, world)
        let after = try await world.run("operating-systems-end-of-life", tenant: tenant)
        #expect(!after.texts("product").contains("Windows 10"))
        #expect(after.rowCount == before.rowCount - windows)
    }

    @Test func aPriceOfItsOwnIsTaken() async throws {
        let (world, tenant) = try await world()
        let before = try await world.run("memory-and-disk-shortfalls", tenant: tenant)
        try await said(
            """
            INSERT INTO report.price_overrides (tenant_id, name, one_time, currency, decided_by)
            VALUES (\(tenant), 'add_memory', 1, 'EUR', 'test'), (\(tenant), 'add_disk', 1, 'EUR', 'test')
            """, world)
        let after = try await world.run("memory-and-disk-shortfalls", tenant: tenant)
        #expect(before.rowCount > 0 && after.total("one_time") == "\(before.rowCount).00")
        #expect(Set(after.texts("currency")) == ["EUR"])
    }

    @Test func whatIsAgreedIsNotUnwanted() async throws {
        let (world, tenant) = try await world()
        #expect(try await world.run("unwanted-software", tenant: tenant).rowCount > 0)
        try await said(
            """
            INSERT INTO report.category_overrides (tenant_id, pattern, category, decided_by)
            VALUES (\(tenant), 'teamviewer%', 'remote_access', 'test')
            """, world)
        #expect(try await world.run("unwanted-software", tenant: tenant).rowCount == 0)
    }

    @Test func whatBecameOfAnOpportunityIsRemembered() async throws {
        let (world, tenant) = try await world()
        let before = try await world.run("upsell-opportunities", tenant: tenant)
        let key = try #require(before.texts("key").first)
        let findings = Findings(world.database.worker)
        try await findings.mark(key, as: .snoozed, until: ReportWorld.day?.tomorrow, by: "test", tenant: tenant)
        #expect(try await !world.run("upsell-opportunities", tenant: tenant).texts("key").contains(key))
        try await findings.mark(key, as: .snoozed, until: ReportWorld.day, by: "test", tenant: tenant)
        #expect(try await world.run("upsell-opportunities", tenant: tenant).texts("key").contains(key))
        try await findings.mark(key, as: .dismissed, reason: "no budget", by: "test", tenant: tenant)
        #expect(try await !world.run("upsell-opportunities", tenant: tenant).texts("key").contains(key))
        let all = try await world.run("upsell-opportunities", ["show": "all"], tenant: tenant)
        #expect(all.rowCount == before.rowCount)
        #expect(all.texts("noted").contains { $0.hasPrefix("dismissed by test on ") && $0.hasSuffix(": no budget") })
        #expect(try await findings.reopen(key, tenant: tenant))
        #expect(try await world.run("upsell-opportunities", tenant: tenant).texts("key").contains(key))
    }

    @Test func aConfirmedMeasureIsCounted() async throws {
        let (world, tenant) = try await world()
        let measures = ProductMeasures(world.database.worker)
        let product = try #require(try await measures.list(tenant: tenant).first)
        #expect(product.confirmed == nil)
        #expect(try await measures.confirm(product.name, as: .contacts, by: "test", tenant: tenant) > 0)
        let report = try await world.run("billed-against-seen", tenant: tenant)
        let rows = report.rows.filter { report.cell($0, "product") == product.name }
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(report.cell(row, "mapping") == "confirmed" && report.cell(row, "counts") == "contacts")
        }
    }
}
