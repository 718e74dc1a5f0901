/// Writes XML straight into bytes of ISO-8859-1, as old servers do: what that has no place for becomes a reference.
///
/// A ``RowChange`` that is set is applied to the next element that it fits.
struct XMLWriter: Sendable {
    private(set) var bytes: [UInt8] = Array(#"<?xml version="1.0" encoding="ISO-8859-1"?>"#.utf8)
    /// What is to be done to the row that is being written.
    var change: PendingChange?

    /// An element with others in it.
    mutating func element(
        _ name: StaticString, _ attributes: [(String, String)] = [], _ content: (inout XMLWriter) -> Void
    ) {
        append("<\(name)")
        for (key, value) in attributes {
            append(" \(key)=\"")
            escaped(value)
            append("\"")
        }
        append(">")
        content(&self)
        append("</\(name)>")
    }

    /// An element of text; empty where there is none.
    mutating func text(_ name: StaticString, _ value: String?) {
        if change != nil, apply(to: name, text: value) { return }
        element(name) { $0.escaped(value ?? "") }
    }

    /// An element of text as people write it.
    mutating func words(_ name: StaticString, _ value: String?) {
        if change != nil, apply(to: name, text: value) { return }
        element(name) { $0.section(value ?? "") }
    }

    mutating func number(_ name: StaticString, _ value: Int?) { text(name, value.map { String($0) }) }

    mutating func flag(_ name: StaticString, _ value: Bool) { number(name, value ? 1 : 0) }

    /// A row of a list, with whatever befalls it.
    /// - Parameter number: the row's own, by which its fate is drawn.
    mutating func row(
        _ name: StaticString, _ number: Int, _ disturbance: Disturbance, _ content: (inout XMLWriter) -> Void
    ) {
        change = disturbance.leavesRowsAlone ? nil : disturbance.change(of: number)
        let fate = change?.fault
        element(name) { xml in
            content(&xml)
            if fate == .newMember { xml.element("simulatedNovelty") { $0.element("level") { $0.append("3") } } }
        }
        change = nil
        if fate == .duplicateRows { element(name, [], content) }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A section in which nothing is escaped, where all of the text has a place in the encoding.
    private mutating func section(_ text: String) {
        guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value < 256 }) else { return escaped(text) }
        append("<![CDATA[")
        for scalar in text.replacing("]]>", with: "]]]]><![CDATA[>").unicodeScalars {
            bytes.append(UInt8(scalar.value))
        }
        append("]]>")
    }

    private mutating func escaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"": append("&quot;")
            default: if scalar.value < 256 { bytes.append(UInt8(scalar.value)) } else { append("&#\(scalar.value);") }
            }
        }
    }

    /// Writes an element changed, if the change fits it. The change is then done with.
    private mutating func apply(to name: StaticString, text: String?) -> Bool {
        guard let pending = change, pending.fits(name, text: text) else { return false }
        change = nil
        switch pending.fault {
        case .missingMember: break
        case .unexpectedNull: append("<\(name)/>")
        case .otherType: element(name) { $0.element("value") { $0.append("17") } }
        case .hugeInteger: element(name) { $0.append("123456789012345678901234567890") }
        case .loneSurrogate: element(name) { $0.append("&#xD83D; tail") }
        case .nulByte: element(name) { $0.append("nul \0 inside") }
        case .unknownWord: element(name) { $0.append("NEVER_SEEN_BEFORE") }
        case .hugeText(let size): element(name) { $0.append(String(repeating: "x", count: size)) }
        case .rightToLeft:
            element(name) { $0.escaped("\u{202E}\u{05E9}\u{05DC}\u{05D5}\u{05DD}\u{202C} \(text ?? "")") }
        case .placeholderSerial: element(name) { $0.append("To be filled by O.E.M.") }
        default: element(name) { $0.escaped(text ?? "") }
        }
        return true
    }
}
