/// Stops a run before it deletes or moves more than it should dare to without a person.
enum Brake {
    /// More than a tenth of what there is, and more than a handful.
    static func holds(_ count: Int, of live: Int) -> Bool { count > 5 && count * 10 > live }

    /// Whether a whole list without a single record is to be believed.
    static func disbelievesEmptyList(isEmpty: Bool, live: Int) -> Bool { isEmpty && live > 0 }
}

/// What the brake kept.
struct Held: Error, Sendable, Hashable {
    /// The rows that would have gone or moved.
    var count: Int
    /// The external ids of the first hundred.
    var examples: [String]
    var words: String

    static func deletion(_ count: Int, of live: Int, _ entity: String, examples: [String]) -> Held {
        Held(
            count: count, examples: examples,
            words: """
                \(count) of \(live) \(entity) would be deleted: nothing was. If they are really gone, let the sync do it; \
                if not, look what the vendor's account may see.
                """)
    }

    static func emptyList(live: Int, _ entity: String, examples: [String]) -> Held {
        Held(
            count: live, examples: examples,
            words: """
                The vendor's list of \(entity) is empty where there were \(live): not believed, nothing was deleted. Look \
                what the vendor's account may see.
                """)
    }

    static func move(_ count: Int, of live: Int, _ entity: String, examples: [String]) -> Held {
        Held(
            count: count, examples: examples,
            words: """
                \(count) of \(live) \(entity) would move to another organisation or company, or be deleted by their \
                vendor's flag: the page was not stored. If that is right, let the sync do it.
                """)
    }
}
