/// How much of an answer is left to fill, in bytes of JSON: what a model reads costs, and more than it can hold helps
/// nobody.
struct ToolBudget: Sendable, Hashable {
    /// What the rows of an answer may take. Around them come freshness and hints, so that an answer has at most ``most``.
    static let rows = 20_000
    static let most = 28_000

    private(set) var left: Int

    init(_ bytes: Int = Self.rows) { left = bytes }

    /// Takes the bytes, if there are as many.
    mutating func take(_ bytes: Int) -> Bool {
        guard bytes <= left else { return false }
        left -= bytes
        return true
    }

    /// The share of one of so many parts that are still to come: what one does not need is the others'.
    func share(of parts: Int) -> ToolBudget { ToolBudget(left / max(parts, 1)) }

    /// What is left when a part has used its share.
    mutating func spend(_ share: ToolBudget, used rest: ToolBudget) { left -= share.left - rest.left }
}

/// How many bytes of a text are shown.
enum TextLimit: Int, Sendable, Hashable {
    /// Where not even the first row fits.
    case tight = 60
    /// Of a row among others.
    case list = 500
    /// Of a thing that is asked for by itself.
    case single = 2_000
    /// Where the whole text is asked for.
    case full = 12_000

    /// Those that show less, the longest first.
    var shorter: [TextLimit] { [.single, .list, .tight].filter { $0.rawValue < rawValue } }

    /// The text, cut at a character where it is longer.
    func cut(_ text: String) -> (text: String, isCut: Bool) {
        guard text.utf8.count > rawValue else { return (text, false) }
        var end = text.utf8.index(text.startIndex, offsetBy: rawValue)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return (text[..<end] + "…", true)
    }
}
