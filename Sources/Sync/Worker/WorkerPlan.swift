import Foundation

/// What a worker does next: an event goes in, actions come out. Times are on any clock that does not jump.
struct WorkerPlan: Sendable {
    enum Event: Sendable, Hashable {
        /// Something may be there to be taken.
        case woken
        /// The moment that was asked for by ``Action/wake(at:)`` has come.
        case reached(Duration)
        /// What a claim brought; and how long from now something will be due, when anything will.
        case claimed([Claim], nextDue: Duration?)
        case claimFailed
        /// A run has ended, however.
        case ended(Claim)
        /// Nothing new is to be begun.
        case stop
        /// Who was to finish has had the time for it.
        case graceOver
    }

    enum Action: Sendable, Hashable {
        /// Takes up to so many connections. `busy`: a tenant for each one that runs.
        case claim(maximum: Int, busy: [UUID], share: Int)
        case run(Claim)
        case wake(at: Duration)
        /// Gives the runs their grace, then says ``Event/graceOver``.
        case beginGrace
        case cancelRuns
        /// All is done.
        case finish
    }

    /// Connections that may run at once.
    let width: Int
    /// How often is looked, whatever is told.
    let poll: Duration
    private(set) var running: [Claim] = []
    private(set) var isStopping = false
    private var alarm: Duration?
    private var failures = 0

    init(width: Int, poll: Duration) {
        self.width = max(1, width)
        self.poll = poll
    }

    /// The places that one tenant gets at most: a quarter is kept for others, so that what another tenant has to do
    /// begins at once.
    static func share(of width: Int) -> Int { max(1, width - max(1, width / 4)) }

    mutating func take(_ event: Event, at now: Duration) -> [Action] {
        switch event {
        case .woken: return claim()
        case .reached(let moment):
            guard moment == alarm else { return [] }
            alarm = nil
            return claim()
        case .claimed(let claims, let nextDue):
            failures = 0
            running += claims
            if isStopping { return claims.isEmpty ? finish() : claims.map(Action.run) }
            return claims.map(Action.run) + look(again: nextDue, claims.isEmpty, now)
        case .claimFailed:
            failures += 1
            return wake(at: now + min(poll * (1 << min(failures - 1, 4)), .seconds(60)))
        case .ended(let claim):
            if let place = running.firstIndex(of: claim) { running.remove(at: place) }
            return isStopping ? finish() : self.claim()
        case .stop:
            if isStopping { return [] }
            isStopping = true
            return running.isEmpty ? [.finish] : [.beginGrace]
        case .graceOver: return [.cancelRuns]
        }
    }

    /// After a claim: at once again while it brings something and there is room; else later.
    private mutating func look(again nextDue: Duration?, _ isNothingLeft: Bool, _ now: Duration) -> [Action] {
        let more = isNothingLeft ? [] : claim()
        return more.isEmpty ? wake(at: now + min(poll, nextDue ?? poll)) : more
    }

    private func claim() -> [Action] {
        guard !isStopping, running.count < width else { return [] }
        return [
            .claim(maximum: width - running.count, busy: running.map(\.tenant), share: Self.share(of: width))
        ]
    }

    /// An alarm that comes sooner stands.
    private mutating func wake(at moment: Duration) -> [Action] {
        guard !isStopping, alarm.map({ moment < $0 }) ?? true else { return [] }
        alarm = moment
        return [.wake(at: moment)]
    }

    private func finish() -> [Action] { running.isEmpty ? [.finish] : [] }
}
