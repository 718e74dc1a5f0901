/// How long something takes: the mean over about a second, after a first time that does not count.
enum Pace {
    static func of(_ work: () throws -> Void) rethrows -> Double {
        try work()
        let began = ContinuousClock.now
        var times = 0
        while ContinuousClock.now - began < .seconds(1) {
            try work()
            times += 1
        }
        return (ContinuousClock.now - began) / .seconds(1) / Double(times)
    }

    static func of(_ work: () async throws -> Void) async rethrows -> Double {
        try await work()
        let began = ContinuousClock.now
        var times = 0
        while ContinuousClock.now - began < .seconds(1) {
            try await work()
            times += 1
        }
        return (ContinuousClock.now - began) / .seconds(1) / Double(times)
    }

    /// How often a second, by several at once, over about three seconds.
    static func perSecond(atOnce: Int, _ work: @Sendable @escaping () async throws -> Void) async throws -> Int {
        try await work()
        let began = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<atOnce {
                group.addTask {
                    var times = 0
                    while ContinuousClock.now - began < .seconds(3) {
                        try await work()
                        times += 1
                    }
                    return times
                }
            }
            return try await group.reduce(0, +)
        }
        return Int(Double(times) / ((ContinuousClock.now - began) / .seconds(1)))
    }
}
