import Connectors

/// A stream as the schedule sees it.
struct DueStream: Sendable, Hashable {
    var name: String
    var isDue: Bool
    var isNeverRead: Bool
    /// A whole read is due, which proves what is gone.
    var isSweepDue: Bool
    /// It fails, was deferred or is not there: it has a time of its own until it is well.
    var isWaiting: Bool
    /// Its period and expression, to be compared.
    var schedule: String
}

/// Which streams a scheduled run reads: those that are due, with what they need.
enum DueStreams {
    /// A stream needs those it comes after, where they were never read, and its siblings: only together can they prove
    /// that a row is gone. Siblings that somebody has given another period come along for sweeps alone.
    static func choose(_ declared: [StreamDescription], _ known: [DueStream]) -> [StreamDescription] {
        let known = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0) })
        var chosen = Set(declared.map(\.name).filter { known[$0]?.isDue == true })
        var isGrowing = true
        while isGrowing {
            let more = declared.filter { candidate in
                guard !chosen.contains(candidate.name), let state = known[candidate.name] else { return false }
                return declared.contains { chosen.contains($0.name) && needs($0, candidate, known[$0.name], state) }
            }
            isGrowing = !more.isEmpty
            chosen.formUnion(more.map(\.name))
        }
        return declared.filter { chosen.contains($0.name) }
    }

    private static func needs(
        _ stream: StreamDescription, _ other: StreamDescription, _ state: DueStream?, _ otherState: DueStream
    ) -> Bool {
        if otherState.isNeverRead, stream.after.contains(other.name) { return true }
        guard stream.isSibling(of: other), !otherState.isWaiting, let state else { return false }
        return state.isSweepDue || state.schedule == otherState.schedule
    }
}
