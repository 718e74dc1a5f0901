import Connectors
import Inventory

/// Which stream is begun next: each after those it needs, and several at once where they do not need each other.
struct StreamOrder: Sendable {
    /// What became of a stream, as far as those that need it care.
    enum Ending: Sendable, Hashable {
        /// What it holds can be built on.
        case usable
        /// It stands in the way of those that need it.
        case blocking(RunState)
    }

    /// A stream that is not begun, and why.
    struct Skip: Sendable, Hashable {
        var stream: String
        var state: RunState
        /// The stream that is to blame; nil: all of them.
        var blocker: String?
    }

    private var waiting: [StreamDescription]
    private var running: Set<String> = []
    private var blocked: [String: RunState] = [:]
    private var stopped: RunState?
    private var stopper = ""
    private let width: Int
    /// The primary streams of each entity: who reads by its rows waits for all that make them, though it needs one alone.
    private let makers: [String: [String]]

    /// `streams`: those that are asked for; needs outside of them count as met.
    init(_ streams: [StreamDescription], width: Int) {
        waiting = streams
        makers = Dictionary(grouping: streams.filter(\.isPrimary), by: \.entity.name).mapValues { $0.map(\.name) }
        self.width = max(1, width)
    }

    var isDone: Bool { waiting.isEmpty && running.isEmpty }

    /// The next stream to begin, or nil when none can be begun now.
    mutating func next() -> StreamDescription? {
        guard stopped == nil, running.count < width else { return nil }
        let index = waiting.firstIndex { stream in
            blocker(of: stream) == nil && isReady(stream)
        }
        guard let index else { return nil }
        let stream = waiting.remove(at: index)
        running.insert(stream.name)
        return stream
    }

    /// A stream has ended. `stopping`: the others would meet the same, so none is begun any more.
    mutating func end(_ stream: String, _ ending: Ending, stopping: RunState? = nil) {
        running.remove(stream)
        if case .blocking(let state) = ending { blocked[stream] = state }
        if let stopping, stopped == nil { (stopped, stopper) = (stopping, stream) }
    }

    /// Takes out the streams that will not be begun, because of one that they need or of one that stopped all.
    mutating func skipped() -> [Skip] {
        var skips: [Skip] = []
        var isMoving = true
        while isMoving {
            isMoving = false
            for stream in waiting {
                guard let skip = skip(stream) else { continue }
                skips.append(skip)
                blocked[stream.name] = skip.state
                waiting.removeAll { $0.name == stream.name }
                isMoving = true
            }
            // A ring of needs would wait for ever.
            if !isMoving, running.isEmpty, !waiting.isEmpty, stopped == nil, !waiting.contains(where: isReady) {
                skips += waiting.map {
                    Skip(stream: $0.name, state: .failed, blocker: nil)
                }
                waiting = []
            }
        }
        return skips
    }

    private func isReady(_ stream: StreamDescription) -> Bool {
        var earlier = stream.after
        if case .perParent(let entity, _) = stream.reading { earlier += makers[entity, default: []] }
        return !earlier.contains { $0 != stream.name && isPending($0) }
    }

    private func skip(_ stream: StreamDescription) -> Skip? {
        if let blocker = blocker(of: stream) {
            return Skip(stream: stream.name, state: blocked[blocker] ?? .failed, blocker: blocker)
        }
        guard let stopped else { return nil }
        return Skip(stream: stream.name, state: stopped, blocker: stopper)
    }

    private func blocker(of stream: StreamDescription) -> String? { stream.after.first { blocked[$0] != nil } }

    private func isPending(_ name: String) -> Bool {
        running.contains(name) || waiting.contains { $0.name == name }
    }
}
