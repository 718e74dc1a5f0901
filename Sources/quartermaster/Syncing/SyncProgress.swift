import Sync
import Synchronization

/// What a person sees while a sync runs: on a terminal one line that is redrawn, elsewhere only what makes it wait.
final class SyncProgress: Sendable {
    private let latest = Mutex<[String: String]>([:])
    private let isShown: Bool

    init(isShown: Bool = Console.isTerminal) { self.isShown = isShown }

    func show(_ connection: String, _ event: SyncEvent) {
        switch event {
        case .waiting(let owner): Console.error("\(connection): waiting for \(owner), who syncs it now")
        case .progressed(let report): redraw(connection, "\(report.stream) \(report.read)")
        case .streamFinished(let report): redraw(connection, "\(report.stream) \(report.state.rawValue)")
        case .finished(let report): redraw(connection, report.state.rawValue)
        case .started, .streamStarted: return
        }
    }

    /// Takes the line away.
    func end() { if isShown { Console.redraw("") } }

    private func redraw(_ connection: String, _ text: String) {
        guard isShown else { return }
        let line = latest.withLock { latest in
            latest[connection] = text
            return latest.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "   ")
        }
        Console.redraw(String(line.prefix(150)))
    }
}
