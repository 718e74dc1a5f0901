import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct TokenBucketTests {
    @Test(arguments: [1, 2, 7, 60, 100, 1000])
    func noMinuteHoldsMoreCallsThanTheLimit(limit: Int) {
        var bucket = TokenBucket(callsPerMinute: limit, now: ManualClock.start)
        var taken: [WallTime] = []
        for step in 0..<6_000 {
            let now = ManualClock.start + Double(step) / 20
            while bucket.take(.interactive, now: now) == nil { taken.append(now) }
        }
        #expect(taken.mostInAMinute <= limit)
        // Five minutes of what is left beside the burst: the limit is drawn on, not only kept.
        #expect(taken.count >= 5 * max(1, limit - max(1, limit / 10)))
    }

    @Test func theTimeItNamesIsTheTimeItGoes() throws {
        var bucket = TokenBucket(callsPerMinute: 60, now: ManualClock.start)
        while bucket.take(.interactive, now: ManualClock.start) == nil {}
        let named = bucket.take(.interactive, now: ManualClock.start)
        let until = try #require(named)
        #expect(bucket.take(.interactive, now: until + -0.01) != nil)
        #expect(bucket.take(.interactive, now: until) == nil)
    }

    @Test func theLastOfABurstIsKeptForThoseWhoWaitInPerson() {
        var bucket = TokenBucket(callsPerMinute: 100, now: ManualClock.start)
        while bucket.take(.backfill, now: ManualClock.start) == nil {}
        #expect(bucket.take(.interactive, now: ManualClock.start) == nil)
    }

    @Test func aClockSetBackGivesNothing() {
        var bucket = TokenBucket(callsPerMinute: 60, now: ManualClock.start)
        while bucket.take(.interactive, now: ManualClock.start) == nil {}
        #expect(bucket.take(.interactive, now: ManualClock.start + -3_600) != nil)
    }
}
