import Sync
import Synchronization

/// What a person sees while a sync runs: on a terminal one line that is redrawn, elsewhere only what makes it wait.
final class SyncProgress: Sendable {
    private let line = Mutex(ProgressLine())
    private let isShown: Bool

    init(isShown: Bool = Console.isTerminal) { self.isShown = isShown }

    func show(_ connection: String, _ event: SyncEvent) {
        if case .waiting(let owner) = event { Console.error("\(connection): waiting for \(owner), who syncs it now") }
        guard isShown else { return }
        let text = line.withLock { line in
            line.take(connection, event)
            return line.text(width: Console.width)
        }
        Console.redraw(text)
    }

    /// Takes the line away.
    func end() { if isShown { Console.redraw("") } }
}
