/// What makers and vendors write where they know nothing. It becomes nil in a column and stays in `vendor_fields`.
public enum Placeholders {
    /// A cleaned text that may be such a word (a maker, a model, a domain).
    public static func word(_ text: String?) -> String? {
        guard let text = Cleaned.text(text), !words.contains(text.lowercased()) else { return nil }
        return text
    }

    /// A cleaned serial number: no such word, not one character over and over, not a counted-up filler.
    public static func serial(_ text: String?) -> String? {
        guard let text = word(text) else { return nil }
        let lower = text.lowercased()
        let significant = Set(lower.filter { $0.isLetter || $0.isNumber })
        let isRepeated = significant.count < 2 && (lower.count > 1 || significant.contains("0") || significant.isEmpty)
        return isRepeated || fillers.contains(lower) || lower.hasPrefix("vmware-00 00 00") ? nil : text
    }

    private static let words: Set<String> = [
        "to be filled by o.e.m.", "to be filled by o.e.m", "to be filled by oem", "to be filled", "o.e.m.", "oem",
        "default string", "default", "none", "n/a", "na", "n.a.", "null", "(null)", "undefined", "unknown", "invalid",
        "empty", "blank", "not specified", "not available", "not applicable", "not set", "not present", "no asset tag",
        "system serial number", "system product name", "system manufacturer", "system version", "system name",
        "serial number", "chassis serial number", "base board serial number", "asset-1234567890", "-", "--", ".", "?",
        "0001-01-01t00:00:00", "0001-01-01t00:00:00z",
    ]

    private static let fillers: Set<String> = [
        "123456789", "1234567890", "0123456789", "12345678", "12345", "1234", "sn",
    ]
}
