import Foundation
import Inventory
import Testing

@testable import Sync

@Suite struct CronTests {
    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

    @Test(arguments: [
        // Every quarter of an hour, from 6 to 20 o'clock, on working days; 2026-01-02 is a Friday.
        ("*/15 6-20 * * 1-5", "2026-01-02T05:59:59Z", "2026-01-02T06:00:00Z"),
        ("*/15 6-20 * * 1-5", "2026-01-02T06:00:00Z", "2026-01-02T06:15:00Z"),
        ("*/15 6-20 * * 1-5", "2026-01-02T20:45:00Z", "2026-01-05T06:00:00Z"),
        ("0 0 * * *", "2026-12-31T23:59:59.5Z", "2027-01-01T00:00:00Z"),
        ("59 23 31 12 *", "2026-12-31T23:59:00Z", "2027-12-31T23:59:00Z"),
        ("0 12 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T12:00:00Z"),
        ("0 12 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T12:00:00Z"),
        ("5,35 8 * * *", "2026-01-01T08:05:00Z", "2026-01-01T08:35:00Z"),
        ("10-20/5 * * * *", "2026-01-01T08:16:00Z", "2026-01-01T08:20:00Z"),
        ("50/5 * * * *", "2026-01-01T08:55:00Z", "2026-01-01T09:50:00Z"),
        ("0 8 * feb mon", "2026-01-01T00:00:00Z", "2026-02-02T08:00:00Z"),
        ("0 8 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T08:00:00Z"),
        ("0 8 * * SUN", "2026-01-01T00:00:00Z", "2026-01-04T08:00:00Z"),
        // Two restricted fields for days: either of them.
        ("0 8 13 * 5", "2026-01-01T00:00:00Z", "2026-01-02T08:00:00Z"),
        ("0 8 13 * 5", "2026-01-09T08:00:00Z", "2026-01-13T08:00:00Z"),
    ])
    func theNextMomentIsFound(expression: String, after: String, next: String) throws {
        #expect(try CronExpression(expression).next(after: Self.time(after)) == Self.time(next))
    }

    @Test(arguments: [
        ("0 8 * * *", "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-01-01T07:00:00Z"),
        ("0 8 * * *", "Europe/Berlin", "2026-07-01T00:00:00Z", "2026-07-01T06:00:00Z"),
        ("0 1 * * *", "America/New_York", "2026-01-01T12:00:00Z", "2026-01-02T06:00:00Z"),
        // 2:30 does not come in the spring night, and comes twice in the autumn night.
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        ("0 * * * *", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"),
    ])
    func aZonesClocksAreFollowed(expression: String, zone: String, after: String, next: String) throws {
        let zone = try #require(TimeZone(identifier: zone))
        #expect(try CronExpression(expression).next(after: Self.time(after), in: zone) == Self.time(next))
    }

    /// Against the plain definition: each minute of the time is asked whether it matches.
    @Test(arguments: [
        "*/7 * * * *", "3-40/9 */5 * * *", "0 0 1,15 * *", "0 0 * * 0", "17 3 10-20 */3 1", "* 23 * 11 *",
    ])
    func noMomentIsLeftOutAndNoneInvented(expression: String) throws {
        let start = try Self.time("2026-10-20T00:00:00Z")
        let end = try Self.time("2026-11-20T00:00:00Z")
        let cron = try CronExpression(expression)
        var found: [Timestamp] = []
        while let next = cron.next(after: found.last ?? start), next < end { found.append(next) }
        #expect(found == Plain(expression).moments(from: start, to: end))
    }

    /// A cron expression as its definition has it, slow and simple.
    private struct Plain {
        let fields: [Set<Int>]
        let isEither: Bool

        init(_ expression: String) {
            let texts = expression.split(separator: " ").map(String.init)
            fields = zip(texts, [0...59, 0...23, 1...31, 1...12, 0...6]).map(Self.numbers)
            isEither = !texts[2].hasPrefix("*") && !texts[4].hasPrefix("*")
        }

        private static func numbers(_ field: String, _ range: ClosedRange<Int>) -> Set<Int> {
            Set(
                field.split(separator: ",").flatMap { part in
                    let pieces = part.split(separator: "/")
                    let ends = pieces[0].split(separator: "-").compactMap { Int($0) }
                    let low = ends.first ?? range.lowerBound
                    let high = pieces[0] == "*" ? range.upperBound : ends.last ?? low
                    return Array(stride(from: low, through: high, by: pieces.count > 1 ? Int(pieces[1]) ?? 1 : 1))
                })
        }

        func moments(from start: Timestamp, to end: Timestamp) -> [Timestamp] {
            stride(from: start.microseconds + 60_000_000, to: end.microseconds, by: 60_000_000)
                .map { Timestamp(microseconds: $0) }.filter(matches)
        }

        private func matches(_ moment: Timestamp) -> Bool {
            let minute = Int(moment.microseconds / 60_000_000)
            guard fields[0].contains(minute % 60), fields[1].contains(minute / 60 % 24) else { return false }
            let isDay = fields[2].contains(moment.date.civil.day)
            let isWeekday = fields[4].contains((minute / 1_440 + 4) % 7)
            return fields[3].contains(moment.date.civil.month)
                && (isEither ? isDay || isWeekday : isDay && isWeekday)
        }
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a * * * *",
        "*/0 * * * *", "5-1 * * * *", "1,,2 * * * *", "* * 30 2 *", "-1 * * * *", "*/ * * * *",
    ])
    func nonsenseIsRefused(expression: String) {
        #expect(throws: ScheduleError.self) { try CronExpression(expression) }
    }
}
