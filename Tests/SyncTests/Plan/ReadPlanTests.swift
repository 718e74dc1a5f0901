import Connectors
import Inventory
import Testing

@testable import Sync

@Suite(.timeLimit(.minutes(1))) struct ReadPlanTests {
    private static let stream = Make.stream("s", Organization.entity.description, reading: Make.incremental)
    private static let minute: Int64 = 60_000_000

    private static func memory(_ change: (inout StreamMemory) -> Void = { _ in }) -> StreamMemory {
        var memory = StreamMemory(now: Make.time(10_000))
        (memory.highWater, memory.lastSweepAt) = (Make.time(9_000), Make.time(9_990))
        (memory.lastSuccessAt, memory.asOf) = (Make.time(9_995), Make.time(9_995))
        change(&memory)
        return memory
    }

    private static func since(_ memory: StreamMemory, isFull: Bool = false) -> Timestamp? {
        switch ReadPlan.make(stream, memory, isFull: isFull, checkpointAge: .seconds(86_400)) {
        case .begin(let checkpoint), .resume(let checkpoint): checkpoint.since
        }
    }

    private static func checkpoint(minute: Int, since: Timestamp?, isResumable: Bool = true) -> Checkpoint {
        var checkpoint = Checkpoint(since: since, startedAt: Make.time(minute), isFirstRead: false)
        checkpoint.take(Page(next: ReadPosition([:], isResumable: isResumable)), now: Make.time(minute))
        return checkpoint
    }

    private static func resumes(_ checkpoint: Checkpoint, isFull: Bool = false) -> Bool {
        let plan = ReadPlan.make(
            stream, memory { $0.checkpoint = checkpoint }, isFull: isFull, checkpointAge: .seconds(86_400))
        if case .resume = plan { return true }
        return false
    }

    @Test func theLowerBoundLooksBackAQuarterOfAnHour() {
        #expect(Self.since(Self.memory()) == Make.time(9_000 - 15))
    }

    @Test func everythingIsReadWhenNothingIsKnownOrAskedForOrASweepIsDue() {
        #expect(Self.since(Self.memory { $0.highWater = nil }) == nil)
        #expect(Self.since(Self.memory { $0.lastSweepAt = nil }) == nil)
        #expect(Self.since(Self.memory { $0.lastSweepAt = Make.time(10_000 - 24 * 60) }) == nil)
        #expect(Self.since(Self.memory(), isFull: true) == nil)
    }

    @Test func anUnfinishedReadIsGoneOnWithUnlessItIsOldOrDead() {
        #expect(Self.resumes(Self.checkpoint(minute: 9_999, since: Make.time(1))))
        #expect(!Self.resumes(Self.checkpoint(minute: 10_000 - 24 * 60 - 1, since: nil)))
        #expect(!Self.resumes(Self.checkpoint(minute: 9_999, since: nil, isResumable: false)))
        #expect(!Self.resumes(Self.checkpoint(minute: 9_999, since: Make.time(1)), isFull: true))
        #expect(Self.resumes(Self.checkpoint(minute: 9_999, since: nil), isFull: true))
        #expect(!Self.resumes(Self.checkpoint(minute: 9_900, since: nil), isFull: true))
    }

    private static func together(_ memories: [StreamMemory], reading: Reading = Make.incremental) -> Set<String> {
        let streams = memories.indices.map {
            Make.stream(String($0), Organization.entity.description, reading: $0 == 0 ? reading : Make.incremental)
        }
        let named = Dictionary(uniqueKeysWithValues: zip(streams.map(\.name), memories))
        return SweepPlan.together(streams, named, isFull: false, checkpointAge: .seconds(86_400))
    }

    @Test func aStreamWhoseSweepIsDueTakesItsSiblingsAlong() {
        let due = Self.memory { $0.lastSweepAt = Make.time(10_000 - 24 * 60) }
        #expect(Self.together([Self.memory(), Self.memory()]) == [])
        #expect(Self.together([due, Self.memory(), Self.memory()]) == ["1", "2"])
        #expect(Self.together([due, due]) == ["0", "1"])
        // Also one that goes on with a sweep that was broken off.
        let resumed = Self.memory { $0.checkpoint = Self.checkpoint(minute: 9_999, since: nil) }
        #expect(Self.together([resumed, Self.memory()]) == ["1"])
    }

    @Test func aStreamWhoseSweepWouldProveNothingSweepsAlone() {
        let states: [StreamState] = [.failing, .notAvailable]
        for state in states {
            let due = Self.memory { ($0.state, $0.lastSweepAt) = (state, nil) }
            #expect(Self.together([due, Self.memory()]) == [])
        }
        // Read to its end before, and never proven.
        #expect(Self.together([Self.memory { $0.lastSweepAt = nil }, Self.memory()]) == [])
        #expect(Self.together([Self.memory { $0.lastSweepAt = nil }, Self.memory()], reading: .snapshot) == [])
    }

    @Test func anUnfinishedReadOfChangesGivesWayToASweepWithASibling() {
        let memory = Self.memory { $0.checkpoint = Self.checkpoint(minute: 9_999, since: Make.time(1)) }
        let plan = ReadPlan.make(
            Self.stream, memory, isFull: false, sweepsWithSibling: true, checkpointAge: .seconds(86_400))
        #expect(plan.checkpoint.isSweep && !plan.checkpoint.isBegun)
    }

    @Test func aCheckpointOfAnotherVersionStartsTheReadAgain() {
        #expect(Checkpoint(json: #"{"pages": 3}"#) == nil)
        let checkpoint = Self.checkpoint(minute: 5, since: Make.time(3))
        #expect(Checkpoint(json: checkpoint.json) == checkpoint)
    }

    private static func highWater(
        seen: Int?, date: Int?, before: Int? = nil, skewMinutes: Int64 = 0
    ) -> Timestamp? {
        var checkpoint = Checkpoint(since: nil, startedAt: Make.time(1_000), isFirstRead: false)
        checkpoint.highWater = seen.map(Make.time)
        checkpoint.vendorDate = date.map(Make.time)
        checkpoint.skewMicroseconds = skewMinutes * minute
        return ReadPlan.highWater(after: checkpoint, before: before.map(Make.time))
    }

    @Test func theHighWaterMarkIsATimeOfTheVendors() {
        #expect(Self.highWater(seen: 900, date: 1_000) == Make.time(900))
        #expect(Self.highWater(seen: 1_100, date: 1_000) == Make.time(1_000))
        #expect(Self.highWater(seen: nil, date: 1_000) == Make.time(1_000))
        #expect(Self.highWater(seen: nil, date: nil, before: 7) == Make.time(7))
        #expect(Self.highWater(seen: 5, date: 1_000, before: 7) == Make.time(7))
        // Without the vendor's clock: what is dated after the read began, in the year 9999 or in a minute, limits nothing.
        #expect(Self.highWater(seen: 100_000_000, date: nil) == Make.time(1_000))
    }

    @Test func aSkewOfMoreThanHalfTheLookBackWidensIt() {
        #expect(Self.highWater(seen: 900, date: 1_000, skewMinutes: 7) == Make.time(900))
        #expect(Self.highWater(seen: 900, date: 1_000, skewMinutes: 10) == Make.time(900 - 5))
    }
}
