/// How the names of an organisation and of a company stand to each other.
public enum NameRelation: Sendable, Hashable {
    /// They differ in nothing that matters.
    case same
    /// They are alike, 0 to 1: typing mistakes, abbreviations, a word more or less.
    case alike(Double)
    /// All words of the one are in the other, which has more: a parent and its child, or a site.
    case contained(Double)
    /// The one is made of the other's first letters.
    case initials
    case different
}

/// Compares folded names.
public struct NameLikeness: Sendable {
    /// Below it names count as different.
    public static let least = 0.5
    /// A name of only one word may be that of many.
    static let commonWeight = 0.4

    private let words: [Word]
    private let joined: [UInt8]
    private let name: FoldedName

    private struct Word {
        let bytes: [UInt8]
        let written: [UInt8]
        let weight: Double

        init(_ word: String, written: String) {
            (bytes, self.written) = (Array(word.utf8), Array(written.utf8))
            weight = NameWords.common.contains(word) ? commonWeight : 1
        }

        /// A mistake in a word may keep it from being known for what it stands for.
        func likeness(to other: Word) -> Double {
            let likeness = WordLikeness.of(bytes, other.bytes)
            return likeness == 1 ? 1 : max(likeness, WordLikeness.of(written, other.written))
        }
    }

    /// One side, prepared to be compared with many.
    public init(_ name: FoldedName) {
        self.name = name
        words = zip(name.words, name.written).map { Word($0, written: $1) }
        joined = Array(name.written.joined().utf8)
    }

    /// The nearest relation of the names, the names they had or trade under included.
    public func relation(to other: NameLikeness) -> NameRelation {
        let first = Self.relation(self, other)
        if first == .same || (name.otherWords.isEmpty && other.name.otherWords.isEmpty) { return first }
        let mine = [words, Self.weighed(name.otherWords)]
        let theirs = [other.words, Self.weighed(other.name.otherWords)]
        let likest = mine.flatMap { a in theirs.map { Self.alikeness(a, $0).likeness } }.max() ?? 0
        // A name of former days is never the same, only alike.
        return likest > Self.alikeness(words, other.words).likeness ? .alike(min(likest, 0.95)) : first
    }

    private static func relation(_ a: NameLikeness, _ b: NameLikeness) -> NameRelation {
        guard !a.words.isEmpty, !b.words.isEmpty else { return .different }
        let key = a.name.key
        if key == b.name.key { return .same }
        if isInitials(a.name, of: b.name) || isInitials(b.name, of: a.name) { return .initials }
        let whole = WordLikeness.ofJoined(a.joined, b.joined)
        let (likeness, isContained) = alikeness(a.words, b.words)
        if isContained, whole < WordLikeness.typo { return .contained(likeness) }
        return max(whole, likeness) >= least ? .alike(max(whole, likeness)) : .different
    }

    private static func isInitials(_ short: FoldedName, of long: FoldedName) -> Bool {
        guard short.words.count == 1, let word = short.words.first, (2...6).contains(word.count) else { return false }
        return long.initials == word
    }

    /// The weight of the words that have a partner, of all words; and whether one name has no word without a partner,
    /// while the other has.
    private static func alikeness(_ a: [Word], _ b: [Word]) -> (likeness: Double, isContained: Bool) {
        var free = Array(b.indices)
        var (shared, partners, distinctive) = (0.0, 0, false)
        for word in a {
            let best = free.map { (index: $0, likeness: word.likeness(to: b[$0])) }
                .max { $0.likeness < $1.likeness }
            guard let best, best.likeness > 0 else { continue }
            free.removeAll { $0 == best.index }
            shared += best.likeness * (word.weight + b[best.index].weight) / 2
            partners += 1
            distinctive = distinctive || word.weight == 1
        }
        let total = a.reduce(0) { $0 + $1.weight } + b.reduce(0) { $0 + $1.weight } - shared
        let isContained = distinctive && partners == min(a.count, b.count) && a.count != b.count
        return (total > 0 ? min(shared / total, 0.98) : 0, isContained)
    }

    private static func weighed(_ words: [String]) -> [Word] {
        words.map { Word($0, written: $0) }
    }
}
