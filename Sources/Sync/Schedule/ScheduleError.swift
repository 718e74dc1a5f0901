/// What is wrong with a schedule that somebody asked for.
public enum ScheduleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is no cron expression; in words, why.
    case cron(String)
    /// It is no period, or one that is not allowed.
    case period(String)

    public var description: String {
        switch self {
        case .cron(let problem):
            """
            not a cron expression: \(problem); five fields (minute, hour, day of the month, month, day of the week), \
            such as '*/15 6-20 * * 1-5'
            """
        case .period(let text):
            "'\(text)' is not a period from 10s to 31d; write 90s, 15m, 6h or 1d"
        }
    }
}
