import TestSupport

/// What a list's history says of what the warehouse holds of it.
struct Judgement: Sendable {
    let list: VendorList
    /// Whether quiet changes need not show before a whole read.
    let isIncremental: Bool

    func hasLeft(_ id: Int, since revision: Int) -> Bool {
        (list.history[id] ?? []).contains { $0.isGone && $0.revision > revision }
    }

    /// A row was deleted of which this revision was stored: it must have left the vendor since.
    func deleted(_ id: Int, stored revision: Int) throws(Violation) {
        try Violation.unless(
            hasLeft(id, since: revision), "\(id) was deleted and never left the vendor (stored: revision \(revision))")
    }

    /// `revision`: what the warehouse has of the row; nil: it is not there. The stream says that it is as of `asOf`,
    /// and that everything was read at `sweptAt`.
    func fresh(_ id: Int, stored revision: Int?, asOf: Int64, sweptAt: Int64?) throws(Violation) {
        let events = list.history[id] ?? []
        if let revision, revision == events.last?.revision { return }
        let told = isIncremental ? told(events, asOf: asOf) : nil
        let whole = (isIncremental ? sweptAt : asOf).flatMap { bound in events.last { $0.shownAt <= bound } }
        let known = [told, whole].compactMap { $0 }.max { $0.revision < $1.revision }
        guard let known else { return }
        // What came since may have been met in its place, and set aside.
        if events.contains(where: { $0.isBad && $0.revision >= known.revision }) { return }
        // It went while it was read: what was shown of it before may have been a copy that lags.
        let bound = isIncremental ? sweptAt ?? 0 : asOf
        if events.contains(where: { $0.isGone && $0.revision > known.revision && $0.shownAt > bound }) { return }
        if let revision {
            return try Violation.unless(
                revision >= known.revision,
                "\(id) is as of revision \(revision), and should be of \(known.revision); \(story(id, asOf, sweptAt))")
        }
        let isGone = events.contains { $0.isGone && $0.revision >= known.revision }
        try Violation.unless(
            isGone, "\(id) is missing, and revision \(known.revision) was there; \(story(id, asOf, sweptAt))")
    }

    /// The last thing that a modified time told of in time; nothing can be told of a row that went silently since.
    private func told(_ events: [VendorList.Event], asOf: Int64) -> VendorList.Event? {
        guard let told = events.last(where: { !$0.isQuiet && $0.shownAt <= asOf }) else { return nil }
        return events.contains { $0.isGone && $0.isQuiet && $0.revision > told.revision } ? nil : told
    }

    private func story(_ id: Int, _ asOf: Int64, _ sweptAt: Int64?) -> String {
        let events = (list.history[id] ?? []).suffix(4).map { event in
            "r\(event.revision)\(event.isGone ? " gone" : "")\(event.isQuiet ? " quietly" : "") \(asOf - event.shownAt) µs before"
        }
        return "as of \(asOf), swept \(sweptAt.map { asOf - $0 } ?? 0) µs before; \(events.joined(separator: ", "))"
    }
}
