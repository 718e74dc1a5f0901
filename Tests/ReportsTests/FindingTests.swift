import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Reports

/// What became of opportunities and what products count is remembered; it is said of the neighbour.
@Suite(.serialized, .timeLimit(.minutes(3))) struct FindingTests {
    private func mark(_ key: String, _ state: FindingState, until: CalendarDate? = nil, reason: String? = nil)
        async throws
    {
        let world = try await ReportWorld.shared()
        let mark = try FindingMark(key: key, state: state.rawValue, until: until?.iso8601, reason: reason)
        try await world.database.worker.transaction(tenant: world.neighbour) { session in
            try await Findings.mark(mark, by: "test", tenant: world.neighbour, in: session)
        }
    }

    private func keys() async throws -> [String] {
        let world = try await ReportWorld.shared()
        return try await world.run("upsell-opportunities", tenant: world.neighbour).texts("key")
    }

    @Test func whatBecameOfAnOpportunityIsRemembered() async throws {
        let world = try await ReportWorld.shared()
        let key = try #require(try await keys().first)
        try await mark(key, .snoozed, until: ReportWorld.day?.tomorrow)
        #expect(try await !keys().contains(key))
        try await mark(key, .snoozed, until: ReportWorld.day)
        #expect(try await keys().contains(key))
        try await mark(key, .won)
        #expect(try await !keys().contains(key))
        try await mark(key, .quoted)
        #expect(try await keys().contains(key))
        try await mark(key, .dismissed, reason: "no budget")
        #expect(try await !keys().contains(key))
        let all = try await world.run("upsell-opportunities", ["show": "all"], tenant: world.neighbour)
        let row = try #require(all.rows.first { all.cell($0, "key") == key })
        #expect(all.cell(row, "state") == "dismissed")
        let noted = try #require(all.cell(row, "noted"))
        #expect(noted.hasPrefix("dismissed by test on ") && noted.hasSuffix(": no budget"))
        let findings = try await Findings(world.database.worker).list(tenant: world.neighbour)
        #expect(findings.map(\.key) == [key] && findings.map(\.state) == ["dismissed"])
        try await mark(key, .open)
        #expect(try await keys().contains(key))
        #expect(try await Findings(world.database.worker).list(tenant: world.neighbour).isEmpty)
    }

    @Test func everyKindOfOpportunityCanBeMarked() async throws {
        let world = try await ReportWorld.shared()
        let all = try await world.run("upsell-opportunities", ["client_years": "1", "server_years": "1"])
        let met = Set(all.texts("kind"))
        #expect(met.count > 3 && met.isSubset(of: Findings.kinds), "\(met)")
        let text = try world.catalogue.report("upsell-opportunities").text
        for kind in Findings.kinds { #expect(text.contains("('\(kind)',"), "\(kind)") }
    }

    @Test func whatIsNoOpportunityIsRefused() async throws {
        let world = try await ReportWorld.shared()
        let other = try #require(try await world.run("upsell-opportunities").texts("key").first)
        for key in ["backup", "backup:\(UUID().uuidString)", "luck:\(UUID().uuidString)", other, "backup:x:y"] {
            await #expect(throws: ReportError.unknownOpportunity(key)) { try await mark(key, .won) }
        }
        for (state, until) in [("snoozed", nil), ("won", "2027-01-01"), ("snoozed", "soon"), ("lost", nil)] {
            #expect(throws: ReportError.self) { try FindingMark(key: other, state: state, until: until) }
        }
    }

    @Test func aConfirmedMeasureIsCountedAndOutlivesItsRow() async throws {
        let world = try await ReportWorld.shared()
        let (tenant, worker) = (world.neighbour, world.database.worker)
        let product = try #require(try await ProductMeasures(worker).list(tenant: tenant).first)
        #expect(product.confirmed == nil)
        _ = try await worker.transaction(tenant: tenant) { session in
            try await ProductMeasures.confirm(
                product.product, try CountedThing("contacts"), by: "Ann", tenant: tenant, in: session)
        }
        let report = try await world.run("billed-against-seen", tenant: tenant)
        let rows = report.rows.filter { report.cell($0, "product") == product.product }
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(report.cell(row, "mapping") == "confirmed" && report.cell(row, "counts") == "contacts")
        }
        let saved = try await MeasureFile(worker).measures(tenant: tenant)
        #expect(saved.map(\.product) == [product.product] && saved.map(\.measure) == ["contacts"])
        try await worker.query(
            "DELETE FROM report.product_measures WHERE tenant_id = \(tenant)", tenant: tenant, readOnly: false)
        // As they stand in the file of a PSA that is gone, one by name and one that is nowhere.
        let strangers = try strangers(of: saved[0])
        let outcome = try await worker.transaction(tenant: tenant) { session in
            try await MeasureFile.load(strangers, tenant: tenant, by: "Bob", in: session)
        }
        #expect(outcome.imported == 1 && outcome.unresolved.map(\.product) == ["Nothing of ours", product.product])
        let again = try await MeasureFile(worker).measures(tenant: tenant)
        #expect(again.map(\.product) == [product.product] && again.map(\.decidedBy) == ["Ann"])
        try await worker.query(
            "DELETE FROM report.product_measures WHERE tenant_id = \(tenant)", tenant: tenant, readOnly: false)
    }

    private func strangers(of saved: SavedMeasure) throws -> [SavedMeasure] {
        func other(_ name: String?, category: String? = nil) -> SavedMeasure {
            SavedMeasure(
                product: name, connection: UUID(), connectionName: "old PSA", vendor: "autotask", externalID: "none",
                measure: category == nil ? saved.measure : "software_category", category: category,
                decidedBy: saved.decidedBy, decidedAt: saved.decidedAt)
        }
        return [
            other(saved.product?.uppercased()), other("Nothing of ours"), other(saved.product, category: "no_such"),
        ]
    }

    @Test func aClassOfSoftwareThatNothingIsOfIsNotCounted() async throws {
        let world = try await ReportWorld.shared()
        let product = try #require(try await ProductMeasures(world.database.worker).list(tenant: world.neighbour).first)
        let error = await #expect(throws: ReportError.self) {
            try await world.database.worker.transaction(tenant: world.neighbour) { session in
                try await ProductMeasures.confirm(
                    product.product, try CountedThing("software_category", category: "antivirsu"), by: "x",
                    tenant: world.neighbour, in: session)
            }
        }
        #expect(error?.description.contains("antivirus") == true)
        #expect(throws: ReportError.self) { try CountedThing("servers", category: "antivirus") }
        #expect(throws: ReportError.self) { try CountedThing("seats") }
    }
}
