import Connectors
import Testing
import VendorSimulator

@Suite struct AnchoredOffsetPagingTests {
    /// Reads a list that may change between two pages, to its end.
    private func read(
        size: Int = 4, _ list: (Int) -> [String], total: ((Int) -> Int64?)? = nil
    ) throws -> (seen: [String], provesWhole: Bool) {
        let paging = AnchoredOffsetPaging()
        var position: ReadPosition?
        var seen: [String] = []
        for page in 0..<100 {
            let rows = Array(list(page).dropFirst(paging.offset(position)).prefix(size))
            seen += rows
            let count = total.map { $0(page) } ?? Int64(list(page).count)
            let outcome = try paging.step(position, .init(total: count, ids: rows))
            guard case .next(let next) = outcome.step else { return (seen, outcome.provesWhole) }
            position = next
        }
        throw ConnectorError.positionLost("no end")
    }

    private func ids(_ range: ClosedRange<Int>) -> [String] { range.map { String(1000 + $0) } }

    @Test(arguments: [0, 1, 3, 4, 5, 7, 8, 30]) func aListThatStaysIsSeenWhole(count: Int) throws {
        let list = count == 0 ? [] : ids(1...count)
        let (seen, provesWhole) = try read { _ in list }
        #expect(Set(seen) == Set(list) && provesWhole)
    }

    @Test func eachPageButTheFirstBeginsWithTheLastRowOfTheOneBefore() throws {
        let (seen, _) = try read { _ in ids(1...7) }
        #expect(seen == ids(1...4) + ids(4...7))
    }

    @Test func aShortPageIsNotTheEnd() throws {
        let list = ids(1...9)
        let paging = AnchoredOffsetPaging()
        let outcome = try paging.step(nil, .init(total: 9, ids: Array(list.prefix(2))))
        #expect(outcome.step.position.map { paging.offset($0) } == 1 && !outcome.provesWhole)
    }

    @Test func aRowThatWentBehindUsShiftsTheListAndProvesNothing() throws {
        // Another comes at the end meanwhile, so that the total stays as it was.
        let (seen, provesWhole) = try read { page in page == 0 ? ids(1...9) : ids(2...10) }
        #expect(!seen.contains("1005") || !provesWhole)
        #expect(!provesWhole)
    }

    @Test func aTotalThatMovedProvesNothing() throws {
        let (seen, provesWhole) = try read { page in page == 0 ? ids(1...9) : ids(1...10) }
        #expect(Set(seen) == Set(ids(1...10)) && !provesWhole)
    }

    @Test func rowsThatComeBeforeUsRepeatSomeAndLoseNone() throws {
        let (seen, _) = try read { page in page == 0 ? ids(3...12) : ids(1...12) }
        #expect(Set(seen).isSuperset(of: ids(3...12)))
    }

    @Test func anEmptyPageBeforeTheTotalEndsTheListAndProvesNothing() throws {
        let (seen, provesWhole) = try read({ _ in ids(1...8) }, total: { _ in 20 })
        #expect(Set(seen) == Set(ids(1...8)) && !provesWhole)
        #expect(try !read({ _ in [] }, total: { _ in 20 }).provesWhole)
    }

    @Test func withoutATotalAPageWithNothingNewIsTheEnd() throws {
        let (seen, provesWhole) = try read({ _ in ids(1...9) }, total: { _ in nil })
        #expect(Set(seen) == Set(ids(1...9)) && provesWhole)
    }

    @Test func aVendorThatKnowsNoSkipIsNoticed() {
        #expect(throws: ConnectorError.self) {
            let paging = AnchoredOffsetPaging()
            let page = AnchoredOffsetPaging.Event(total: 50, ids: ids(1...4))
            var position = try paging.step(nil, page).step.position
            for _ in 0..<5 { position = try paging.step(position, page).step.position }
        }
    }

    @Test func whatStandsTwiceTakesOnePlace() throws {
        let paging = AnchoredOffsetPaging()
        let outcome = try paging.step(nil, .init(total: 9, ids: ["1", "1", "2", "2", nil]))
        #expect(outcome.step.position.map { paging.offset($0) } == 3)
    }

    @Test func aRowWithoutAnIDAtThePagesEndLeavesNothingToHoldOnTo() throws {
        let paging = AnchoredOffsetPaging()
        let first = try paging.step(nil, .init(total: 3, ids: ["1", nil]))
        let last = try paging.step(first.step.position, .init(total: 3, ids: ["3"]))
        #expect(last.step == .end && !last.provesWhole)
    }

    @Test func overManySeedsAProofIsNeverFalse() throws {
        var proofs = (of: 0, amongMoves: 0)
        for seed in 0..<20_000 {
            var list = MovingList(seed: UInt64(seed))
            guard try list.readToItsEnd() else { continue }
            proofs.of += 1
            proofs.amongMoves += list.hasMoved ? 1 : 0
            #expect(list.stayed.isSubset(of: list.seen), "seed \(seed)")
        }
        // Both kinds are met, or nothing was tried.
        #expect(proofs.of > 5_000 && proofs.amongMoves > 1_000, "\(proofs)")
    }
}

/// A list in the order of its ids, from which rows go and to which others come between two pages.
private struct MovingList {
    private var rows: Set<Int>
    private var random: SplitMix64
    /// The rows that were there all the while.
    private(set) var stayed: Set<Int>
    private(set) var seen: Set<Int> = []
    private(set) var hasMoved = false

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        rows = []
        for _ in 0..<random.below(30) { rows.insert(random.below(1000)) }
        stayed = rows
    }

    /// Whether the read ended with a proof.
    mutating func readToItsEnd() throws -> Bool {
        let paging = AnchoredOffsetPaging()
        var position: ReadPosition?
        for _ in 0..<200 {
            let page = rows.sorted().dropFirst(paging.offset(position)).prefix(random.within(2...9))
            seen.formUnion(page)
            let event = AnchoredOffsetPaging.Event(total: Int64(rows.count), ids: page.map { String($0) })
            // A page that so many others were put before that it brings nothing new makes the read begin again.
            guard let outcome = try? paging.step(position, event) else { return false }
            guard case .next(let next) = outcome.step else { return outcome.provesWhole }
            position = next
            if random.chance(0.5) { move() }
        }
        throw ConnectorError.positionLost("no end")
    }

    /// As many often come as go, so that the total says nothing.
    private mutating func move() {
        let count = random.below(3)
        for _ in 0..<count {
            guard let gone = rows.randomElement(using: &random) else { continue }
            rows.remove(gone)
            stayed.remove(gone)
            hasMoved = true
        }
        for _ in 0..<(random.chance(0.7) ? count : random.below(3)) {
            hasMoved = rows.insert(random.below(1000)).inserted || hasMoved
        }
    }
}
