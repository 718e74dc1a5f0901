import Testing

@testable import Sync

/// What becomes of what the brake held, and what the brake makes of it: the rules alone.
@Suite(.timeLimit(.minutes(1))) struct HoldRuleTests {
    private static func hashes(_ ids: some Sequence<Int>) -> [UInt64] { ids.map { SeenSet.hash(String($0)) } }
    private static func ids(_ range: ClosedRange<Int>) -> [String] { range.map(String.init) }

    private static func hold(
        _ ids: ClosedRange<Int>, _ decision: HoldDecision? = nil, kind: HoldKind = .deletion
    ) -> Hold {
        var hold = Hold(kind, hashes(ids))
        if let decision { _ = hold.take(.decided(decision, by: "Ann")) }
        return hold
    }

    private static func absent(
        _ ids: [String], of live: Int, _ holds: [Hold] = [], isListEmpty: Bool = false, isReleased: Bool = false
    ) throws -> [String] {
        try Brake(holds, isReleased: isReleased)
            .absent(ids, of: live, isListEmpty: isListEmpty, "devices", id: { (id: String) in id })
    }

    private static func after(_ hold: Hold, _ events: Hold.Event...) -> Hold {
        var hold = hold
        for event in events { _ = hold.take(event) }
        return hold
    }

    private static func changes(_ hold: Hold, _ event: Hold.Event) -> Bool {
        var hold = hold
        return hold.take(event)
    }

    @Test func aPersonMayThinkAgainUntilItIsDone() {
        let accepted = Self.hold(1...9, .accept)
        #expect(accepted.state == .accepted && accepted.decidedBy == "Ann" && !accepted.isOver)
        #expect(!Self.changes(accepted, .decided(.accept, by: "Bob")))
        let rejected = Self.after(accepted, .decided(.reject, by: "Bob"))
        #expect(rejected.state == .rejected && rejected.decidedBy == "Bob")
        let done = Self.after(rejected, .decided(.accept, by: "Cyd"), .finished(seen: nil))
        #expect(done.state == .accepted && done.decidedBy == "Cyd" && done.isOver)
        #expect(!Self.changes(done, .decided(.reject, by: "Ann")))
    }

    @Test func whatWaitsLapsesWhenSomethingElseIsHeldOrNothing() {
        for event in [Hold.Event.finished(seen: nil), .superseded] {
            let lapsed = Self.after(Self.hold(1...9), event)
            #expect(lapsed.state == .lapsed && lapsed.isOver)
            #expect(!Self.changes(lapsed, .decided(.accept, by: "Ann")))
        }
        // A word that was given stands, whatever else is held.
        for decision in [HoldDecision.accept, .reject] {
            #expect(!Self.changes(Self.hold(1...9, decision), .superseded))
        }
    }

    @Test func aRejectionEndsRowByRowAsTheVendorShowsThemAgain() {
        let hold = Self.hold(1...3, .reject)
        #expect(!Self.changes(hold, .finished(seen: nil)))
        #expect(!Self.changes(hold, .finished(seen: SeenSet(Self.hashes(4...9)))))
        let shown = Self.after(hold, .finished(seen: SeenSet(Self.hashes(2...9))))
        #expect(shown.hashes == Self.hashes(1...1) && !shown.isOver)
        let over = Self.after(shown, .finished(seen: SeenSet(Self.hashes(1...9))))
        #expect(over.isOver && over.state == .rejected)
    }

    @Test func aRefusedMoveEndsWhenAWholeReadHasNone() {
        let hold = Self.hold(1...3, .reject, kind: .move)
        #expect(!Self.changes(hold, .finished(seen: nil)))
        #expect(Self.after(hold, .finished(seen: SeenSet([]))).isOver)
    }

    @Test func whatIsAllowedGoesAndDoesNotCount() throws {
        let accepted = Self.hold(1...50, .accept)
        #expect(throws: Held.deletion(Self.ids(1...50), of: 100, "devices")) {
            try Self.absent(Self.ids(1...50), of: 100, [Self.hold(1...50)])
        }
        #expect(try Self.absent(Self.ids(1...50), of: 100, [accepted]).count == 50)
        // Five more pass by themselves; six are a tenth of the fifty others, and more.
        #expect(try Self.absent(Self.ids(1...55), of: 100, [accepted]).count == 55)
        #expect(throws: Held.deletion(Self.ids(51...56), of: 50, "devices")) {
            try Self.absent(Self.ids(1...56), of: 100, [accepted])
        }
    }

    @Test func whatIsKeptStaysAndIsNotAskedForAgain() throws {
        let rejected = Self.hold(1...50, .reject)
        #expect(try Self.absent(Self.ids(1...50), of: 100, [rejected]).isEmpty)
        #expect(try Self.absent(Self.ids(1...53), of: 100, [rejected]) == Self.ids(51...53))
        #expect(throws: Held.deletion(Self.ids(51...70), of: 100, "devices")) {
            try Self.absent(Self.ids(1...70), of: 100, [rejected])
        }
        #expect(try Self.absent(Self.ids(1...70), of: 100, [rejected], isReleased: true).count == 70)
    }

    @Test func anEmptyListIsBelievedOfWhatAPersonHasRuledOn() throws {
        #expect(throws: Held.emptyList(["1"], "devices")) { try Self.absent(["1"], of: 1, isListEmpty: true) }
        let accepted = Self.hold(1...9, .accept, kind: .emptyList)
        #expect(try Self.absent(Self.ids(1...9), of: 9, [accepted], isListEmpty: true).count == 9)
        #expect(throws: Held.emptyList(["10"], "devices")) {
            try Self.absent(Self.ids(1...10), of: 10, [accepted], isListEmpty: true)
        }
        let rejected = Self.hold(1...9, .reject, kind: .emptyList)
        #expect(try Self.absent(Self.ids(1...9), of: 9, [rejected], isListEmpty: true).isEmpty)
    }

    @Test func onlyARefusedMoveKeepsARowWhereItIs() {
        let brake = Brake([Self.hold(1...2, .reject), Self.hold(3...4, .reject, kind: .move)])
        #expect(Self.ids(1...5).map(brake.isUnmoved) == [false, false, true, true, false])
        #expect(Self.ids(1...5).map(brake.isKept) == [true, true, true, true, false])
        #expect(brake.keepers == ["Ann"])
    }
}
