import TestSupport

@testable import Sync

/// One seed of a lease at level 1: a worker that keeps it by ``LeaseClock``, a database that gives it and takes it, and
/// the way between them, on which words are late or lost. Time is moved by hand.
struct LeaseSimulation {
    /// What befalls the worker.
    enum Mood: CaseIterable {
        /// The database answers, however slowly: within three seconds.
        case calm
        /// It does not, for up to forty seconds now and then.
        case outages
        /// Answers are lost of what was done and of what was not; the worker sleeps for minutes.
        case wild
    }

    /// How it ended for the worker.
    private enum End { case givenUp, refused }

    static let duration: Duration = .seconds(60)
    static let renewal: Duration = .seconds(15)

    private var dice: Dice
    private let mood: Mood
    private var now: Duration = .zero
    /// By the database.
    private var expiresAt = LeaseSimulation.duration
    private var clock: LeaseClock
    /// Whether a renewal has come through: until then the worker counts from when it heard of its lease.
    private var isRenewed = false
    private var outage: Range<Duration>
    private(set) var steps = 0

    init(seed: Int) {
        dice = Dice(seed: seed)
        mood = Mood.allCases[dice.below(3)]
        clock = LeaseClock(duration: Self.duration, renewal: Self.renewal, at: .zero)
        outage = .zero..<(.zero)
    }

    /// Lives through so many steps, or until the lease is lost.
    mutating func live(steps most: Int) throws(Violation) {
        while steps < most {
            steps += 1
            passOutage()
            if let end = try step() {
                return try Violation.unless(
                    mood == .wild, "the lease was lost without need, \(end) at \(now), \(mood)")
            }
        }
    }

    private mutating func step() throws(Violation) -> End? {
        let step = clock.step(at: now)
        try Violation.unless(
            step == .giveUp || !isRenewed || now < expiresAt,
            "at \(now) a worker holds on to what ended at \(expiresAt)")
        switch step {
        case .giveUp: return .givenUp
        case .wait(let pause):
            try Violation.unless(pause > .zero, "a worker waits for nothing")
            try Violation.unless(
                !isRenewed || now + pause <= expiresAt, "a worker waits past the end of its lease at \(expiresAt)")
            now += pause + .milliseconds(dice.below(50))
            if mood == .wild, dice.chance(4) { now = awakening() }
            return nil
        case .renew: return renew()
        }
    }

    /// After a sleep; half of the sleepers wake when the lease is about to end, or has just ended.
    private mutating func awakening() -> Duration {
        guard dice.chance(50) else { return now + .seconds(dice.below(200)) }
        return max(now, expiresAt + .milliseconds(dice.below(6_000) - 3_000))
    }

    private mutating func renew() -> End? {
        let sent = now
        let isLost = outage.contains(now) || mood == .wild && dice.chance(20)
        let isDone = !isLost || mood == .wild && dice.chance(50)
        now += .milliseconds(dice.below(1_500))
        if isDone {
            guard now < expiresAt else { return .refused }
            expiresAt = now + Self.duration
        }
        now += .milliseconds(dice.below(isLost ? 500 : 1_500))
        if isLost {
            clock.failed(at: now)
        } else {
            clock.renewed(at: sent)
            isRenewed = true
        }
        return nil
    }

    private mutating func passOutage() {
        guard mood == .outages, now > outage.upperBound + .seconds(60), dice.chance(20) else { return }
        outage = now..<(now + .seconds(dice.within(1...40)))
    }
}
