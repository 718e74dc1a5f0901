/// A change to one row of a list, waiting for the member that it fits.
struct PendingChange: Sendable {
    let fault: Fault
    let member: String?
}

extension JSONWriter {
    /// Writes a text member changed, if the change fits it. The change is then done with.
    mutating func apply(to key: StaticString, text: String?) -> Bool {
        guard let pending = change, pending.fits(key, text: text) else { return false }
        change = nil
        let text = text ?? ""
        switch pending.fault {
        case .missingMember: return true
        case .unexpectedNull: member(key, raw: "null".utf8)
        case .otherType: member(key, raw: #"{"value":17}"#.utf8)
        case .hugeInteger: member(key, raw: "123456789012345678901234567890".utf8)
        case .loneSurrogate: member(key, raw: #""\ud83d tail""#.utf8)
        case .unknownWord: member(key, "NEVER_SEEN_BEFORE")
        case .nulByte: member(key, raw: #""nul \u0000 inside""#.utf8)
        case .hugeText(let bytes): member(key, String(repeating: "x", count: bytes))
        case .rightToLeft: member(key, "\u{202E}\u{05E9}\u{05DC}\u{05D5}\u{05DD}\u{202C} \(text)")
        case .placeholderSerial: member(key, "To be filled by O.E.M.")
        default: member(key, text)
        }
        return true
    }

    /// Writes a number changed, if the change fits it.
    mutating func apply(to key: StaticString, number: Int) -> Bool {
        guard let pending = change else { return false }
        switch pending.fault {
        case .idsAsText where key.description == (pending.member ?? "id"):
            change = nil
            member(key, String(number))
            return true
        case .otherType, .missingMember, .unexpectedNull, .hugeInteger:
            guard key.description == pending.member else { return false }
            return apply(to: key, text: String(number))
        default: return false
        }
    }
}

extension PendingChange {
    /// Members that hold one of the vendor's own words.
    private static let words: Set<String> = [
        "nodeClass", "status", "severity", "jobStatus", "statusName", "level", "billableOption", "agreementStatus",
        "productClass",
    ]

    /// The named member, or where none is named the one that such a fault is usually met in.
    func fits(_ key: StaticString, text: String?) -> Bool {
        let key = key.description
        if let member { return key == member }
        guard text != nil else { return false }
        switch fault {
        case .unknownWord: return Self.words.contains(key)
        case .placeholderSerial: return key == "serialNumber"
        case .idsAsText, .newMember, .duplicateRows: return false
        default: return key.lowercased().hasSuffix("name") || key == "message" || key == "summary" || key == "title"
        }
    }
}
