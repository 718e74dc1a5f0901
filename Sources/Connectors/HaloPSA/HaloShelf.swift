import Inventory

/// What one call about a ticket brought for another stream: the actions are its notes and its time entries, the single
/// record its text and its assets. Whoever comes second in a run takes it from here in place of a call of its own.
///
/// What was put here is older than what a later read of the tickets says: that read empties it. It is bounded; what does
/// not fit is asked for again.
actor HaloShelf {
    private static let mostTickets = 100_000
    private static let mostRecords = 20_000

    private var held: [Kind: [String: [SourceRecord]]] = [:]
    private var records = 0
    private var tickets = 0

    enum Kind: Sendable { case timeEntries, configurations }

    func put(_ kind: Kind, of ticket: String, _ found: [SourceRecord]) {
        guard tickets < Self.mostTickets, records + found.count <= Self.mostRecords else { return }
        _ = take(kind, of: ticket)
        held[kind, default: [:]][ticket] = found
        tickets += 1
        records += found.count
    }

    /// What was put there, once; nil where nothing was.
    func take(_ kind: Kind, of ticket: String) -> [SourceRecord]? {
        guard let found = held[kind]?.removeValue(forKey: ticket) else { return nil }
        tickets -= 1
        records -= found.count
        return found
    }

    func clear() {
        held = [:]
        (records, tickets) = (0, 0)
    }
}
