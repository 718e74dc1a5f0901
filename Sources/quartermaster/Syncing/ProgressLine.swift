import Sync

/// How far the connections of a sync are, in one line: those that are done as a number, the others by what they read.
struct ProgressLine {
    private var running: [String: String] = [:]
    private var done: Set<String> = []
    private var known: Set<String> = []
    /// Records read so far by connection and stream.
    private var read: [String: [String: Int]] = [:]

    mutating func take(_ connection: String, _ event: SyncEvent) {
        known.insert(connection)
        switch event {
        case .waiting: running[connection] = "waiting"
        case .started: running[connection] = "starting"
        case .streamStarted(let stream, _, _): running[connection] = stream
        case .progressed(let report), .streamFinished(let report):
            read[connection, default: [:]][report.stream] = report.read
            running[connection] = "\(report.stream) \(report.read)"
        case .finished:
            running[connection] = nil
            done.insert(connection)
        }
    }

    /// The line, not longer than a terminal is wide: a longer one would wrap, and could not be redrawn.
    func text(width: Int) -> String {
        let rows = read.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        let head = "\(done.count) of \(known.count) done, \(rows) records"
        let rest = running.sorted { $0.key < $1.key }.map { "   \($0.key): \($0.value)" }.joined()
        let line = head + rest
        return line.count < width ? line : String(line.prefix(max(0, width - 2))) + "…"
    }
}
