public import Foundation
public import Inventory

/// When a stream is read again.
public enum Schedule: Sendable, Hashable {
    /// So long after it was read.
    case every(Duration)
    /// At an expression's moments, by the wall clock of the zone.
    case cron(CronExpression, TimeZone)

    /// Reads that are due at one moment are spread over so long at most.
    static let longestSpread: Duration = .seconds(60)

    /// When a stream that was read until `now` is due next. Moments that were missed are gone: they are not made up for.
    ///
    /// - Parameter draw: a random number from 0 to 1, which spreads those that would fall together: a period by 5 % to
    ///   either side, an expression's moments by a tenth of the time between them, a minute at most.
    public func next(after now: Timestamp, draw: Double) -> Timestamp {
        switch self {
        case .every(let period):
            return now.advanced(by: period * (0.95 + 0.1 * draw))
        case .cron(let expression, let zone):
            guard let moment = expression.next(after: now, in: zone) else {
                preconditionFailure("an expression that matches no day was let in")
            }
            guard let following = expression.next(after: moment, in: zone) else { return moment }
            let gap = Duration.microseconds(following.microseconds - moment.microseconds)
            return moment.advanced(by: min(gap / 10, Self.longestSpread) * draw)
        }
    }
}

extension Timestamp {
    func advanced(by duration: Duration) -> Timestamp {
        Timestamp(microseconds: microseconds + duration.microseconds)
    }
}
