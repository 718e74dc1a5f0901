/// Which statements a session has prepared, by text; the one that was not used for longest makes room.
struct StatementCache {
    private struct Entry {
        var name: String
        var lastUse: Int
    }

    private let limit: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0
    private var made = 0

    init(limit: Int = 256) { self.limit = limit }

    /// The name that the text is prepared under, nil if it is not.
    mutating func name(of text: String) -> String? {
        // A text is long, and hashed once.
        guard let index = entries.index(forKey: text) else { return nil }
        uses += 1
        entries.values[index].lastUse = uses
        return entries.values[index].name
    }

    /// A name that no statement of this session had.
    mutating func newName() -> String {
        made += 1
        return "q\(made)"
    }

    /// The server has prepared it.
    mutating func prepared(_ text: String, as name: String) {
        uses += 1
        entries[text] = Entry(name: name, lastUse: uses)
    }

    /// The server does not have it any more, or its plan no longer fits. The name it had, to be given up.
    @discardableResult
    mutating func forget(_ text: String) -> String? { entries.removeValue(forKey: text)?.name }

    /// The name to give up so that there is room for one more, nil while there is.
    mutating func evict() -> String? {
        guard entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return nil
        }
        return forget(oldest.key)
    }
}
