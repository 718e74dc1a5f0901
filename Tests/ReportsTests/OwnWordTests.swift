import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

/// What a tenant has said goes before what the program says, and what is said of a company before that; it is said of the
/// neighbour, whom no other test counts.
@Suite(.serialized, .timeLimit(.minutes(3))) struct OwnWordTests {
    private func world() async throws -> (ReportWorld, UUID) {
        let world = try await ReportWorld.shared()
        return (world, world.neighbour)
    }

    private func say(
        _ world: ReportWorld, _ kind: String, _ subject: String, _ value: String, category: String? = nil,
        currency: String? = nil, of company: UUID? = nil
    ) async throws -> UUID {
        let word = try OwnWord(kind: kind, subject: subject, value: value, category: category, currency: currency)
        return try await world.database.worker.transaction(tenant: world.neighbour) { session in
            try await OwnWords.say(
                word, company: company, reason: "so agreed", by: "test", tenant: world.neighbour, in: session)
        }
    }

    private func clear(_ id: UUID, _ world: ReportWorld) async throws {
        try await world.database.worker.transaction(tenant: world.neighbour) { session in
            try await OwnWords.clear(id, tenant: world.neighbour, in: session)
        }
    }

    /// A company of the rows that fit, and how many of them are its.
    private func company(_ report: ReportResult, _ fits: ([String?]) -> Bool) throws -> (id: UUID, rows: Int) {
        let ids = report.rows.filter(fits).compactMap { report.cell($0, "company_id").flatMap { UUID(uuidString: $0) } }
        let id = try #require(ids.first)
        return (id, ids.filter { $0 == id }.count)
    }

    @Test func aDateOfItsOwnEndsSupport() async throws {
        let (world, tenant) = try await world()
        func windows() async throws -> Int {
            try await world.run("operating-systems-end-of-life", tenant: tenant).texts("product")
                .filter { $0 == "Windows 10" }.count
        }
        let before = try await windows()
        let report = try await world.run("operating-systems-end-of-life", tenant: tenant)
        let one = try company(report) { report.cell($0, "product") == "Windows 10" }
        let all = try await say(world, "operating_system", "windows 10", "2040-01-01")
        #expect(try await windows() == 0)
        let its = try await say(world, "operating_system", "Windows 10", "2026-12-31", of: one.id)
        #expect(try await windows() == one.rows)
        let again = try await say(world, "operating_system", "Windows 10", "2040-01-01", of: one.id)
        #expect(try await windows() == 0 && again == its)
        try await clear(all, world)
        #expect(try await windows() == before - one.rows)
        try await clear(its, world)
        #expect(try await windows() == before)
        await #expect(throws: ReportError.nothingSaid(its.postgresText)) { try await clear(its, world) }
    }

    @Test func aPriceOfItsOwnIsTaken() async throws {
        let (world, tenant) = try await world()
        func report() async throws -> ReportResult {
            try await world.run("memory-and-disk-shortfalls", tenant: tenant)
        }
        let before = try await report()
        let one = try company(before) { _ in true }
        var said: [UUID] = []
        for name in ["add_memory", "add_disk"] {
            said.append(try await say(world, "price", name, "1", currency: "EUR"))
            said.append(try await say(world, "price", name, "3.50", currency: "EUR", of: one.id))
        }
        let after = try await report()
        let sum = Double(before.rowCount - one.rows) + 3.5 * Double(one.rows)
        #expect(before.rowCount > one.rows && after.total("one_time").flatMap { Double($0) } == sum)
        #expect(Set(after.texts("currency")) == ["EUR"])
        for id in said { try await clear(id, world) }
        #expect(try await report().total("one_time") == before.total("one_time"))
    }

    @Test func machinesOfNoCompanyHaveThePriceOfAll() async throws {
        let (world, tenant) = try await world()
        func match(_ state: String, was: String) async throws {
            try await world.database.owner.query(
                """
                UPDATE inventory.organization_companies SET state = \(state)
                WHERE tenant_id = \(tenant) AND state = \(was)
                """)
        }
        let said = try await say(world, "price", "add_memory", "3.50", currency: "EUR")
        let before = try await world.run("memory-and-disk-shortfalls", tenant: tenant)
        try await match("suggested", was: "confirmed")
        let after = try await world.run("memory-and-disk-shortfalls", tenant: tenant)
        try await match("confirmed", was: "suggested")
        try await clear(said, world)
        #expect(!before.texts("company_id").isEmpty && after.texts("company_id").isEmpty)
        #expect(after.texts("one_time").contains("3.50"))
        #expect(after.total("one_time") == before.total("one_time"))
    }

    @Test func whatIsAgreedIsNotUnwanted() async throws {
        let (world, tenant) = try await world()
        func report() async throws -> ReportResult { try await world.run("unwanted-software", tenant: tenant) }
        let before = try await report()
        let one = try company(before) { _ in true }
        let all = try await say(world, "category", "TeamViewer%", "excluded", category: "remote_access")
        #expect(try await report().rowCount == 0)
        let its = try await say(world, "category", "teamviewer%", "included", category: "remote_access", of: one.id)
        let objected = try await report()
        #expect(objected.rowCount == one.rows && one.rows < before.rowCount)
        #expect(Set(objected.texts("company_id")) == [one.id.postgresText])
        try await clear(all, world)
        try await clear(its, world)
        let agreed = try await say(world, "category", "teamviewer%", "excluded", category: "remote_access", of: one.id)
        #expect(try await report().rowCount == before.rowCount - one.rows)
        try await clear(agreed, world)
        let wider = try await say(world, "category", "%chrome%", "included", category: "unwanted")
        #expect(try await report().texts("category").contains("unwanted"))
        let narrower = try await say(world, "category", "google chrome%", "excluded", category: "unwanted")
        #expect(try await !report().texts("category").contains("unwanted"))
        for id in [wider, narrower] { try await clear(id, world) }
        #expect(try await report().rows == before.rows)
    }

    @Test func whatWasSaidIsListed() async throws {
        let (world, tenant) = try await world()
        let companies = try await world.run("memory-and-disk-shortfalls", tenant: tenant)
        let one = try company(companies) { _ in true }
        let said = [
            try await say(world, "software", "Oracle Java SE 8", "2030-01-01"),
            try await say(world, "price", "manage_server", "99", of: one.id),
        ]
        let entries = try await OwnWords(world.database.worker).list(tenant: tenant)
        #expect(entries.map(\.id) == said.map(\.postgresText))
        #expect(
            entries.map(\.value) == ["2030-01-01", "99.00"] && entries.map(\.companyID) == [nil, one.id.postgresText])
        #expect(entries.allSatisfy { $0.decidedBy == "test" && $0.reason == "so agreed" })
        #expect(entries[1].company != nil && entries[1].currency == "USD")
        for id in said { try await clear(id, world) }
        #expect(try await OwnWords(world.database.worker).list(tenant: tenant).isEmpty)
    }

    @Test(
        arguments: [
            ("system", "Windows 10", "2030-01-01", nil, nil, "a kind is"),
            ("software", "Oracle Java SE 8", "soon", nil, nil, "a date like"),
            ("software", "Java 99", "2030-01-01", nil, nil, "no product 'Java 99'"),
            ("price", "replace_leptop", "5", nil, nil, "no price 'replace_leptop'"),
            ("price", "replace_laptop", "-5", nil, nil, "a sum like"),
            ("price", "replace_laptop", "NaN", nil, nil, "a sum like"),
            ("price", "replace_laptop", "5", nil, "euro", "a code like EUR"),
            ("category", "%", "excluded", "unwanted", nil, "a pattern of titles"),
            ("category", "x\\", "excluded", "unwanted", nil, "a pattern of titles"),
            ("category", "x%", "agreed", "unwanted", nil, "included"),
            ("category", "x%", "excluded", "Un wanted", nil, "small letters"),
            ("category", "x%", "excluded", nil, nil, "goes with the kind category"),
        ] as [(String, String, String, String?, String?, String)])
    func whatIsNoWordIsRefused(
        kind: String, subject: String, value: String, category: String?, currency: String?, words: String
    ) async throws {
        let (world, _) = try await world()
        let error = await #expect(throws: ReportError.self) {
            try await say(world, kind, subject, value, category: category, currency: currency)
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
