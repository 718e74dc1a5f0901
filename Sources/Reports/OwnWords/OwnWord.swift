import Inventory

/// What a tenant says in place of the program's files: for all of its companies, or for one.
public struct OwnWord: Sendable, Hashable {
    /// What it is about.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// When the support of a system, or of a software title, ends: a product of `Config/lifecycle`.
        case operatingSystem = "operating_system"
        case software
        /// Whether titles are of a class of software: `excluded` from an unwelcome one they are agreed to.
        case category
        /// What a remedy of `Config/pricing.yaml` costs.
        case price
    }

    enum Value: Sendable, Hashable {
        case ends(CalendarDate)
        case category(String, isIncluded: Bool)
        case amount(String, currency: String?)
    }

    public let kind: Kind
    /// The product, the pattern of titles in small letters, or the price's name.
    public let subject: String
    let value: Value

    /// A word as people and programs write it.
    /// - Parameters:
    ///   - value: a date like `2028-10-10`, `included` or `excluded`, or a sum like `1500` or `12.50`.
    ///   - category: the class of software, with ``Kind/category`` alone.
    ///   - currency: with ``Kind/price`` alone; nil: the price book's.
    /// - Throws: ``ReportError/badWord(_:)``.
    public init(
        kind: String, subject: String, value: String, category: String? = nil, currency: String? = nil
    ) throws(ReportError) {
        guard let kind = Kind(rawValue: kind) else {
            throw .badWord("a kind is \(Kind.allCases.map(\.rawValue).joined(separator: ", ")), not '\(kind)'")
        }
        guard (kind == .category) == (category != nil), kind == .price || currency == nil else {
            throw .badWord("'category' goes with the kind category, and 'currency' with the kind price")
        }
        self.kind = kind
        self.subject = kind == .category ? try Self.pattern(subject) : subject
        self.value =
            switch kind {
            case .operatingSystem, .software: .ends(try Self.day(value))
            case .category: try Self.verdict(value, category ?? "")
            case .price: .amount(try Self.amount(value), currency: try currency.map(Self.code))
            }
    }

    private static func day(_ text: String) throws(ReportError) -> CalendarDate {
        guard text.count == 10, let day = CalendarDate(iso8601: text) else {
            throw .badWord("a support's end is a date like 2028-10-10, not '\(text)'")
        }
        return day
    }

    private static func verdict(_ text: String, _ category: String) throws(ReportError) -> Value {
        guard ["included", "excluded"].contains(text) else {
            throw .badWord("a title is included in a category or excluded from it, not '\(text)'")
        }
        guard category.wholeMatch(of: /[a-z][a-z0-9_]{0,62}/) != nil else {
            throw .badWord("a category is a word in small letters, like remote_access, not '\(category)'")
        }
        return .category(category, isIncluded: text == "included")
    }

    /// A pattern that is none of all titles, and that PostgreSQL can read: it refuses a backslash at the end.
    private static func pattern(_ text: String) throws(ReportError) -> String {
        guard text.contains(where: { $0 != "%" && $0 != "_" }), !text.contains("\\"), text.count <= 200 else {
            throw .badWord("a pattern of titles has letters, and % where anything may stand, not '\(text)'")
        }
        return text.lowercased()
    }

    private static func amount(_ text: String) throws(ReportError) -> String {
        guard text.wholeMatch(of: /[0-9]{1,9}(\.[0-9]{1,2})?/) != nil else {
            throw .badWord("a price is a sum like 1500 or 12.50, not '\(text)'")
        }
        return text
    }

    private static func code(_ text: String) throws(ReportError) -> String {
        guard text.wholeMatch(of: /[A-Z]{3}/) != nil else {
            throw .badWord("a currency is a code like EUR, not '\(text)'")
        }
        return text
    }
}
