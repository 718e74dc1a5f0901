import Foundation

/// Folds what makes no difference between two spellings of a text: case, accents, punctuation.
enum TextFolding {
    /// Lower case and without accents; letters that have no accent to lose are spelt out.
    static func plain(_ text: String) -> String {
        let folded = text.folding(options: [.diacriticInsensitive, .widthInsensitive], locale: nil).lowercased()
        guard !folded.utf8.allSatisfy({ $0 < 128 }) else { return folded }
        return folded.reduce(into: "") { $0 += spelt[$1] ?? String($1) }
    }

    /// The words of a plain text: what is no letter or digit parts them, but an apostrophe does not, and the dots of
    /// initials do not ("s.a." is "sa", "int'l" is "intl").
    static func words(_ plain: String) -> [String] {
        plain.split { !isPart($0) }.flatMap(initialsJoined)
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "." || apostrophes.contains(character)
    }

    private static func initialsJoined(_ part: Substring) -> [String] {
        let pieces = part.filter { !apostrophes.contains($0) }.split(separator: ".").map(String.init)
        guard pieces.count > 1, pieces.allSatisfy({ $0.count == 1 }) else { return pieces }
        return [pieces.joined()]
    }

    private static let apostrophes: Set<Character> = ["'", "\u{2018}", "\u{2019}", "`", "\u{B4}"]
    private static let spelt: [Character: String] = [
        "\u{DF}": "ss", "\u{E6}": "ae", "\u{153}": "oe", "\u{F8}": "o", "\u{142}": "l", "\u{111}": "d", "\u{FE}": "th",
        "\u{F0}": "d", "\u{131}": "i",
    ]
}
