import HTTPTransport
import Synchronization

/// A clock that stands still until somebody sleeps, and then is where the sleeper wanted to get.
final class ManualClock: Sendable {
    /// 2026-07-01T00:00:00Z.
    static let start = WallTime(seconds: 1_782_864_000)

    private let time = Mutex(start)
    private let chance: Double

    /// - Parameter chance: what every draw of chance gives.
    init(chance: Double = 0.5) { self.chance = chance }

    var now: WallTime { time.withLock { $0 } }
    /// Since the clock began.
    var seconds: Double { now - Self.start }

    func advance(_ seconds: Double) { time.withLock { $0 = $0 + seconds } }

    var callClock: CallClock {
        CallClock(
            now: { self.now },
            sleep: { seconds in
                try Task.checkCancellation()
                let end = self.now + seconds
                // So that a call which was let through is on its way before time moves on.
                for _ in 0..<20 { await Task.yield() }
                self.time.withLock { $0 = max($0, end) }
            },
            random: { self.chance })
    }
}

extension [WallTime] {
    /// The most of them in any minute.
    var mostInAMinute: Int {
        let times = sorted()
        var most = 0
        var first = 0
        for (last, time) in times.enumerated() {
            while time - times[first] >= 60 - 1e-4 { first += 1 }
            most = Swift.max(most, last - first + 1)
        }
        return most
    }
}
