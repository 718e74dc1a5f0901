import Connectors
import Inventory

/// Which streams read everything in a run because another one that fills the same entity does.
///
/// A row tells not which of its streams it came from: only a run in which all of them have read everything can prove it
/// gone. Left to times of their own their sweeps would drift apart, and nothing would ever be deleted.
enum SweepPlan {
    /// The streams of the run that sweep with a sibling, by name.
    static func together(
        _ streams: [StreamDescription], _ memories: [String: StreamMemory], isFull: Bool, checkpointAge: Duration
    ) -> Set<String> {
        let sweeping = streams.filter { stream in
            guard let memory = memories[stream.name], isReason(stream, memory) else { return false }
            return ReadPlan.make(stream, memory, isFull: isFull, checkpointAge: checkpointAge).checkpoint.isSweep
        }
        return Set(streams.filter { stream in sweeping.contains { $0.isSibling(of: stream) } }.map(\.name))
    }

    /// Whether the stream's sweep makes its siblings sweep too. A snapshot is whole each time and need not; of one that
    /// fails, is not there or has an end that is never proven nothing could be deleted anyway, however often the others
    /// read everything. Once it is well again, the next of them that is due takes it along.
    private static func isReason(_ stream: StreamDescription, _ memory: StreamMemory) -> Bool {
        guard stream.reading != .snapshot, memory.state != .failing, memory.state != .notAvailable else { return false }
        return memory.state == .held || memory.lastSweepAt != nil || memory.lastSuccessAt == nil
    }
}

extension StreamDescription {
    /// Whether another stream makes rows of the same entity, which cannot be told from this one's. (A bulk entity's
    /// rows know their part.)
    func isSibling(of other: StreamDescription) -> Bool {
        name != other.name && entity.name == other.entity.name && isPrimary && other.isPrimary && BulkShape(self) == nil
    }
}
