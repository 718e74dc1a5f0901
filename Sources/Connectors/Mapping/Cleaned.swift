import Foundation
public import JSON

/// Text as the warehouse keeps it: trimmed, without NUL characters (PostgreSQL refuses them), and nil for nothing.
public enum Cleaned {
    public static func text(_ text: String?) -> String? {
        guard let text else { return nil }
        if isClean(text.utf8) { return text }
        let scalars = text.unicodeScalars
        guard scalars.contains("\0") || scalars.first.map(isBlank) ?? true || scalars.last.map(isBlank) ?? true else {
            return text
        }
        var rest = String.UnicodeScalarView(scalars.filter { $0 != "\0" })[...]
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest.isEmpty ? nil : String(rest)
    }

    /// No NUL, and at both ends a character of ASCII that is no space: most texts, told without decoding them.
    private static func isClean(_ bytes: String.UTF8View) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isPlain(first) && isPlain(last) && !bytes.contains(0)
    }

    /// The same of a text that is still in its document.
    static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress, let first = bytes.first, let last = bytes.last else { return false }
        return isPlain(first) && isPlain(last) && memchr(start, 0, bytes.count) == nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\0" || scalar == "\u{FEFF}"
    }
}

extension String {
    /// Whether it holds a text, byte by byte: much quicker than by characters, and for ASCII the same.
    func holds(_ part: String) -> Bool {
        var (whole, part) = (self, part)
        return whole.withUTF8 { whole in
            part.withUTF8 { part in
                guard let first = part.first else { return true }
                return whole.indices.dropLast(part.count - 1).contains {
                    whole[$0] == first && whole[$0...].starts(with: part)
                }
            }
        }
    }
}

extension JSONValue {
    /// A scalar as text, cleaned; nil for anything else, for null and for nothing.
    public var cleaned: String? { Cleaned.text(text) }

    /// A whole number of at least one: sizes and counts for which a vendor's 0 or -1 means "not known".
    public var positive: Int64? { integer.flatMap { $0 > 0 ? $0 : nil } }

    /// An array's texts, cleaned, without the empty ones.
    public var texts: [String] { (array ?? []).compactMap(\.cleaned) }
}
