public import Foundation
public import Inventory

/// When something is due, by the five usual fields: minute, hour, day of the month, month, day of the week.
///
/// Where both fields for days restrict, a day that either of them matches counts, as cron has it. A wall clock time that
/// a spring night skips moves forward; one that comes twice in an autumn night counts once.
public struct CronExpression: Sendable, Hashable {
    /// As it was written.
    public let text: String
    private let minutes: CronField
    private let hours: CronField
    private let days: CronField
    private let months: CronField
    private let weekdays: CronField

    /// Throws ``ScheduleError/cron(_:)``, for an expression that no day ever matches too.
    public init(_ text: String) throws(ScheduleError) {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 5 else { throw .cron("'\(text)' has \(fields.count) fields") }
        self.text = fields.joined(separator: " ")
        minutes = try CronField(fields[0], .minute)
        hours = try CronField(fields[1], .hour)
        days = try CronField(fields[2], .day)
        months = try CronField(fields[3], .month)
        weekdays = try CronField(fields[4], .weekday)
        guard next(after: Timestamp(microseconds: 0)) != nil else { throw .cron("'\(text)' matches no day") }
    }

    /// The first moment later than this one, by the wall clock of the zone.
    public func next(after moment: Timestamp, in zone: TimeZone = .gmt) -> Timestamp? {
        let local = moment.wallClock(in: zone)
        var date = local.date
        var minute = Int((local.microseconds - date.midnight.microseconds) / 60_000_000)
        // Eight years hold every 29 February, those around a year like 2100 too.
        for _ in 0..<8 * 366 {
            while let match = time(on: date, from: minute) {
                let wall = date.midnight.microseconds + Int64(match) * 60_000_000
                let found = Timestamp(wallClock: wall, in: zone)
                if found > moment { return found }
                minute = match + 1
            }
            (date, minute) = (CalendarDate(days: date.days + 1), 0)
        }
        return nil
    }

    /// The shortest time between two of the next moments: what stands for a period where one is needed.
    func shortestGap(after moment: Timestamp, in zone: TimeZone = .gmt) -> Duration {
        var moments: [Timestamp] = []
        while moments.count < 100, let next = next(after: moments.last ?? moment, in: zone) { moments.append(next) }
        let gaps = zip(moments, moments.dropFirst()).map { $1.microseconds - $0.microseconds }
        return .microseconds(gaps.min() ?? 366 * 86_400_000_000)
    }

    /// The first minute of the day, from the given one on, that matches.
    private func time(on date: CalendarDate, from minute: Int) -> Int? {
        guard minute < 1_440, matches(date) else { return nil }
        var hour = minute / 60
        var from = minute % 60
        while let next = hours.first(from: hour) {
            if next > hour { from = 0 }
            if let found = minutes.first(from: from) { return next * 60 + found }
            (hour, from) = (next + 1, 0)
        }
        return nil
    }

    private func matches(_ date: CalendarDate) -> Bool {
        let (_, month, day) = date.civil
        guard months.contains(month) else { return false }
        // 1970-01-01 was a Thursday.
        let weekday = ((Int(date.days) + 4) % 7 + 7) % 7
        let (isDay, isWeekday) = (days.contains(day), weekdays.contains(weekday))
        return days.isOpen || weekdays.isOpen ? isDay && isWeekday : isDay || isWeekday
    }
}
