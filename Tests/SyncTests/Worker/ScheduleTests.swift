import Foundation
import Inventory
import Testing

@testable import Sync

@Suite struct ScheduleTests {
    private static let noon = Timestamp(microseconds: 1_767_268_800_000_000)
    private static let draws = (0..<100).map { Double($0) / 100 }

    @Test(arguments: [("90s", 90), ("15m", 900), ("6h", 21_600), ("1d", 86_400), ("31d", 2_678_400)])
    func aPeriodIsReadAndWritten(text: String, seconds: Int64) throws {
        #expect(try PeriodText.parse(text) == .seconds(seconds))
        #expect(PeriodText.text(seconds: seconds) == text)
    }

    @Test(arguments: ["", "m", "15", "15 m", "-5m", "0s", "9s", "32d", "1.5h", "15M", "99999999999999999999d", "5w"])
    func whatIsNoPeriodIsRefused(text: String) {
        #expect(throws: ScheduleError.period(text)) { try PeriodText.parse(text) }
    }

    @Test func aPeriodIsSpreadByATwentiethToEitherSide() {
        let schedule = Schedule.every(.seconds(1_000))
        let waits = Self.draws.map { schedule.next(after: Self.noon, draw: $0).microseconds - Self.noon.microseconds }
        #expect(waits.min() == 950_000_000 && waits.allSatisfy { (950_000_000..<1_050_000_000).contains($0) })
        #expect(Set(waits).count == Self.draws.count)
    }

    @Test func anExpressionsMomentIsSpreadAfterItAndNotBeforeTheNext() throws {
        let schedule = Schedule.cron(try CronExpression("*/5 * * * *"), .gmt)
        let waits = Self.draws.map { schedule.next(after: Self.noon, draw: $0).microseconds - Self.noon.microseconds }
        // A tenth of five minutes.
        #expect(waits.min() == 300_000_000 && waits.allSatisfy { (300_000_000..<330_000_000).contains($0) })
        #expect(Set(waits).count == Self.draws.count)
        let daily = Schedule.cron(try CronExpression("0 6 * * *"), .gmt)
        let latest = daily.next(after: Self.noon, draw: 0.999).microseconds - Self.noon.microseconds
        #expect(latest > 18 * 3_600_000_000 && latest < 18 * 3_600_000_000 + 60_000_000)
    }

    /// After a night without a worker the next read is the next moment, not each one that was missed.
    @Test func whatWasMissedIsNotMadeUpFor() throws {
        let morning = Self.noon.advanced(by: .seconds(20 * 3_600))
        for schedule in [Schedule.every(.seconds(900)), .cron(try CronExpression("*/15 * * * *"), .gmt)] {
            #expect(schedule.next(after: morning, draw: 0.5) > morning)
        }
    }

    @Test(arguments: [("*/15 6-20 * * 1-5", 900), ("0 6 * * *", 86_400), ("0,50 * * * *", 600)])
    func theShortestGapStandsForAPeriod(expression: String, seconds: Int64) throws {
        #expect(try CronExpression(expression).shortestGap(after: Self.noon) == .seconds(seconds))
    }
}
