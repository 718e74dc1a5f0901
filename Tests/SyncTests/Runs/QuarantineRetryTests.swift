import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Records that were set aside are asked for again when a person says so.
@Suite(.serialized, .timeLimit(.minutes(1))) struct QuarantineRetryTests {
    private static func retry(
        _ fixture: Fixture, _ selection: QuarantineDesk.Selection
    ) async throws -> [QuarantineDesk.Retry] {
        try await fixture.database.worker.transaction(tenant: fixture.tenant) { session in
            try await QuarantineDesk.retry(selection, tenant: fixture.tenant, in: session)
        }
    }

    private static func open(_ fixture: Fixture) async throws -> [UUID] {
        try await fixture.database.owner.query("SELECT id FROM control.quarantine WHERE resolved_at IS NULL").map {
            try $0.get("id")
        }
    }

    /// Behind the cursor of an incremental stream no run would meet the record again before the next sweep.
    @Test func aRecordBehindTheCursorIsMetAgainAndLoads() async throws {
        let records = (1...4).map { Make.organization(String($0), updated: 100) }
        var stream = Make.organizations(records, reading: Make.incremental)
        stream.rejected = [RejectedRecord(externalID: "5", reason: "odd", payload: "{}")]
        try await Fixture.with([stream]) { fixture in
            try await fixture.sync()
            let ids = try await Self.open(fixture)
            #expect(ids.count == 1)
            fixture.script.change("organizations") { stream in
                stream.rejected = []
                stream.records = (1...5).map { Make.organization(String($0), updated: $0 == 5 ? 1 : 100) }
            }
            try await fixture.sync()
            #expect(try await Self.open(fixture) == ids)
            #expect(
                try await Self.retry(fixture, .ids(ids)) == [
                    QuarantineDesk.Retry(connection: "main", stream: "organizations", records: 1, readsWhole: true)
                ])
            #expect(try await fixture.count("SELECT 1 FROM control.streams WHERE next_due <= clock_timestamp()") == 1)
            let report = try await fixture.sync()
            #expect(report.streams[0].isSweep && report.streams[0].created == 1, "\(report)")
            #expect(try await Self.open(fixture) == [])
        }
    }

    @Test func onlyTheStreamsThatAreMeantAreReadAgain() async throws {
        var organizations = Make.organizations(Make.organizations(1...2))
        organizations.rejected = [RejectedRecord(externalID: "9", reason: "odd", payload: "{}")]
        var devices = Make.devices([Make.device("1")], after: [])
        devices.rejected = ["7", "8"].map { RejectedRecord(externalID: $0, reason: "odd", payload: "{}") }
        try await Fixture.with([organizations, devices]) { fixture in
            try await fixture.sync()
            #expect(try await Self.retry(fixture, .stream("devices")).map(\.records) == [2])
            let due = try await fixture.database.owner.query(
                "SELECT stream FROM control.streams WHERE last_sweep_at IS NULL AND next_due <= clock_timestamp()")
            #expect(due.map { $0["stream"] } == ["devices"])
            #expect(try await Self.retry(fixture, .all).map(\.stream) == ["devices", "organizations"])
            #expect(try await Self.retry(fixture, .stream("nothing")) == [])
            #expect(try await Self.retry(fixture, .ids([UUID()])) == [])
        }
    }
}
