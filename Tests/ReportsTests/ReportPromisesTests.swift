import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Reports

/// What holds of every report: it is what it declares, reads one tenant, honours its filters, and costs little.
@Suite(.timeLimit(.minutes(3))) struct ReportPromisesTests {
    /// The planner's estimate for this fleet. Pattern matching makes it guess high; a report that joins software or machines
    /// with themselves is far above.
    private static let mostExpensive = 80_000.0

    private func statement(
        _ report: Report, _ world: ReportWorld, tenant: UUID? = nil, _ query: String
    ) throws -> SQL {
        var statement = ReportStatement(
            catalogue: world.catalogue, request: ReportRequest(tenant: tenant ?? world.tenant, day: ReportWorld.day))
        return try statement.statement(report, query)
    }

    private func query(_ sql: SQL, _ world: ReportWorld) async throws -> Rows {
        try await world.database.reader.query(sql, tenant: world.tenant)
    }

    @Test func columnsAreWhatTheHeaderSays() async throws {
        let world = try await ReportWorld.shared()
        #expect(world.catalogue.reports.count == 22)
        for report in world.catalogue.reports {
            let none = try await query(
                try statement(report, world, "none AS (SELECT) SELECT * FROM rows LIMIT 0"), world)
            #expect(none.columns == report.columns.map(\.name), "\(report.name)")
            let types = report.columns.map { "pg_typeof(r.\"\($0.name)\")::text" }.joined(separator: ", ")
            let row = try await query(
                try statement(report, world, "none AS (SELECT) SELECT \(types) FROM none LEFT JOIN rows r ON false"),
                world
            ).only()
            for (place, column) in report.columns.enumerated() {
                let type = row[place] ?? ""
                #expect(column.kind.databaseTypes.contains(type), "\(report.name).\(column.name) is \(type)")
            }
            let unknown = report.sources.filter { source in !Entities.all.contains { $0.name == source } }
            #expect(unknown.isEmpty, "\(report.name) names sources that are no tables")
        }
    }

    @Test func anotherTenantsRowsAreNeverIn() async throws {
        let world = try await ReportWorld.shared()
        // A trend has its months, whoever asks.
        for report in world.catalogue.reports where report.name != "ticket-trend" {
            // The neighbour's id in the predicate, under this tenant's policy: nothing may pass.
            let rows = try await query(
                try statement(report, world, tenant: world.neighbour, "none AS (SELECT) SELECT count(*) FROM rows"),
                world)
            #expect(try rows.only()[0] == "0", "\(report.name)")
        }
        let own = Set(try await world.run("software-by-title").column("title"))
        let machines = try await world.run("inactive-devices", ["days": "-1"], tenant: world.neighbour)
        #expect(machines.rowCount == 25)
        #expect(!own.isEmpty)
    }

    @Test func aCompanysRowsAreItsOwn() async throws {
        let world = try await ReportWorld.shared()
        let all = try await world.run("upsell-opportunities", ["client_years": "2"])
        let company = try #require(all.column("company_id").compactMap { $0.flatMap { UUID(uuidString: $0) } }.first)
        for report in world.catalogue.reports where report.columns.contains(where: { $0.name == "company_id" }) {
            let own = try await world.run(report.name, companies: [company])
            #expect(
                Set(own.column("company_id").map { $0.flatMap { UUID(uuidString: $0) } }).isSubset(of: [company]),
                "\(report.name)")
            let whole = try await world.run(report.name)
            let expected = whole.column("company_id").filter { $0?.uppercased() == company.uuidString }
            #expect(own.rowCount == expected.count, "\(report.name)")
        }
    }

    @Test func everyColumnOfTheSchemaSaysWhatItMeans() async throws {
        let world = try await ReportWorld.shared()
        let silent = try await world.database.owner.query(
            """
            SELECT format('%s.%s', c.oid::regclass, a.attname) AS name
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'report'::regnamespace AND c.relkind IN ('r', 'v')
                AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL) ORDER BY 1
            """
        ).compactMap { $0["name"] }
        #expect(silent == [])
    }

    @Test func everyColumnOfAMachineCanBeNamed() async throws {
        let world = try await ReportWorld.shared()
        let columns = try await world.database.owner.query(
            """
            SELECT attname FROM pg_attribute WHERE attrelid = 'report.machine_facts'::regclass AND attnum > 0
            ORDER BY attnum
            """
        ).compactMap { $0["attname"] }
        #expect(CommonRelations.machineColumns.map(String.init) == columns)
    }

    @Test func plansAreCheap() async throws {
        let world = try await ReportWorld.shared()
        for report in world.catalogue.reports {
            let sql = try statement(report, world, "none AS (SELECT) SELECT * FROM rows")
            let plan = try await world.database.reader.transaction(tenant: world.tenant, readOnly: true) { session in
                try await session.query(SQL(text: "EXPLAIN " + sql.text, parameters: sql.parameters))
            }
            let first = try #require(plan.first?[0])
            let cost = try #require(first.firstMatch(of: /\.\.([0-9.]+) rows/)).1
            #expect(try #require(Double(cost)) < Self.mostExpensive, "\(report.name): \(first)")
        }
    }

    @Test func rowsGoOnWhereThePageEnds() async throws {
        let world = try await ReportWorld.shared()
        let whole = try await world.run("software-by-title")
        let first = try await world.run("software-by-title", limit: 10)
        #expect(first.rows == Array(whole.rows.prefix(10)))
        #expect(first.totals == whole.totals && first.rowCount == whole.rows.count)
        let next = try await world.run("software-by-title", limit: 10, offset: try #require(first.nextOffset))
        #expect(next.rows == Array(whole.rows[10..<20]))
        let beyond = try await world.run("software-by-title", limit: 10, offset: 1_000_000)
        #expect(beyond.rows.isEmpty && beyond.totals == whole.totals && beyond.nextOffset == nil)
    }

    @Test(arguments: [
        (["no_such": "1"], "takes no parameter 'no_such'"), (["client_years": "five"], "a whole number, not 'five'"),
        (["client_years": "1; DROP TABLE x"], "a whole number"),
    ])
    func whatAReportDoesNotTakeIsRefused(parameters: [String: String], words: String) async throws {
        let world = try await ReportWorld.shared()
        let error = await #expect(throws: ReportError.self) {
            try await world.run("hardware-refresh", parameters)
        }
        #expect(error?.description.contains(words) == true)
    }
}
