/// Looks at what stands before an XML document's root, and refuses what must not even reach a parser.
struct XMLProlog {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    /// Throws unless the body begins as plain XML: no document type, one of the usual encodings.
    static func check(_ body: [UInt8]) throws(XMLError) {
        var prolog = XMLProlog(body)
        try prolog.walk()
    }

    private init(_ body: [UInt8]) {
        bytes = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body.dropFirst(3) : body[...]
        place = bytes.startIndex
    }

    private mutating func walk() throws(XMLError) {
        skipBlanks()
        if place == bytes.endIndex { throw .empty }
        while true {
            if isAt("<?") {
                try instruction()
            } else if isAt("<!--") {
                try skip(past: "-->")
            } else if isAt("<!") {
                throw isAt("<!doctype html") ? .html : .documentType
            } else {
                return try root()
            }
            skipBlanks()
        }
    }

    private func root() throws(XMLError) {
        guard isAt("<"), let first = bytes[place...].dropFirst().first, Self.beginsName(first) else { throw .notXML }
        if isAt("<html") { throw .html }
    }

    private mutating func instruction() throws(XMLError) {
        let start = place
        try skip(past: "?>")
        let text = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
        guard text.hasPrefix("<?xml"), let named = text.firstRange(of: "encoding") else { return }
        let name = text[named.upperBound...].drop { "= \t\r\n\"'".contains($0) }.prefix { !"\"' ?\t\r\n".contains($0) }
        if !Self.encodings.contains(String(name)) { throw .encoding }
    }

    /// In all of them `<!DOCTYPE` looks the same.
    private static let encodings: Set<String> = [
        "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "iso-8859-15", "windows-1252",
    ]

    private mutating func skip(past end: String) throws(XMLError) {
        while !isAt(end) {
            if place == bytes.endIndex { throw .malformed(line: 1) }
            place += 1
        }
        place += end.utf8.count
    }

    private mutating func skipBlanks() {
        while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    /// Letter case does not count.
    private func isAt(_ text: String) -> Bool {
        let here = bytes[place...].prefix(text.utf8.count)
        return here.count == text.utf8.count && zip(here, text.utf8).allSatisfy { Self.lower($0) == Self.lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower(byte))
    }
}
