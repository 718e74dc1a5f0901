/// How new an answer is, and where it comes from.
struct Freshness: Sendable, Hashable {
    let sources: [Source]
    /// What is older than this (in microseconds) is older than its reader wants.
    let oldestWanted: Int64?
    /// As answers have it, written once: many answers tell the same.
    private(set) var bytes: [UInt8] = []

    init(sources: [Source], oldestWanted: Int64? = nil) {
        (self.sources, self.oldestWanted) = (sources, oldestWanted)
        bytes = json.bytes
    }

    /// When the source that was read last was read.
    var asOf: Source.Moment? { available.compactMap(\.asOf).max() }

    /// When the source that was read longest ago was read: all of the answer is at least as new. Nil when a source has
    /// never been read.
    var oldest: Source.Moment? {
        available.contains { $0.asOf == nil } ? nil : available.compactMap(\.asOf).min()
    }

    /// A source is late, was never read, fails, is held or blocked, or is older than its reader wants; or there is no source
    /// at all.
    var isStale: Bool { available.isEmpty || available.contains { $0.isStale || isTooOld($0) } }

    private func isTooOld(_ source: Source) -> Bool {
        guard let oldestWanted else { return false }
        return source.asOf.map { $0.microseconds < oldestWanted } ?? true
    }

    private var available: [Source] { sources.filter(\.isAvailable) }

    var json: JSONTree { .object(members) }

    var members: [(String, JSONTree)] {
        [
            ("as_of", .optional(asOf?.text)), ("oldest", .optional(oldest?.text)), ("stale", .boolean(isStale)),
            ("sources", .array(sources.map(\.json))),
        ]
    }
}
