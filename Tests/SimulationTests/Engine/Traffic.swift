import Synchronization
import TestSupport

/// The calls that arrive at the vendor, counted against the limits that it declares.
final class Traffic: Sendable {
    private struct State {
        var underWay = 0
        /// What has arrived and not yet flowed off at the declared rate.
        var level: Double = 0
        var lastAt = ContinuousClock.now
        var violation: Violation?
    }

    let callsPerMinute: Int
    let concurrentCalls: Int
    private let state = Mutex(State())

    init(callsPerMinute: Int, concurrentCalls: Int) {
        self.callsPerMinute = callsPerMinute
        self.concurrentCalls = concurrentCalls
    }

    /// A tenth of a minute's calls may come at once, a hundredth more from who cannot reach the ledger, and what was taken
    /// may be some seconds on its way.
    private var burst: Double { Double(callsPerMinute) * (0.11 + 3.0 / 60) + 1 }

    func arrive() {
        state.withLock { state in
            let now = ContinuousClock.now
            let flown = (now - state.lastAt) / .seconds(60) * Double(callsPerMinute)
            state.level = max(0, state.level - flown) + 1
            state.lastAt = now
            state.underWay += 1
            if state.underWay > concurrentCalls {
                state.violation = Violation("\(state.underWay) calls at once, of \(concurrentCalls)")
            } else if state.level > burst {
                state.violation = Violation("\(Int(state.level)) calls in a burst, of \(callsPerMinute) a minute")
            }
        }
    }

    func leave() { state.withLock { $0.underWay -= 1 } }

    func judge() throws(Violation) {
        if let violation = state.withLock({ $0.violation }) { throw violation }
    }
}
