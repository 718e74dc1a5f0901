import Connectors
import Inventory
import TestSupport

@testable import Sync

/// One seed of level 1: the engine's cores between a vendor that misbehaves and a warehouse in memory, under a clock
/// that is moved by hand. The shell around the cores is this file's and its extensions'; it does what the real one does.
struct CoreSimulation {
    struct Stream: Sendable {
        var description: StreamDescription
        var vendor: VendorEndpoint
        var memory: StreamMemory
        /// The ids that each page has shown.
        var seen: [Int: [UInt8]] = [:]
        /// The greatest modified time that was ever answered.
        var greatest: Timestamp?
    }

    /// What goes wrong in a run.
    struct Mood: Sendable {
        var faultPercent = 0
        var crashPercent = 0
        /// Every call fails this way.
        var isDown: ConnectorError?
        var lie: VendorEndpoint.Lie?

        /// How often something happens between two pages.
        var changePercent = 40

        static let calm = Mood(changePercent: 0)
    }

    static let idsAList = 1_000_000

    var dice: Dice
    var now: Int64 = 1_767_225_600_000_000
    /// The vendor's clock before ours.
    let skew: Int64
    var streams: [Stream]
    var warehouse = CoreWarehouse()
    let checkpointAge: Duration
    /// Pages, calls and changes: what a person may count.
    private(set) var steps = 0
    /// What happened, where somebody asked to see it.
    private(set) var story: [String] = []
    private let isTold: Bool

    init(seed: Int, isTold: Bool = false) {
        self.isTold = isTold
        dice = Dice(seed: seed)
        let minutes = [0, 0, 0, -4, 7, -180, 90, 1_500][dice.below(8)]
        skew = Int64(minutes) * VendorList.minute
        checkpointAge = dice.chance(70) ? .seconds(86_400) : .seconds(3_600)
        let count = dice.chance(60) ? 1 : dice.within(2...3)
        streams = []
        for index in 0..<count {
            streams.append(Self.stream(index, skewMinutes: minutes, mayOnlyGrow: count == 1, &dice))
        }
    }

    private static func stream(
        _ index: Int, skewMinutes: Int, mayOnlyGrow: Bool, _ dice: inout Dice
    ) -> Stream {
        var traits = VendorList.Traits()
        let pagings = VendorEndpoint.Paging.allCases.filter { $0 != .numbered || mayOnlyGrow }
        let paging = pagings[dice.below(pagings.count)]
        let isIncremental = dice.chance(60)
        traits.isStamped = isIncremental || dice.chance(60)
        traits.onlyGrows = paging == .numbered
        traits.flagsDeletions = dice.chance(40)
        // A vendor that does not tell its time must at least have a clock that is nearly right.
        let tellsDate = abs(skewMinutes) > 5 || dice.chance(80)
        traits.hasFutureDates = dice.chance(20)
        traits.lateness = tellsDate ? 15 : 5
        let description = StreamDescription(
            name: "organizations \(index)", entity: Organization.entity.description,
            reading: isIncremental
                ? .incremental(field: "updated", precision: .seconds(60), isInclusive: true) : .snapshot,
            deletion: traits.onlyGrows ? .never : traits.flagsDeletions ? .flagged : .absence, endOfList: "the rule's",
            period: .seconds(3_600))
        let vendor = VendorEndpoint(
            list: VendorList(traits, firstID: 1 + index * idsAList), paging: paging, pageSize: dice.within(2...6),
            tellsDate: tellsDate)
        return Stream(description: description, vendor: vendor, memory: StreamMemory(now: Timestamp(microseconds: 0)))
    }

    var moment: VendorList.Moment { VendorList.Moment(now: now, vendor: now + skew) }

    /// Lives through so many runs, then sees whether all is as the vendor has it.
    mutating func live(runs: Int) throws(Violation) {
        for index in streams.indices { for _ in 0..<dice.below(40) { happen(index) } }
        for _ in 0..<runs {
            for _ in 0..<dice.below(12) { happen(dice.below(streams.count)) }
            pass(seconds: dice.chance(20) ? dice.within(60...30_000) : dice.within(1...1_200))
            try run(isFull: dice.chance(10), mood())
        }
        try comeToRest()
    }

    private mutating func mood() -> Mood {
        var mood = Mood(
            faultPercent: dice.chance(40) ? 0 : dice.below(25), crashPercent: dice.chance(50) ? 0 : dice.below(20))
        if dice.chance(6) { mood.isDown = .malformedAnswer("down") }
        if streams.count == 1, streams[0].description.deletion != .never, dice.chance(12) {
            mood = Mood(lie: dice.chance(50) ? .empty : .half)
        }
        return mood
    }

    /// One run to end what was begun, and one that reads everything as it is.
    private mutating func comeToRest() throws(Violation) {
        for isFull in [false, true] {
            pass(seconds: 60)
            try run(isFull: isFull, releasesBrake: true, .calm)
        }
        var expected: [String: Int] = [:]
        for stream in streams {
            for row in stream.vendor.list.living { expected[String(row.id)] = row.revision }
        }
        let stored = warehouse.living.mapValues(\.revision)
        try Violation.unless(
            stored == expected, "after a quiet sweep the warehouse is not the vendor: \(difference(stored, expected))")
    }

    private func difference(_ stored: [String: Int], _ expected: [String: Int]) -> String {
        Set(stored.keys).union(expected.keys).sorted().filter { stored[$0] != expected[$0] }.prefix(5)
            .map { "\($0): \(stored[$0].map(String.init) ?? "-") for \(expected[$0].map(String.init) ?? "-")" }
            .joined(separator: ", ")
    }

    mutating func happen(_ index: Int) {
        steps += 1
        if dice.chance(50) { pass(seconds: dice.below(20)) }
        now += 1
        if let words = streams[index].vendor.list.happen(&dice, moment) { tell("\(index): \(words)") }
        now += 1
    }

    mutating func pass(seconds: Int) { now += Int64(seconds) * 1_000_000 + 1 }

    mutating func count() { steps += 1 }

    mutating func tell(_ words: @autoclosure () -> String) {
        if isTold { story.append("\(now / 1_000_000 % 10_000_000) \(words())") }
    }

    /// The vendor's row under an id of the warehouse's.
    func judgement(of externalID: String) -> (Int, Judgement) {
        let id = Int(externalID) ?? 0
        return (id, judgement(streams[id / Self.idsAList]))
    }

    func judgement(_ stream: Stream) -> Judgement {
        Judgement(list: stream.vendor.list, isIncremental: stream.description.reading != .snapshot)
    }

    mutating func delete(_ externalID: String, by flag: Timestamp? = nil) throws(Violation) {
        let (id, judgement) = judgement(of: externalID)
        try judgement.deleted(id, stored: warehouse.living[externalID]?.revision ?? 0)
        warehouse.delete(externalID, at: now, by: flag)
    }
}
