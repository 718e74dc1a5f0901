import Foundation
import Inventory
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123456Z"),
        ("2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.5Z"),
        ("2026-01-02T03:04:05.1234567Z", "2026-01-02T03:04:05.123456Z"),
        ("2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05Z"), ("2026-01-02T03:04:05,25Z", "2026-01-02T03:04:05.25Z"),
        ("2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05Z"), ("2026-01-02T03:04:05-0530", "2026-01-02T08:34:05Z"),
        ("2026-01-02T03:04:05+02", "2026-01-02T01:04:05Z"), ("2026-01-02 03:04:05 +00:00", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05", "2026-01-02T03:04:05Z"), ("2026-01-02T03:04", "2026-01-02T03:04:00Z"),
        ("2026-01-02", "2026-01-02T00:00:00Z"), ("20260102", "2026-01-02T00:00:00Z"),
        ("2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z"), ("2026-01-01T24:00:00Z", "2026-01-02T00:00:00Z"),
        ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.9Z"), ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"), ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
    ])
    func readsISO8601(_ text: String, _ expected: String) {
        #expect(Timestamp(iso8601: text)?.iso8601 == expected)
    }

    @Test(arguments: [
        "", "yesterday", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-32", "2026-01-02T25:00:00Z",
        "2026-01-02T03:60",
        "2026-01-02T03:04:61Z", "2026-01-02T03:04:05+", "2026-01-02T03:04:05+2", "2026-01-02T03:04:05+02:",
        "2026-01-02X",
        "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05Zjunk", "2026-1-2", "01/02/2026", "2026-01-02T24:00:01Z",
        "1700000000",
        "2026-01-02T03:04:05é",
    ])
    func refusesWhatIsNoTime(_ text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(arguments: [
        (1_751_871_234.567, "2025-07-07T06:53:54.567Z"), (1_751_871_234_567, "2025-07-07T06:53:54.567Z"),
        (0, "1970-01-01T00:00:00Z"), (-1.5, "1969-12-31T23:59:58.5Z"),
    ])
    func readsEpochSecondsAndMilliseconds(_ epoch: Double, _ expected: String) {
        #expect(Timestamp(epoch: epoch)?.iso8601 == expected)
    }

    @Test(arguments: [.nan, .infinity, 1e18, -1e300])
    func refusesEpochsThatAreNone(_ epoch: Double) {
        #expect(Timestamp(epoch: epoch) == nil)
    }

    @Test(arguments: [
        ("0001-01-01T00:00:00", false), ("1900-01-01T00:00:00Z", false), ("1970-01-01T00:00:00Z", false),
        ("9999-12-31T23:59:59Z", false), ("1800-01-01T08:00:00Z", false), ("1970-01-01T00:00:01Z", true),
        ("2026-01-02T03:04:05Z", true), ("1901-01-01T00:00:00Z", true), ("9998-12-31T00:00:00Z", true),
    ])
    func knowsTheTimesThatMeanUnknown(_ text: String, _ isKnown: Bool) {
        #expect((Timestamp(iso8601: text)?.known != nil) == isKnown)
    }

    @Test func everyDayOfFourHundredYearsIsThatOfFoundation() throws {
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for days in stride(from: Int32(-30_000), to: 120_000, by: 7) {
            let date = CalendarDate(days: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(date.civil == (try #require(parts.year), try #require(parts.month), try #require(parts.day)))
            #expect(CalendarDate(year: date.civil.year, month: date.civil.month, day: date.civil.day) == date)
            #expect(CalendarDate(iso8601: date.iso8601) == date)
        }
    }

    @Test func aDateIsTheOneThatIsWritten() {
        #expect(CalendarDate(iso8601: "2026-01-02T23:30:00-05:00")?.iso8601 == "2026-01-02")
        #expect(CalendarDate(iso8601: "20260102")?.iso8601 == "2026-01-02")
        #expect(CalendarDate(iso8601: "1970-01-01")?.known == nil)
        #expect(CalendarDate(iso8601: "2026-02-30") == nil)
    }

    @Test(arguments: [
        ("2026-01-15T12:00:00", "2026-01-15T17:00:00Z"), ("2026-07-15T12:00:00", "2026-07-15T16:00:00Z"),
        // Autumn: 01:30 comes twice, the first counts. Spring: 02:30 is skipped and moves forward.
        ("2026-11-01T01:30:00", "2026-11-01T05:30:00Z"), ("2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),
        ("2026-03-08T01:59:59", "2026-03-08T06:59:59Z"), ("2026-03-08T03:00:00", "2026-03-08T07:00:00Z"),
        ("2026-07-15T12:00:00Z", "2026-07-15T12:00:00Z"), ("2026-07-15T12:00:00.25+02:00", "2026-07-15T10:00:00.25Z"),
    ])
    func readsAZonelessTimeByTheVendorsClock(_ text: String, _ expected: String) throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        #expect(Timestamp(iso8601: text, localIn: zone)?.iso8601 == expected)
    }
}
