/// Text as the vendor keeps it: HTML, in which whatever was typed is text and nothing else.
enum BMSHTML {
    static func page(_ text: String) -> String {
        "<div>" + text.split(separator: "\n", omittingEmptySubsequences: false).map(escaped).joined(separator: "<br>")
            + "</div>"
    }

    private static func escaped(_ line: Substring) -> String {
        let line = String(line)
        guard line.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return line }
        return line.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// Whether a reader of the page sees the text as it was typed: not where spaces that HTML joins are in it.
    static func isKept(_ text: String) -> Bool {
        var before: Character = "\n"
        for character in text {
            if character.isWhitespace, before.isWhitespace || (character != " " && character != "\n") { return false }
            if character == "\n", before == " " { return false }
            if character == "\0" || character == "\u{FEFF}" { return false }
            before = character
        }
        return !before.isWhitespace
    }
}
