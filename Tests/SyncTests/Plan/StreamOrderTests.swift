import Connectors
import Inventory
import Testing

@testable import Sync

@Suite(.timeLimit(.minutes(1))) struct StreamOrderTests {
    private static func order(_ needs: [(String, [String])], width: Int = 3) -> StreamOrder {
        StreamOrder(
            needs.map { Make.stream($0.0, Organization.entity.description, after: $0.1) }, width: width)
    }

    private static func begin(_ order: inout StreamOrder) -> [String] {
        var names: [String] = []
        while let stream = order.next() { names.append(stream.name) }
        return names
    }

    @Test func aStreamBeginsAfterThoseItNeedsAndNoMoreThanTheWidth() {
        var order = Self.order([("a", []), ("b", ["a"]), ("c", []), ("d", []), ("e", ["outside"])], width: 2)
        #expect(Self.begin(&order) == ["a", "c"])
        order.end("a", .usable)
        #expect(Self.begin(&order) == ["b"])
        order.end("c", .usable)
        order.end("b", .usable)
        #expect(Self.begin(&order) == ["d", "e"])
        order.end("d", .usable)
        order.end("e", .usable)
        #expect(order.isDone)
    }

    @Test func whoReadsByAnEntitysRowsWaitsForAllThatMakeThemButNeedsItsOwnAlone() {
        var notes = Make.stream("notes", Site.entity.description, after: ["a"])
        notes.reading = .perParent(entity: "organizations")
        let makers = ["a", "b"].map { Make.stream($0, Organization.entity.description) }
        var order = StreamOrder([notes] + makers, width: 3)
        #expect(Self.begin(&order) == ["a", "b"])
        order.end("a", .usable)
        #expect(Self.begin(&order) == [])
        order.end("b", .blocking(.failed))
        #expect(order.skipped().isEmpty)
        #expect(Self.begin(&order) == ["notes"])
    }

    @Test func aFailedStreamTakesWithItOnlyThoseThatNeedIt() {
        var order = Self.order([("a", []), ("b", ["a"]), ("c", ["b"]), ("d", [])], width: 1)
        #expect(Self.begin(&order) == ["a"])
        order.end("a", .blocking(.failed))
        #expect(order.skipped().map(\.stream) == ["b", "c"])
        #expect(Self.begin(&order) == ["d"])
    }

    @Test func whatStopsAllLeavesTheRestUnbegun() {
        var order = Self.order([("a", []), ("b", []), ("c", ["b"])], width: 1)
        #expect(Self.begin(&order) == ["a"])
        order.end("a", .blocking(.deferred), stopping: .deferred)
        #expect(Self.begin(&order).isEmpty)
        #expect(order.skipped().map(\.state) == [.deferred, .deferred])
        #expect(order.isDone)
    }

    @Test func aRingOfNeedsEnds() {
        var order = Self.order([("a", ["b"]), ("b", ["a"])])
        #expect(Self.begin(&order).isEmpty)
        #expect(order.skipped().count == 2 && order.isDone)
    }

    @Test(arguments: [
        ([RunState.done, .done], RunState.done), ([.done, .failed], .partlyDone), ([.failed, .failed], .failed),
        ([.done, .held], .held), ([.done, .deferred], .deferred), ([.done, .partlyDone], .partlyDone),
        ([.done, .abandoned], .abandoned), ([.held, .failed], .partlyDone), ([], .done),
    ]) func aRunIsWhatItsStreamsCameTo(streams: [RunState], run: RunState) {
        #expect(RunState.ofRun(streams) == run)
    }
}
