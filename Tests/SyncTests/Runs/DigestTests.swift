import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Devices whose software is told unchanged by a digest, and when a digest must not be believed.
@Suite(.serialized, .timeLimit(.minutes(1))) struct DigestTests {
    /// Some devices with some programs each, as a list by device has them.
    private static func programs(_ devices: [String], each count: Int = 3, version: String = "1") -> [SourceRecord] {
        devices.flatMap { device in (1...count).map { Make.software("Tool \($0)", version, device: device, size: 7) } }
    }

    private static func stream(_ records: [SourceRecord], page: Int) -> Script.Stream {
        var stream = Make.softwareStream(records)
        stream.pageSize = page
        return stream
    }

    private static func rows(_ fixture: Fixture) async throws -> Set<String> {
        let rows = try await fixture.database.owner.query(
            "SELECT external_id FROM inventory.software WHERE tenant_id = \(fixture.tenant)")
        return Set(rows.map { $0["external_id"] ?? "" })
    }

    private static func digests(_ fixture: Fixture) async throws -> Set<String> {
        let rows = try await fixture.database.owner.query(
            """
            SELECT n.external_id FROM control.device_digests d
            JOIN inventory.device_numbers n ON n.tenant_id = d.tenant_id AND n.number = d.device_number
            WHERE d.tenant_id = \(fixture.tenant) AND d.entity = 'software'
            """)
        return Set(rows.map { $0["external_id"] ?? "" })
    }

    /// Writes behind the loader's back what only reading back would notice.
    private static func tamper(_ fixture: Fixture) async throws {
        try await fixture.database.owner.query(
            "UPDATE inventory.software_rows SET size_bytes = 1 WHERE tenant_id = \(fixture.tenant)")
    }

    @Test func whatComesAsItIsStoredIsNotReadBack() async throws {
        let records = Self.programs(["a", "b", "c", "d"])
        try await Fixture.with([Self.stream(records, page: 12)]) { fixture in
            try await fixture.sync()
            #expect(try await Self.digests(fixture) == ["a", "b", "c", "d"])
            try await Self.tamper(fixture)
            let second = try await fixture.sync()
            #expect(second.streams[0].unchanged == 12 && second.streams[0].updated == 0, "\(second)")
            // One row of b changes: b is read back and mended whole, the others are not looked at.
            fixture.script.set(
                "software",
                records.map { $0.externalID == "b:Tool 2:1" ? Make.software("Tool 2", "2", device: "b", size: 7) : $0 })
            let third = try await fixture.sync()
            #expect(third.streams[0].created == 1 && third.streams[0].updated == 2, "\(third)")
            #expect(third.streams[0].deleted == 1 && third.streams[0].unchanged == 9)
            #expect(try await fixture.count("SELECT 1 FROM inventory.software_rows WHERE size_bytes = 1") == 9)
        }
    }

    @Test func aDeviceThatIsTornByThePagesHasNoDigest() async throws {
        // Pages of four: a and b share the first, b and c the second, c fills the third with nothing after it.
        try await Fixture.with([Self.stream(Self.programs(["a", "b", "c"]), page: 4)]) { fixture in
            try await fixture.sync()
            #expect(try await Self.digests(fixture) == ["a"])
            try await Self.tamper(fixture)
            #expect(try await fixture.sync().streams[0].updated == 6)
        }
    }

    @Test func aDeviceInTwoPlacesOfTheListKeepsItsRows() async throws {
        let twice =
            Self.programs(["a"]) + Self.programs(["b", "c"]) + [Make.software("Late", "1", device: "a")]
            + Self.programs(["d"])
        for page in [3, 4, 5, 9, 13] {
            try await Fixture.with([Self.stream(twice, page: page)]) { fixture in
                for _ in 0..<3 {
                    let report = try await fixture.sync()
                    #expect(report.state == .done && report.streams[0].deleted == 0, "\(report)")
                    #expect(try await Self.rows(fixture) == Set(twice.map(\.externalID)), "pages of \(page)")
                }
                // Without its late row again, and without one of its first.
                let once = twice.filter { !["a:Late:1", "a:Tool 1:1"].contains($0.externalID) }
                fixture.script.set("software", once)
                #expect(try await fixture.sync().streams[0].deleted == 2)
                #expect(try await Self.rows(fixture) == Set(once.map(\.externalID)), "pages of \(page)")
            }
        }
    }

    @Test func rowsThatSomebodyDeletedComeBack() async throws {
        try await Fixture.with([Self.stream(Self.programs(["a", "b"]), page: 10)]) { fixture in
            try await fixture.sync()
            try await fixture.database.owner.query(
                """
                DELETE FROM inventory.software_rows WHERE tenant_id = \(fixture.tenant) AND device_number = (
                    SELECT number FROM inventory.device_numbers
                    WHERE tenant_id = \(fixture.tenant) AND external_id = 'a')
                """)
            #expect(try await Self.digests(fixture) == ["b"])
            #expect(try await fixture.sync().streams[0].created == 3)
        }
    }

    @Test func aDeviceThatWentAndComesBackIsStoredAgain() async throws {
        let both = Self.programs(["a", "b"])
        try await Fixture.with([Self.stream(both, page: 10)]) { fixture in
            try await fixture.sync()
            fixture.script.set("software", Self.programs(["b"]))
            #expect(try await fixture.sync().streams[0].deleted == 3)
            #expect(try await Self.digests(fixture) == ["b"])
            fixture.script.set("software", both)
            #expect(try await fixture.sync().streams[0].created == 3)
            #expect(try await Self.rows(fixture) == Set(both.map(\.externalID)))
        }
    }

    /// Rows that are gone are deleted at the end of the read alone: until then the device's are not what the list says, and a
    /// read that is broken off must not have it believed.
    @Test func aDigestIsNotKeptWhileRowsThatAreGoneStand() async throws {
        try await Fixture.with([Self.stream(Self.programs(["a", "b"]), page: 3)]) { fixture in
            try await fixture.sync()
            let fewer = Self.programs(["a"], each: 2) + Self.programs(["b"])
            fixture.script.change("software") { stream in
                stream.records = fewer
                stream.pageSize = 2
                stream.isResumable = false
            }
            fixture.script.onCall { (call, _) throws(ConnectorError) in
                if call == 2 { throw .rejectedCall(status: 500, "no") }
            }
            #expect(try await fixture.sync().state == .failed)
            fixture.script.calmDown()
            #expect(try await fixture.sync().streams[0].deleted == 1)
            #expect(try await Self.rows(fixture) == Set(fewer.map(\.externalID)))
        }
    }

    @Test func whatAChangesOnlyReadWritesEndsTheDigest() async throws {
        func records(_ version: String, at minute: Int) -> [SourceRecord] {
            [Make.software("Word", version, device: "a"), Make.software("Excel", "1", device: "a")].map { record in
                var record = record
                record.sourceUpdatedAt = Make.time(minute)
                return record
            }
        }
        var stream = Self.stream(records("1", at: 0), page: 10)
        stream.description = Make.stream(
            "software", Software.entity.description,
            reading: .incremental(field: "updated", precision: .seconds(1), isInclusive: true))
        try await Fixture.with([stream]) { fixture in
            try await fixture.sync()
            #expect(try await Self.digests(fixture) == ["a"])
            fixture.script.set("software", records("2", at: 60))
            try await fixture.sync()
            #expect(try await Self.digests(fixture) == [])
            fixture.script.set("software", records("1", at: 0))
            try await fixture.sync(isFull: true)
            #expect(try await Self.rows(fixture) == ["a:Word:1", "a:Excel:1"])
        }
    }

    @Test func aRowThatCannotBeStoredIsTriedAgain() async throws {
        var bad = Make.software("Tool 9", "1", device: "a")
        bad.values[Software.entity.columns.firstIndex { $0.name == "installed_on" } ?? 0] = .text("never")
        try await Fixture.with([Self.stream(Self.programs(["a"]) + [bad], page: 10)]) { fixture in
            for _ in 0..<2 {
                let report = try await fixture.sync()
                #expect(report.streams[0].quarantined == 1)
            }
            fixture.script.set("software", Self.programs(["a"]) + [Make.software("Tool 9", "1", device: "a")])
            let mended = try await fixture.sync()
            #expect(mended.streams[0].created == 1)
        }
    }

    /// Lists by device, torn by pages of any size, changing and breaking by a seed: after a quiet read all is as the vendor
    /// has it.
    @Test(arguments: 1...8) func listsByDeviceAreAsTheVendorHasThem(seed: Int) async throws {
        var random = SeededRandom(seed)
        var sizes = (0..<9).map { _ in random.below(5) }
        var versions = Array(repeating: 1, count: 9)
        try await Fixture.with([Self.stream([], page: 3)]) { fixture in
            for _ in 0..<6 {
                for device in sizes.indices where random.chance(0.25) {
                    if random.chance(0.5) {
                        sizes[device] = random.below(5)
                    } else {
                        versions[device] = random.below(3)
                    }
                }
                var devices = Array(sizes.indices)
                if random.chance(0.3) { devices.shuffle(using: &random) }
                let records = devices.flatMap { device in
                    sizes[device] == 0
                        ? [] : Self.programs(["d\(device)"], each: sizes[device], version: String(versions[device]))
                }
                let (page, breaks) = (1 + random.below(12), 1 + random.below(4))
                fixture.script.change("software") { ($0.records, $0.pageSize) = (records, page) }
                fixture.script.onCall { (call, _) throws(ConnectorError) in
                    if call == breaks { throw .rejectedCall(status: 500, "no") }
                }
                _ = try await fixture.sync()
                fixture.script.calmDown()
                for _ in 0..<2 { #expect(try await fixture.sync().state == .done) }
                #expect(try await Self.rows(fixture) == Set(records.map(\.externalID)))
            }
        }
    }
}
