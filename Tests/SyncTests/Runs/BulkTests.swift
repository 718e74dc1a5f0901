import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Software and patches: narrow rows with their texts in dictionaries.
@Suite(.serialized, .timeLimit(.minutes(1))) struct BulkTests {
    private static func rows(_ fixture: Fixture) async throws -> Set<String> {
        let rows = try await fixture.database.owner.query(
            "SELECT external_id, size_bytes FROM inventory.software WHERE tenant_id = \(fixture.tenant)")
        return Set(rows.map { "\($0["external_id"] ?? "") \($0["size_bytes"] ?? "-")" })
    }

    private static func fields(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query(
            """
            SELECT external_id, changed_fields::text AS fields FROM inventory.changes
            WHERE tenant_id = \(fixture.tenant) AND external_id IS NOT NULL ORDER BY sequence
            """
        ).map { "\($0["external_id"] ?? "") \($0["fields"] ?? "")" }
    }

    @Test func changesAdditionsUpgradesAndRemovalsAreToldOnceADevice() async throws {
        let before = [
            Make.software("Word", "1", device: "a", size: 1), Make.software("Excel", "1", device: "a"),
            Make.software("Paint", "1", device: "a"), Make.software("Word", "1", device: "b", size: 1),
            Make.software("Excel", "1", device: "b"),
        ]
        try await Fixture.with([Make.softwareStream(before)]) { fixture in
            let first = try await fixture.sync()
            #expect(first.state == .done && first.streams[0].created == 5, "\(first)")
            #expect(try await fixture.changes() == ["software - created"])
            // a: Word upgraded, Paint gone, Tetris new; b as it was.
            fixture.script.set(
                "software",
                [
                    Make.software("Word", "2", device: "a", size: 1), Make.software("Excel", "1", device: "a"),
                    Make.software("Tetris", "1", device: "a"), Make.software("Word", "1", device: "b", size: 1),
                    Make.software("Excel", "1", device: "b"),
                ])
            let second = try await fixture.sync()
            let stream = second.streams[0]
            #expect(stream.created == 2 && stream.deleted == 2 && stream.unchanged == 3, "\(second)")
            #expect(
                try await Self.rows(fixture) == [
                    "a:Word:2 1", "a:Excel:1 -", "a:Tetris:1 -", "b:Word:1 1", "b:Excel:1 -",
                ])
            let fields = try await Self.fields(fixture)
            #expect(fields.count == 1 && fields[0].hasPrefix("a "), "\(fields)")
            #expect(fields[0].contains(#""added": [{"name": "Tetris""#) && fields[0].contains(#""upgraded": [{"to""#))
            #expect(fields[0].contains(#""removed": [{"name": "Paint""#))
        }
    }

    @Test func whatIsSeenTwiceOrInAnotherOrderIsStoredOnce() async throws {
        let records = (0..<40).map { index in
            Make.software("Tool \(index % 10)", "1", device: "d\(index % 3)", size: Int64(index))
        }
        try await Fixture.with([Make.softwareStream(records)]) { fixture in
            let report = try await fixture.sync()
            #expect(report.state == .done, "\(report)")
            let expected = Set(
                Dictionary(records.enumerated().map { ($0.element.externalID, $0.offset) }) { $1 }
                    .map { "\($0.key) \($0.value)" })
            #expect(try await Self.rows(fixture) == expected)
            let again = try await fixture.sync()
            #expect(again.state == .done && again.streams[0].deleted == 0)
            #expect(try await Self.rows(fixture) == expected)
        }
    }

    @Test func anotherConnectionsSoftwareStaysItsOwn() async throws {
        try await Fixture.with([Make.softwareStream([Make.software("Word", "1", device: "a")])]) { fixture in
            try await fixture.sync()
            let (_, connection) = try await fixture.database.tenant(vendor: "scripted", connection: "second")
            let other = Fixture(
                database: fixture.database, tenant: fixture.tenant, connection: connection,
                script: Script([Make.softwareStream([Make.software("Word", "1", device: "a", size: 5)])]))
            try await other.sync()
            #expect(try await Self.rows(fixture) == ["a:Word:1 -", "a:Word:1 5"])
            other.script.set("software", [])
            try await other.sync()
            #expect(try await Self.rows(fixture) == ["a:Word:1 -"])
            #expect(try await fixture.count("SELECT 1 FROM inventory.software_titles") == 1)
        }
    }

    @Test func aRunThatBreaksBetweenItsPagesStillTellsWhatItChanged() async throws {
        let before = (1...12).map { Make.software("Tool \($0)", "1", device: "d\($0 % 2)") }
        let after = (3...14).map { Make.software("Tool \($0)", "1", device: "d\($0 % 2)") }
        try await Fixture.with([Make.softwareStream(before)]) { fixture in
            try await fixture.sync()
            fixture.script.set("software", after)
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == 3 { throw .rejectedCall(status: 500, "no") }
            }
            #expect(try await fixture.sync().state == .failed)
            fixture.script.onCall { (number, _) throws(ConnectorError) in
                if number == 1 { throw .positionLost("gone") }
            }
            #expect(try await fixture.sync().state == .done)
            #expect(try await Self.rows(fixture) == Set(after.map { "\($0.externalID) -" }))
            let fields = try await Self.fields(fixture)
            #expect(fields.count == 2)
            for tool in ["Tool 13", "Tool 14"] { #expect(fields.contains { $0.contains("\"name\": \"\(tool)\"") }) }
            #expect(try await fixture.count("SELECT 1 FROM control.seen") == 0)
        }
    }

    @Test func anUnprovenListTakesNoSoftwareAway() async throws {
        try await Fixture.with([Make.softwareStream((1...6).map { Make.software("Tool \($0)", "1", device: "d") })]) {
            fixture in
            try await fixture.sync()
            fixture.script.change("software") { stream in
                stream.records.removeLast(2)
                stream.provesWhole = false
            }
            #expect(try await fixture.sync().streams[0].deleted == 0)
            #expect(try await Self.rows(fixture).count == 6)
            fixture.script.change("software") { $0.provesWhole = true }
            #expect(try await fixture.sync().streams[0].deleted == 2)
            #expect(try await Self.rows(fixture).count == 4)
        }
    }
}
