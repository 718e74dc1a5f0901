extension Value {
    /// A text as the warehouse keeps it: trimmed, and null where nothing is left.
    public init(text: String?) {
        self = text.flatMap(Self.trimmed).map(Value.text) ?? .null
    }

    /// The longest text that an index takes without doubt, in bytes.
    static let longestKey = 1_000

    /// A text as the warehouse keeps it in an indexed column: cut, at a character's end, where it is longer than any
    /// name.
    public init(key: String?) {
        guard let text = key.flatMap(Self.trimmed) else {
            self = .null
            return
        }
        guard text.utf8.count > Self.longestKey else {
            self = .text(text)
            return
        }
        var scalars = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            if size > Self.longestKey { break }
            scalars.append(scalar)
        }
        self.init(text: String(scalars))
    }

    /// Elements that `clean` lets through, each once, in order; null where none is left.
    init(elements: [String]?, _ clean: (String) -> String?) {
        var kept: [String] = []
        for element in elements ?? [] {
            if let element = clean(element), !kept.contains(element) { kept.append(element) }
        }
        self = kept.isEmpty ? .null : .textArray(kept)
    }

    /// A text without the spaces around it; nil where nothing is left.
    static func trimmed(_ text: String) -> String? {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last else { return nil }
        if !mayBeSpace(first), !mayBeSpace(last) { return text }
        let kept = text.drop(while: isSpace)
        guard let end = kept.lastIndex(where: { !isSpace($0) }) else { return nil }
        return String(kept[...end])
    }

    /// Any control character or space, or a byte of a longer character (which may be a no-break space).
    private static func mayBeSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte >= 0x80 }

    private static func isSpace(_ character: Character) -> Bool { character.isWhitespace || character == "\0" }
}
