import Glibc

/// A moment by the wall clock: what vendors' headers speak of, and what a stored pause must survive a restart in.
public struct WallTime: Sendable, Hashable, Comparable, Codable {
    /// Since 1970-01-01T00:00:00Z.
    public var seconds: Double

    public init(seconds: Double) { self.seconds = seconds }

    public static func < (lhs: WallTime, rhs: WallTime) -> Bool { lhs.seconds < rhs.seconds }
    public static func + (time: WallTime, seconds: Double) -> WallTime { WallTime(seconds: time.seconds + seconds) }
    /// In seconds.
    public static func - (lhs: WallTime, rhs: WallTime) -> Double { lhs.seconds - rhs.seconds }
}

/// Time, waiting and chance as calls need them; replaced in tests, so that nothing waits for real.
public struct CallClock: Sendable {
    public var now: @Sendable () -> WallTime
    /// Waits so many seconds, or throws when the task is cancelled.
    public var sleep: @Sendable (Double) async throws -> Void
    /// From 0 up to, not including, 1.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> WallTime, sleep: @escaping @Sendable (Double) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The machine's own.
    public static let system = CallClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return WallTime(seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
        },
        sleep: { try await Task.sleep(for: .seconds($0)) },
        random: { Double.random(in: 0..<1) })
}
