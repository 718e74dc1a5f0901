import Connectors
import Foundation
import Inventory
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// Pages that are read, made ready and stored side by side.
@Suite(.timeLimit(.minutes(1))) struct PipelineTests {
    /// Three pages of four programs, each on a device of its own.
    private static let records = (10..<22).map { Make.software("Tool \($0)", "1", device: "d\($0)") }

    /// What is told after each page.
    private static func told(_ fixture: Fixture) async throws -> (RunReport, read: [Int]) {
        let read = Mutex<[Int]>([])
        let report = try await fixture.sync { event in
            if case .progressed(let report) = event { read.withLock { $0.append(report.read) } }
        }
        return (report, read.withLock { $0 })
    }

    private static func rows(_ fixture: Fixture) async throws -> Int {
        try await fixture.count("SELECT 1 FROM inventory.software_rows")
    }

    @Test(arguments: [(0, [4, 8, 12, 16, 20]), (5, [4, 12, 20]), (100, [4, 20])])
    func narrowPagesThatComeFastAreStoredAsOneUpToANumberOfRows(rows: Int, pages: [Int]) async throws {
        let records = (10..<30).map { Make.software("Tool \($0)", "1", device: "d\($0)") }
        try await Fixture.with([Make.softwareStream(records)]) { fixture in
            var fixture = fixture
            (fixture.options.joinedRows, fixture.options.joiningTime) = (rows, .seconds(60))
            let (report, read) = try await Self.told(fixture)
            #expect(report.state == .done && report.streams[0].created == 20 && report.streams[0].calls == 5)
            #expect(read == pages)
            #expect(try await Self.rows(fixture) == 20)
        }
    }

    @Test func aSlowVendorsPagesAreStoredAsTheyCome() async throws {
        try await Fixture.with([Make.softwareStream(Self.records)]) { fixture in
            var fixture = fixture
            (fixture.options.joinedRows, fixture.options.joiningTime) = (100, .zero)
            let (_, read) = try await Self.told(fixture)
            #expect(read == [4, 8, 12])
        }
    }

    @Test(arguments: [0, 100]) func whatWasReadBeforeAPageThatFailsIsStored(joined: Int) async throws {
        try await Fixture.with([Make.softwareStream(Self.records)]) { fixture in
            var fixture = fixture
            (fixture.options.joinedRows, fixture.options.joiningTime) = (joined, .seconds(60))
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == 3 { throw .rejectedCall(status: 500, "no") }
            }
            let report = try await fixture.sync()
            #expect(report.state == .failed && report.streams[0].read == 8)
            #expect(try await Self.rows(fixture) == 8)
            fixture.script.calmDown()
            #expect(try await fixture.sync().streams[0].read == 4)
            #expect(fixture.script.calls == 1)
            #expect(try await Self.rows(fixture) == 12)
        }
    }

    @Test func aParentThatWasSkippedOnAJoinedPageIsCounted() {
        var first = Page(next: ReadPosition([:]), completedParents: ["a"])
        first.join(
            Page(
                provesWhole: true, completedParents: ["b"],
                skippedParents: [RejectedRecord(externalID: "c", reason: "no", payload: "{}")]))
        #expect(first.completedParents == ["a", "b"] && first.skippedParents.map(\.externalID) == ["c"])
        #expect(first.provesWhole && first.next == nil)
    }

    /// Holds the first page's commit until the second one's rows have been sent.
    private static func held(
        _ fixture: Fixture, _ body: (PostgresConnection) async throws -> Void
    ) async throws -> Result<RunReport, SyncError> {
        try await fixture.database.owner.transaction(tenant: fixture.tenant) { session in
            try await session.query("SELECT 1 FROM control.streams WHERE tenant_id = \(fixture.tenant) FOR UPDATE")
            async let outcome = Self.outcome(fixture)
            try await fixture.untilSomebodyWaits()
            let ahead: SQL = """
                SELECT 1 FROM pg_stat_activity, pg_sleep(0.01)
                WHERE datname = current_database() AND state = 'idle in transaction'
                    AND query LIKE 'INSERT INTO inventory.software_rows%'
                """
            while try await fixture.count(ahead) == 0 {}
            #expect(try await Self.rows(fixture) == 0)
            try await body(session)
            try await session.query("COMMIT")
            return try await outcome
        }
    }

    private static func outcome(_ fixture: Fixture) async throws -> Result<RunReport, SyncError> {
        do {
            return .success(try await fixture.sync())
        } catch let error as SyncError {
            return .failure(error)
        }
    }

    @Test func aPageSendsItsNewRowsBeforeItsTurn() async throws {
        try await Fixture.with([Make.softwareStream()]) { fixture in
            try await fixture.sync()
            fixture.script.set("software", Self.records)
            let report = try await Self.held(fixture) { _ in }.get()
            #expect(report.state == .done && report.streams[0].created == 12, "\(report)")
            #expect(try await Self.rows(fixture) == 12)
        }
    }

    @Test func whatWentAheadIsUndoneWhereThePageBeforeFails() async throws {
        try await Fixture.with([Make.softwareStream()]) { fixture in
            try await fixture.sync()
            fixture.script.set("software", Self.records)
            let outcome = try await Self.held(fixture) { session in
                // The lease is another's when the first page's commit asks.
                try await session.query(
                    "UPDATE control.leases SET token = token + 1 WHERE tenant_id = \(fixture.tenant)")
            }
            #expect(throws: SyncError.leaseLost) { try outcome.get() }
            #expect(try await Self.rows(fixture) == 0)
        }
    }
}
