import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct TokenBucketTests {
    @Test(arguments: [1, 2, 7, 60, 100, 1000])
    func noMinuteHoldsMoreCallsThanTheLimit(limit: Int) {
        var bucket = TokenBucket(callsPerMinute: limit, now: ManualClock.start)
        var taken: [WallTime] = []
        for step in 0..<6_000 {
            let now = ManualClock.start + Double(step) / 20
            while bucket.take(1, isInteractive: true, now: now) == 1 { taken.append(now) }
        }
        #expect(taken.mostInAMinute <= limit)
        // Five minutes of what is left beside the burst: the limit is drawn on, not only kept.
        #expect(Double(taken.count) >= 0.95 * 5 * Double(max(1, limit - max(1, limit / 10))))
    }

    /// Vendors that count by the hour bear a burst that those who count by the minute do not.
    @Test(arguments: [100, 1_500]) func noHourHoldsMoreCallsThanTheLimit(limit: Int) {
        var bucket = TokenBucket(callsPerHour: limit, now: ManualClock.start)
        #expect(bucket.available(isInteractive: true, now: ManualClock.start) == limit / 10)
        var taken: [WallTime] = []
        for second in 0..<(3 * 3_600) {
            let now = ManualClock.start + Double(second)
            while bucket.take(1, isInteractive: true, now: now) == 1 { taken.append(now) }
        }
        let most = taken.indices.map { first in taken[first...].prefix { $0 - taken[first] < 3_600 }.count }.max() ?? 0
        #expect(most <= limit)
        #expect(Double(taken.count) >= 0.95 * 3 * 0.9 * Double(limit))
    }

    @Test func theTimeItNamesIsTheTimeItGoes() {
        var bucket = TokenBucket(callsPerMinute: 60, now: ManualClock.start)
        _ = bucket.take(60, isInteractive: true, now: ManualClock.start)
        let until = ManualClock.start + bucket.secondsToNext(isInteractive: true)
        #expect(bucket.take(1, isInteractive: true, now: until + -0.01) == 0)
        #expect(bucket.take(1, isInteractive: true, now: until) == 1)
    }

    @Test func theLastOfABurstIsKeptForThoseWhoWaitInPerson() {
        var bucket = TokenBucket(callsPerMinute: 100, now: ManualClock.start)
        #expect(bucket.take(100, isInteractive: false, now: ManualClock.start) == 8)
        #expect(bucket.take(100, isInteractive: true, now: ManualClock.start) == 2)
    }

    @Test func aClockSetBackGivesNothing() {
        var bucket = TokenBucket(callsPerMinute: 60, now: ManualClock.start)
        _ = bucket.take(60, isInteractive: true, now: ManualClock.start)
        #expect(bucket.take(1, isInteractive: true, now: ManualClock.start + -3_600) == 0)
    }

    /// Two who asked at about one time may be served in the other order.
    @Test func aClockReadALittleEarlierGivesNoSecondTwice() {
        var bucket = TokenBucket(callsPerMinute: 60, now: ManualClock.start)
        var taken = bucket.take(60, isInteractive: true, now: ManualClock.start)
        for step in 1...600 {
            let now = ManualClock.start + Double(step) / 10
            taken += bucket.take(60, isInteractive: true, now: now)
            taken += bucket.take(60, isInteractive: true, now: now + -5)
        }
        #expect(taken <= 60)
    }

    @Test func whatIsGivenBackIsAsIfItHadNotBeenTaken() {
        var bucket = TokenBucket(callsPerMinute: 100, now: ManualClock.start)
        _ = bucket.take(10, isInteractive: true, now: ManualClock.start)
        bucket.giveBack(50)
        #expect(bucket.available(isInteractive: true, now: ManualClock.start) == 10)
    }
}
