/// When a connection whose runs fail one after the other is tried again: later and later, so that nothing is retried for
/// ever at full pace. A run that reads anything closes it, and so does a person who tests, resumes or rotates.
enum CircuitBreaker {
    /// What a run says about its connection.
    enum Outcome: Sendable, Hashable { case works, fails, saysNothing }

    /// Failed runs in a row after which the schedule leaves the whole connection alone. Before that each stream waits by
    /// itself.
    static let threshold = 3
    static let longestPause: Duration = .seconds(6 * 3_600)

    static func outcome(_ report: RunReport) -> Outcome {
        if report.streams.contains(where: { [.done, .partlyDone, .held].contains($0.state) }) { return .works }
        return report.state == .failed ? .fails : .saysNothing
    }

    /// How long the connection is left alone after so many failed runs in a row; nil: not at all.
    ///
    /// - Parameter isBegun: whether the runs came as far as their streams, which else cannot wait by themselves.
    static func pause(afterFailures failures: Int, isBegun: Bool) -> Duration? {
        let first = isBegun ? threshold : 1
        guard failures >= first else { return nil }
        return min(.seconds(60) * (1 << min(failures - first, 20)), longestPause)
    }
}
