/// How new an answer is, and where it comes from.
struct Freshness: Sendable, Hashable {
    var sources: [Source]

    /// When the source that was read last was read.
    var asOf: Source.Moment? { available.compactMap(\.asOf).max() }

    /// When the source that was read longest ago was read: all of the answer is at least as new. Nil when a source has
    /// never been read.
    var oldest: Source.Moment? {
        available.contains { $0.asOf == nil } ? nil : available.compactMap(\.asOf).min()
    }

    /// A source is late, was never read, fails, is held or blocked; or there is no source at all.
    var isStale: Bool { available.isEmpty || available.contains(where: \.isStale) }

    private var available: [Source] { sources.filter(\.isAvailable) }

    var json: JSONTree { .object(members) }

    var members: [(String, JSONTree)] {
        [
            ("as_of", .optional(asOf?.text)), ("oldest", .optional(oldest?.text)), ("stale", .boolean(isStale)),
            ("sources", .array(sources.map(\.json))),
        ]
    }
}
