import Foundation

/// A company's name with all that people write differently folded away: case, punctuation, accents, legal forms, tags
/// and site words around it, abbreviations.
public struct FoldedName: Sendable, Hashable {
    /// The words that tell one company from another, in their order.
    public let words: [String]
    /// The same as they were written, abbreviated or not.
    let written: [String]
    /// The other name that the text gives ("Contoso dba Fabrikam"), folded in the same way.
    public let otherWords: [String]

    /// Nothing is left of a text without letters or digits: such a name is like no other.
    public init(_ name: String) {
        let parts = Self.split(TextFolding.plain(name))
        written = Self.fold(parts.name)
        words = Self.expanded(written)
        otherWords = parts.other.map { Self.expanded(Self.fold($0)) } ?? []
    }

    /// One that was folded before: ``stored``; nil for any other text.
    init?(stored: String) {
        let parts = stored.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let lists = parts.map { $0.split(separator: " ").map(String.init) }
        (words, written, otherWords) = (lists[0], lists[1], lists[2])
    }

    /// In one text, from which it is had again for a fraction of what folding takes.
    var stored: String { [words, written, otherWords].map { $0.joined(separator: " ") }.joined(separator: "\t") }

    /// The same for names that differ in nothing that matters, the order of words included; empty where nothing is left.
    public var key: String { words.sorted().joined(separator: " ") }
    /// The same for the other name; nil where there is none.
    public var otherKey: String? { otherWords.isEmpty ? nil : otherWords.sorted().joined(separator: " ") }
    /// The first letters, for names of two words or more.
    public var initials: String? { words.count < 2 ? nil : String(words.compactMap(\.first)) }
    /// Whether any word says more than what trade it is in.
    public var isDistinctive: Bool {
        words.contains { !NameWords.common.contains($0) && $0.utf8.count > 2 && $0.contains(where: \.isLetter) }
    }

    private static func fold(_ text: String) -> [String] {
        let all = TextFolding.words(withoutAdditions(withoutTags(text)).replacingOccurrences(of: "&", with: " "))
        var words = all.filter { !LegalForms.joining.contains($0) }
        while words.count > 1, let last = words.last, LegalForms.trailing.contains(last) { words.removeLast() }
        if words.isEmpty { words = all }
        return words
    }

    private static func expanded(_ words: [String]) -> [String] { words.map { NameWords.expansions[$0] ?? $0 } }

    /// "A formerly B" is A, and B once.
    private static func split(_ text: String) -> (name: String, other: String?) {
        let opened = text.replacingOccurrences(of: "(", with: " ( ")
        for joint in NameWords.otherNames {
            guard let range = opened.range(of: joint) else { continue }
            let name = opened[..<range.lowerBound].trimmingCharacters(in: .init(charactersIn: " ,(-"))
            if !name.isEmpty { return (name, String(opened[range.upperBound...])) }
        }
        return (text, nil)
    }

    /// Without what stands in front in brackets, or as a client's number before a dash or colon.
    private static func withoutTags(_ text: String) -> String {
        var rest = text.drop { !($0.isLetter || $0.isNumber || opening.keys.contains($0)) }
        while let first = rest.first, let close = opening[first], let end = rest.firstIndex(of: close) {
            let after = rest[rest.index(after: end)...].drop { $0 == " " || $0 == "-" || $0 == ":" }
            guard after.contains(where: \.isLetter) else { break }
            rest = after
        }
        guard let dash = rest.firstIndex(where: { ":|-\u{2013}".contains($0) }) else { return String(rest) }
        let after = rest[rest.index(after: dash)...]
        let tag = rest[..<dash].trimmingCharacters(in: .whitespaces)
        let isTag = (tag.count <= 8 && tag.contains(where: \.isNumber) && !tag.contains(" ")) || isAddition(tag)
        return isTag && after.first == " " && after.contains(where: \.isLetter) ? String(after) : String(rest)
    }

    /// Without " - HQ" and " (old)" at the end.
    private static func withoutAdditions(_ text: String) -> String {
        var rest = text[...]
        while let cut = lastPart(of: rest), isAddition(String(rest[cut...])) {
            let before = rest[..<cut]
            guard before.contains(where: { $0.isLetter || $0.isNumber }) else { break }
            rest = before
        }
        return String(rest)
    }

    private static func lastPart(of text: Substring) -> Substring.Index? {
        let trimmed = text.reversed().drop { !($0.isLetter || $0.isNumber) }
        guard let mark = trimmed.firstIndex(where: { "([{|:/-\u{2013}\u{2014}".contains($0) }) else { return nil }
        let index = text.index(before: mark.base)
        // A dash within a word ("Coca-Cola") is part of it.
        guard "-\u{2013}".contains(text[index]) else { return index }
        return index > text.startIndex && text[text.index(before: index)] == " " ? index : nil
    }

    private static func isAddition(_ part: String) -> Bool {
        let words = TextFolding.words(part).joined(separator: " ")
        return NameWords.additions.contains(words)
    }

    private static let opening: [Character: Character] = ["[": "]", "(": ")", "{": "}", "<": ">"]
}
