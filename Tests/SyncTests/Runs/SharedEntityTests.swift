import Connectors
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Several lists that fill one entity between them: only all of them together prove that a row is gone.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SharedEntityTests {
    private static func records(_ ids: ClosedRange<Int>) -> [SourceRecord] {
        ids.map { Make.organization(String($0), updated: $0) }
    }

    private static let lists = [Make.shared("one", records(1...5)), Make.shared("two", records(6...10))]

    /// Lets so much time pass since a stream's last sweep.
    private static func age(_ fixture: Fixture, _ stream: String, hours: Int) async throws {
        try await fixture.database.owner.query(
            """
            UPDATE control.streams SET last_sweep_at = last_sweep_at - \(hours) * interval '1 hour'
            WHERE stream = \(stream)
            """)
    }

    @Test func wholeListsDeleteTogether() async throws {
        let lists = Self.lists.map { list in
            var list = list
            list.description.reading = .snapshot
            return list
        }
        try await Fixture.with(lists) { fixture in
            try await fixture.sync()
            #expect(try await fixture.sync().streams.map(\.deleted) == [0, 0])
            fixture.script.set("one", Self.records(1...4))
            // One of them alone proves nothing.
            #expect(try await fixture.sync(["one"]).streams.map(\.deleted) == [0])
            #expect(try await fixture.names().count == 10)
            #expect(try await fixture.sync().streams.map(\.deleted).reduce(0, +) == 1)
            #expect(try await fixture.names()["5"] == nil)
        }
    }

    @Test(arguments: ["one", "two"]) func whenOneSweepsAllDoHoweverFarTheirTimesDrifted(due: String) async throws {
        try await Fixture.with(Self.lists) { fixture in
            try await fixture.sync()
            fixture.script.set("one", Self.records(1...4))
            fixture.script.set("two", Self.records(7...10))
            #expect(try await fixture.sync().streams.map(\.isSweep) == [false, false])
            #expect(try await fixture.names().count == 10)
            try await Self.age(fixture, due, hours: 25)
            let report = try await fixture.sync()
            #expect(report.streams.map(\.isSweep) == [true, true], "\(report)")
            #expect(report.streams.map(\.deleted).reduce(0, +) == 2)
            #expect(Set(try await fixture.names().keys) == ["1", "2", "3", "4", "7", "8", "9", "10"])
            // Both have swept: neither is due again.
            #expect(try await fixture.sync().streams.map(\.isSweep) == [false, false])
        }
    }

    @Test func aRowThatMovedFromOneListToTheOtherLives() async throws {
        try await Fixture.with(Self.lists) { fixture in
            try await fixture.sync()
            let ids = try await fixture.column("id", of: "live.organizations")
            fixture.script.set("one", Self.records(1...4))
            fixture.script.set("two", Self.records(5...10))
            #expect(try await fixture.sync(isFull: true).streams.map(\.deleted) == [0, 0])
            #expect(try await fixture.column("id", of: "live.organizations") == ids)
        }
    }

    @Test func whereOneFailsNothingIsDeletedUntilBothHaveSwept() async throws {
        try await Fixture.with(Self.lists) { fixture in
            try await fixture.sync()
            fixture.script.set("one", Self.records(1...4))
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                if stream == "two" { throw .rejectedCall(status: 500, "no") }
            }
            #expect(try await fixture.sync(isFull: true).streams.map(\.deleted) == [0, 0])
            fixture.script.calmDown()
            try await fixture.sync()
            #expect(try await fixture.names().count == 10)
            try await Self.age(fixture, "one", hours: 25)
            #expect(try await fixture.sync().streams.map(\.deleted).reduce(0, +) == 1)
        }
    }

    @Test func aSweepThatIsGoneOnWithIsJoinedByTheOther() async throws {
        try await Fixture.with(Self.lists) { fixture in
            try await fixture.sync()
            fixture.script.set("one", Self.records(1...4))
            for stream in ["one", "two"] { try await Self.age(fixture, stream, hours: 25) }
            fixture.script.onCall { (_, stream) throws(ConnectorError) in
                guard stream == "two", fixture.script.positions("two").last??.fields["offset"] == "3" else { return }
                throw .throttled(retryAfterSeconds: 1, "slowly")
            }
            #expect(try await fixture.sync().streams.map(\.state) == [.done, .deferred])
            #expect(try await fixture.names().count == 10)
            fixture.script.calmDown()
            let report = try await fixture.sync()
            #expect(
                report.streams.map(\.isSweep) == [true, true] && report.streams.map(\.read) == [4, 2], "\(report)")
            #expect(try await fixture.names()["5"] == .none)
        }
    }

    @Test func oneOfThemThatIsEmptyIsNotBelieved() async throws {
        // Few enough for the brake to let them go.
        let lists = [Make.shared("one", Self.records(1...3)), Make.shared("two", Self.records(4...10))]
        try await Fixture.with(lists) { fixture in
            try await fixture.sync(isFull: true)
            fixture.script.set("one", [])
            #expect(try await fixture.sync(isFull: true).state == .held)
            #expect(try await fixture.names().count == 10)
            #expect(try await fixture.sync(isFull: true, releasesBrake: true).state == .done)
            #expect(try await fixture.names().count == 7)
            // It is known to be empty now.
            fixture.script.set("two", Self.records(4...9))
            #expect(try await fixture.sync(isFull: true).state == .done)
            #expect(try await fixture.names().count == 6)
        }
    }

    @Test func whatTheBrakeHeldIsDeletedOnceAPersonLetsIt() async throws {
        let lists = [Make.shared("one", Self.records(1...20)), Make.shared("two", Self.records(21...40))]
        try await Fixture.with(lists) { fixture in
            try await fixture.sync()
            fixture.script.set("one", Self.records(1...14))
            #expect(try await fixture.sync(isFull: true).state == .held)
            #expect(try await fixture.names().count == 40)
            let report = try await fixture.sync(releasesBrake: true)
            #expect(report.state == .done && report.streams.map(\.deleted).reduce(0, +) == 6, "\(report)")
            #expect(try await fixture.names().count == 34)
        }
    }
}
