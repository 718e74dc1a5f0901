import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Patches: a title and a device make the row, its state moves; several lists fill one table, each its own part.
@Suite(.serialized, .timeLimit(.minutes(1))) struct PatchTests {
    private static func rows(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query(
            """
            SELECT external_id, state, extract(epoch FROM installed_at)::bigint - 1767225600 AS installed
            FROM inventory.patches WHERE tenant_id = \(fixture.tenant) ORDER BY external_id
            """
        ).map { "\($0["external_id"] ?? "") \($0["state"] ?? "") \($0["installed"] ?? "-")" }
    }

    @Test func aPatchThatIsInstalledChangesItsRow() async throws {
        let before = [
            Make.patch("1", .missing, device: "a"), Make.patch("2", .approved, device: "a"),
            Make.patch("1", .missing, device: "b"),
        ]
        try await Fixture.with([Make.patchStream("patches", part: 1, before)]) { fixture in
            #expect(try await fixture.sync().streams[0].created == 3)
            fixture.script.set(
                "patches",
                [Make.patch("1", .installed, device: "a", installed: 1), Make.patch("1", .missing, device: "b")])
            let report = try await fixture.sync()
            let stream = report.streams[0]
            #expect(stream.updated == 1 && stream.deleted == 1 && stream.unchanged == 1, "\(report)")
            #expect(try await Self.rows(fixture) == ["a:1 installed 60", "b:1 missing -"])
            let written = try await fixture.written()
            #expect(try await fixture.sync(isFull: true).streams[0].unchanged == 2)
            #expect(try await fixture.written() == written)
        }
    }

    @Test func theFeedTellsWhatAPatchWasAndWhatItHasBecome() async throws {
        try await Fixture.with([Make.patchStream("patches", part: 1, [Make.patch("1", .missing, device: "a")])]) {
            (fixture) async throws in
            try await fixture.sync()
            fixture.script.set("patches", [Make.patch("1", .installed, device: "a", installed: 1)])
            try await fixture.sync()
            let told = try await fixture.database.owner.query(
                """
                SELECT c.changed_fields #>> '{changed,0,from,state}' AS was, c.changed_fields #>> '{changed,0,to,state}' AS is,
                    c.changed_fields #>> '{changed,0,from,installed_at}' AS was_at,
                    c.changed_fields #>> '{changed,0,to,installed_at}' AS is_at,
                    c.changed_fields #>> '{changed,0,from,title}' AS title
                FROM inventory.changes c WHERE c.entity = 'patches' ORDER BY sequence DESC LIMIT 1
                """
            ).only()
            #expect(told["was"] == "missing" && told["is"] == "installed")
            #expect(told["was_at"] == nil && told["is_at"] == Make.time(1).iso8601)
            #expect(told["title"] != nil)
        }
    }

    @Test func aListDeletesRowsOfItsOwnPartAlone() async throws {
        try await Fixture.with([
            Make.patchStream("os", part: 1, [Make.patch("1", .missing, device: "a")]),
            Make.patchStream("software", part: 2, [Make.patch("2", .missing, device: "a")]),
        ]) { fixture in
            try await fixture.sync()
            fixture.script.set("os", [])
            let report = try await fixture.sync()
            #expect(report.streams.map(\.deleted) == [1, 0], "\(report)")
            #expect(try await Self.rows(fixture) == ["a:2 missing -"])
        }
    }
}
