import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Streams that ask a vendor once a device, and whose devices take turns.
@Suite(.timeLimit(.minutes(2))) struct ParentTurnTests {
    private static let rest = Duration.seconds(3600)

    private static func volumes(of devices: [String]) -> Script.Stream {
        var volumes = Script.Stream(
            description: Make.stream(
                "volumes", DeviceVolume.entity.description, after: ["devices"],
                reading: .perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: rest)),
                deletion: .absenceWithinParent),
            records: devices.map { Make.volume("C", device: $0) })
        volumes.parentOf = { if case .text(let device) = $0.values[0] { device } else { "" } }
        return volumes
    }

    private static func with(_ devices: [String], _ body: (Fixture) async throws -> Void) async throws {
        let list = Make.devices([], after: [])
        try await Fixture.with([list, volumes(of: devices)]) { fixture in
            // Each was seen by its agent three hours ago, and its volumes were read an hour later.
            for device in devices { fixture.sees(device, hoursAgo: 3) }
            try await fixture.sync()
            // The table says itself when a row was changed.
            for statement in [
                "ALTER TABLE inventory.device_facts DISABLE TRIGGER USER",
                "UPDATE inventory.device_facts SET (changed_at, listed_at) = (now() - interval '1 day', NULL)",
                "ALTER TABLE inventory.device_facts ENABLE TRIGGER USER",
            ] { try await fixture.owner(statement) }
            try await fixture.reads("read_at = now() - interval '2 hours', previous_at = NULL")
            try await body(fixture)
        }
    }

    @Test func onlyADeviceThatCheckedInSinceIsAskedFor() async throws {
        try await Self.with(["a", "b", "c"]) { (fixture) async throws in
            #expect(try await fixture.sync().streams[1].read == 0)
            fixture.sees("b", hoursAgo: 0)
            #expect(try await fixture.sync().streams[1].read == 1)
            #expect(try await fixture.readNow() == ["b"])
            #expect(try await fixture.sync(isFull: true).streams[1].read == 3)
        }
    }

    @Test func aDeviceWhoseVendorTellsNoTimeIsReadWhenItHasRested() async throws {
        try await Self.with(["a", "b"]) { (fixture) async throws in
            fixture.sees("b", hoursAgo: nil)
            #expect(try await fixture.sync().streams[1].read == 1)
            #expect(try await fixture.sync().streams[1].read == 0)
        }
    }

    @Test func noDeviceIsAskedForTwiceWithinItsRestAndTheAnswerIsNoFresherThanThat() async throws {
        try await Self.with(["a", "b"]) { (fixture) async throws in
            try await fixture.reads("read_at = now() - interval '30 minutes'", "a")
            try await fixture.owner("UPDATE control.streams SET as_of = now() - interval '2 hours'")
            fixture.sees("a", hoursAgo: 0)
            #expect(try await fixture.sync().streams[1].read == 0)
            let age = try await fixture.number(
                "SELECT extract(epoch FROM now() - as_of)::integer AS n FROM control.streams WHERE stream = 'volumes'")
            #expect((1795...1900).contains(age))
        }
    }

    @Test func thoseThatHaveWaitedLongestComeFirstAndAStoppedReadGoesOnBehindThem() async throws {
        try await Self.with(["a", "b", "c", "d", "e"]) { (fixture) async throws in
            for device in ["a", "b", "c", "d", "e"] { fixture.sees(device, hoursAgo: 0) }
            for (hours, device) in [(9, "d"), (8, "b"), (7, "e"), (6, "a"), (5, "c")] {
                try await fixture.reads("read_at = now() - interval '\(hours) hours'", device)
            }
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                let position = fixture.script.positions("volumes").last ?? nil
                if stream == "volumes", position != nil { throw .throttled(retryAfterSeconds: 1, "enough") }
            }
            #expect(try await fixture.sync().streams[1].state == .deferred)
            #expect(try await fixture.readNow() == ["b", "d"])
            fixture.script.calmDown()
            try await fixture.sync()
            let asked = fixture.script.positions("volumes").suffix(3).map { $0?.fields["after"] }
            #expect(asked == ["b", "a", "c"])
            #expect(try await fixture.readNow() == ["a", "b", "c", "d", "e"])
        }
    }

    @Test func aDeviceThatAlwaysFailsHoldsNobodyUpAndIsLeftAloneForAWhile() async throws {
        try await Self.with(["a", "b", "c"]) { (fixture) async throws in
            for device in ["a", "b", "c"] { fixture.sees(device, hoursAgo: 0) }
            fixture.script.change("volumes") { $0.skippedParents = ["a"] }
            let report = try await fixture.sync()
            #expect(report.streams[1].quarantined == 1 && report.streams[1].read == 2)
            #expect(try await fixture.readNow() == ["b", "c"])
            // Neither is it asked for again at once, nor does anything of it go.
            fixture.script.change("volumes") { $0.skippedParents = [] }
            #expect(try await fixture.sync().streams[1].read == 0)
            #expect(try await fixture.count("SELECT 1 FROM live.device_volumes") == 3)
            try await fixture.owner("UPDATE control.parent_reads SET failed_at = failed_at - interval '61 minutes'")
            #expect(try await fixture.sync().streams[1].read == 1)
            #expect(try await fixture.count("SELECT 1 FROM control.parent_reads WHERE failures > 0") == 0)
        }
    }

    @Test(arguments: [false, true]) func aCrashAtOneDeviceIsThatDevicesOnlyWhereTheVendorAnswers(isDown: Bool)
        async throws
    {
        try await Self.with(["a", "b", "c"]) { (fixture) async throws in
            for device in ["a", "b", "c"] { fixture.sees(device, hoursAgo: 0) }
            fixture.script.change("volumes") { $0.failingParents = ["b"] }
            fixture.script.isDown = isDown
            let report = try await fixture.sync()
            #expect(report.streams[1].state == (isDown ? .failed : .partlyDone), "\(report.streams[1])")
            #expect(try await fixture.readNow() == (isDown ? [] : ["a", "c"]))
            #expect(try await fixture.count("SELECT 1 FROM live.device_volumes") == 3)
        }
    }

    @Test func aPersonMayHaveItAskedForAtOnce() async throws {
        try await Self.with(["a", "b"]) { (fixture) async throws in
            for device in ["a", "b"] { fixture.sees(device, hoursAgo: 0) }
            fixture.script.change("volumes") { $0.skippedParents = ["a"] }
            try await fixture.sync()
            fixture.script.change("volumes") { $0.skippedParents = [] }
            try await fixture.owner("UPDATE control.parent_reads SET failed_at = NULL WHERE failures > 0")
            #expect(try await fixture.sync().streams[1].read == 1)
        }
    }

    @Test func aDeviceThatIsGoneFromTheListIsNotAskedForAndItsVolumesGoWithIt() async throws {
        try await Self.with(["a", "b", "c"]) { (fixture) async throws in
            fixture.script.change("devices") { $0.records.removeAll { $0.externalID == "c" } }
            // The vendor would say that it does not know it.
            fixture.script.change("volumes") { $0.skippedParents = ["c"] }
            let report = try await fixture.sync(isFull: true)
            #expect(report.state == .done, "\(report)")
            #expect(report.streams.map(\.deleted) == [1, 1])
            #expect(
                try await fixture.column("device_external_id", of: "live.device_volumes").keys.sorted() == [
                    "a:C", "b:C",
                ])
        }
    }

    @Test func theVolumesOfDevicesThatTheBrakeHoldsStay() async throws {
        let devices = (1...8).map { "d\($0)" }
        try await Self.with(devices) { (fixture) async throws in
            fixture.script.change("devices") { $0.records.removeAll { $0.externalID != "d1" } }
            fixture.script.change("volumes") { $0.skippedParents = Set(devices.dropFirst()) }
            let report = try await fixture.sync(isFull: true)
            #expect(report.streams[0].state == .held, "\(report)")
            #expect(try await fixture.count("SELECT 1 FROM live.device_volumes") == 8)
        }
    }

    @Test func aWholeReadForgetsTheDevicesThatAreGone() async throws {
        try await Self.with(["a", "b", "c"]) { (fixture) async throws in
            fixture.script.change("devices") { $0.records.removeAll { $0.externalID == "c" } }
            // The device goes at the end of this read, what is known of it with the next.
            for _ in 0..<2 { try await fixture.sync(isFull: true) }
            #expect(try await fixture.readNow() == ["a", "b"])
            #expect(try await fixture.count("SELECT 1 FROM control.parent_reads") == 2)
        }
    }
}

extension Fixture {
    fileprivate func owner(_ statement: String) async throws {
        try await database.owner.query(SQL(text: statement, parameters: []))
    }

    fileprivate func number(_ select: String) async throws -> Int {
        try await database.owner.query(SQL(text: select, parameters: [])).only().get("n")
    }

    /// The vendor's list of devices says when this one's agent was last there; nil: it does not say.
    fileprivate func sees(_ device: String, hoursAgo hours: Int?) {
        var record = Device()
        record.hostname = device
        record.lastSeenAt = hours.map { Timestamp(seconds: Date.now.timeIntervalSince1970 - Double($0) * 3600) }
        let made = SourceRecord(record, externalID: device)
        script.change("devices") { list in
            let place = list.records.firstIndex { $0.externalID == device }
            if let place { list.records[place] = made } else { list.records.append(made) }
        }
    }

    fileprivate func reads(_ assignment: String, _ device: String? = nil) async throws {
        try await owner(
            "UPDATE control.parent_reads SET \(assignment)" + (device.map { " WHERE external_id = '\($0)'" } ?? ""))
    }

    /// The devices whose children were read within the last minute.
    fileprivate func readNow() async throws -> [String] {
        try await database.owner.query(
            """
            SELECT external_id FROM control.parent_reads WHERE read_at > now() - interval '1 minute'
            ORDER BY external_id
            """
        ).compactMap { $0[0] }
    }
}
