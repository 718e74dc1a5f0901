/// Plain text out of HTML, as ticket systems send it in descriptions and notes.
public enum HTMLText {
    /// The text that a reader would see: tags gone, a line for each paragraph, row and item, entities decoded, runs
    /// of spaces joined, at most one empty line together. Text that holds no HTML comes back as it is but for
    /// entities and the spaces around it. A `<` that begins no tag stays.
    public static func plain(_ html: String) -> String {
        guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
            return Value.trimmed(html) ?? ""
        }
        var reader = HTMLReader(html)
        var pieces: [Piece] = []
        while let piece = reader.next() { pieces.append(piece) }
        guard pieces.contains(where: \.isTag) else { return Value.trimmed(HTMLEntities.decoded(html[...])) ?? "" }
        var writer = PlainTextWriter()
        for piece in pieces { writer.add(piece) }
        return Value.trimmed(writer.text) ?? ""
    }
}

/// What a document consists of, for reading.
private enum Piece {
    case text(Substring)
    /// A tag by its name in lower case; `/p` closes.
    case tag(String)

    var isTag: Bool { if case .tag = self { true } else { false } }
}

/// Cuts HTML into text and tags. Comments, scripts and styles are passed over.
private struct HTMLReader {
    private var rest: Substring

    init(_ html: String) { rest = html[...] }

    mutating func next() -> Piece? {
        guard let first = rest.first else { return nil }
        if first == "<", let tag = takeTag() { return .tag(tag) }
        let end = rest.dropFirst().firstIndex(of: "<") ?? rest.endIndex
        defer { rest = rest[end...] }
        return .text(rest[..<end])
    }

    private mutating func takeTag() -> String? {
        if rest.hasPrefix("<!--") {
            skip(past: "-->")
            return ""
        }
        let inside = rest.dropFirst()
        guard let sign = inside.first, sign.isASCII, sign.isLetter || sign == "/" || sign == "!" || sign == "?",
            let end = inside.firstIndex(of: ">")
        else { return nil }
        let name = inside[..<end].prefix { !$0.isWhitespace }.lowercased()
        rest = inside[inside.index(after: end)...]
        if name == "script" || name == "style" { skip(past: "</\(name)>") }
        return name
    }

    private mutating func skip(past mark: String) {
        var place = rest.startIndex
        while place < rest.endIndex {
            if rest[place...].prefix(mark.count).lowercased() == mark {
                rest = rest[rest.index(place, offsetBy: mark.count)...]
                return
            }
            place = rest.index(after: place)
        }
        rest = ""
    }
}

/// Puts pieces together as lines.
private struct PlainTextWriter {
    private(set) var text = ""
    private var needsSpace = false
    private var isPreformatted = false

    private static let lineBreaks: Set<String> = [
        "br", "br/", "/div", "div", "/tr", "/li", "li", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/table", "hr", "hr/",
        "/blockquote", "blockquote", "/ul", "/ol", "pre", "/pre",
    ]

    mutating func add(_ piece: Piece) {
        switch piece {
        case .text(let text): add(text: HTMLEntities.decoded(text))
        case .tag(let name): add(tag: name)
        }
    }

    private mutating func add(tag name: String) {
        if name == "pre" || name == "/pre" { isPreformatted = name == "pre" }
        switch name {
        case "br", "br/": text += "\n"
        case "p", "/p": breakLine(keeping: 2)
        case "/td", "/th": needsSpace = true
        case _ where Self.lineBreaks.contains(name): breakLine(keeping: 1)
        default: return
        }
        if name != "/td", name != "/th" { needsSpace = false }
        if name == "li" { text += "- " }
        while text.hasSuffix("\n\n\n") { text.removeLast() }
    }

    /// Ends the line, and leaves `count` line ends there at least, unless nothing stands before.
    private mutating func breakLine(keeping count: Int) {
        guard !text.isEmpty else { return }
        var there = text.reversed().prefix { $0 == "\n" }.count
        while there < count {
            text += "\n"
            there += 1
        }
    }

    private mutating func add(text added: String) {
        for character in added {
            if character.isWhitespace, !isPreformatted {
                needsSpace = true
                continue
            }
            if needsSpace, let last = text.last, !last.isWhitespace { text += " " }
            needsSpace = false
            text.append(character)
        }
    }
}
