import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// The change feed: in the order of commits, without a gap, and enough to make the tables anew.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ChangeFeedTests {
    @Test func whoTakesANumberHoldsTheNextBackUntilItsOwnIsSeen() async throws {
        try await Fixture.with([]) { fixture in
            var follower = Follower(fixture)
            let (taken, tell) = AsyncStream<Void>.makeStream()
            let (waits, release) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await fixture.append("first") {
                        tell.yield()
                        for await _ in waits { break }
                    }
                }
                for await _ in taken { break }
                // A later transaction, which would be done long before the first one.
                group.addTask { try await fixture.append("second") {} }
                try await fixture.untilSomebodyWaits()
                #expect(try await follower.poll().isEmpty)
                release.yield()
                try await group.waitForAll()
            }
            #expect(try await follower.poll() == ["1 first", "2 second"])
            #expect(try await follower.poll().isEmpty)
        }
    }

    /// Writers of every duration, one of which gives up half-way, and a reader that polls all the while.
    @Test func aReaderThatPollsSeesEveryNumberOnceWhateverTheWritersDo() async throws {
        struct GivenUp: Error {}
        try await Fixture.with([]) { fixture in
            let (writers, each) = (3, 12)
            let (ends, ended) = AsyncStream<Void>.makeStream()
            let numbers = try await withThrowingTaskGroup(of: [Int].self) { group in
                group.addTask { try await Self.follow(fixture, until: ends) }
                try await withThrowingTaskGroup(of: Void.self) { writing in
                    for writer in 0..<writers {
                        writing.addTask {
                            for turn in 0..<each {
                                let failing = turn % 5 == 4
                                do {
                                    try await fixture.append("\(writer)/\(turn)", count: 1 + turn % 3) {
                                        for _ in 0..<(writer * 7 + turn) % 9 { await Task.yield() }
                                        if failing { throw GivenUp() }
                                    }
                                } catch is GivenUp {}
                            }
                        }
                    }
                    try await writing.waitForAll()
                }
                ended.finish()
                return try await group.next() ?? []
            }
            let count = writers * (0..<each).filter { $0 % 5 != 4 }.reduce(0) { $0 + 1 + $1 % 3 }
            #expect(numbers == Array(1...count))
        }
    }

    private static func follow(_ fixture: Fixture, until ends: AsyncStream<Void>) async throws -> [Int] {
        var follower = Follower(fixture)
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in ends {}
                return true
            }
            var numbers: [Int] = []
            var isOver = false
            while !isOver {
                group.addTask { false }
                isOver = try await group.next() ?? true
                numbers += try await follower.numbers()
            }
            return numbers + (try await follower.numbers())
        }
    }

    /// A first read breaks off, and the next finds so little of it that the brake holds it; the one after is well again.
    @Test func aFirstLoadThatIsHeldIsToldOnceAtItsEndWithAllItsRows() async throws {
        var list = Make.organizations(Make.organizations(1...30))
        list.isResumable = false
        try await Fixture.with([list]) { (fixture) async throws in
            fixture.script.onCall { (call, _) throws(ConnectorError) in
                if call > 9 { throw .malformedAnswer("half a page") }
            }
            #expect(try await fixture.sync().state == .failed)
            fixture.script.calmDown()
            fixture.script.set("organizations", Make.organizations(1...12))
            #expect(try await fixture.sync().state == .held)
            #expect(try await Self.loads(fixture).isEmpty)
            fixture.script.set("organizations", Make.organizations(1...30))
            #expect(try await fixture.sync().state == .done)
            #expect(try await Self.loads(fixture) == ["30"])
            #expect(try await fixture.sync().state == .done)
            #expect(try await Self.loads(fixture) == ["30"])
        }
    }

    /// The rows of each first load that the feed tells of.
    private static func loads(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query(
            "SELECT changed_fields ->> 'rows' AS rows FROM inventory.changes WHERE changed_fields ? 'first_load'"
        ).map { try $0.get("rows") }
    }

    @Test func aRecordTellsOldAndNewValuesAndNothingVolatile() async throws {
        let hidden = ["storage_free_bytes", "public_ip", "last_user", "online", "last_seen_at", "last_boot_at", "up"]
        func device(_ hostname: String, _ seen: Int) -> SourceRecord {
            Make.device("1", hostname: hostname, serial: "S", lastSeen: seen, vendorFields: "{\"up\":\(seen)}")
        }
        let devices = Make.devices([device("old", 1)], after: [], volatile: ["up"])
        try await Fixture.with([devices]) { fixture in
            try await fixture.sync()
            for records in [[device("new", 2)], [device("new", 3)], [Make.device("2")], [device("last", 4)]] {
                fixture.script.set("devices", records)
                try await fixture.sync()
            }
            let told = try await fixture.told()
            #expect(told["2 updated"] == ["hostname": ["\"old\"", "\"new\""]])
            #expect(told["3 created"] == ["hostname": ["null", "\"host-2\""]])
            #expect(told["4 deleted"] == ["hostname": ["\"new\"", "null"], "serial_number": ["\"S\"", "null"]])
            #expect(told["5 restored"]?["hostname"] == ["\"new\"", "\"last\""])
            #expect(told["5 restored"]?["serial_number"] == ["\"S\"", "\"S\""])
            #expect(told["6 deleted"]?["hostname"] == ["\"host-2\"", "null"])
            #expect(told.count == 5, "\(told.keys)")
            #expect(told.values.allSatisfy { $0.keys.allSatisfy { !hidden.contains($0) } })
        }
    }

    /// Applied to what the tables were, the feed gives what they are; and each old value is what was there.
    @Test(arguments: 1...6) func theFeedReplaysToTheTables(seed: Int) async throws {
        var random = SeededRandom(seed)
        try await Fixture.with([Make.organizations(), Make.devices()]) { fixture in
            fixture.script.set("organizations", Make.organizations(1...4))
            fixture.script.set("devices", (1...9).map { Make.device(String($0), organization: "1") })
            try await fixture.sync()
            var tables = try await Replay(of: fixture)
            for round in 1...6 {
                fixture.script.set(
                    "organizations",
                    (1...6).filter { _ in random.below(5) > 0 }.map {
                        Make.organization(String($0), "Name \(random.below(3))")
                    })
                fixture.script.set(
                    "devices",
                    (1...14).filter { _ in random.below(5) > 0 }.map {
                        Make.device(
                            String($0), organization: random.below(4) == 0 ? nil : String(1 + random.below(6)),
                            hostname: "host \(random.below(3))", serial: random.below(9) == 0 ? "S\(round)" : nil)
                    })
                try await fixture.sync(isFull: round.isMultiple(of: 2), releasesBrake: true)
            }
            try await tables.follow(fixture)
            #expect(tables.wrong == [])
            let now = try await Replay(of: fixture)
            #expect(tables.rows == now.rows)
            #expect(tables.after > 20)
        }
    }

    @Test func theFirstLoadOfAParentTellsOfTheChildrenThatItLinks() async throws {
        try await Fixture.with([Make.organizations(Make.organizations(1...2)), Make.devices(after: [])]) { fixture in
            fixture.script.set("devices", [Make.device("1", organization: "2")])
            try await fixture.sync(["devices"])
            var tables = try await Replay(of: fixture)
            try await fixture.sync(["organizations"])
            try await tables.follow(fixture)
            #expect(tables.wrong == [])
            #expect(tables.rows.filter { $0.key.hasPrefix("devices") } == (try await Replay(of: fixture)).devices)
        }
    }
}
