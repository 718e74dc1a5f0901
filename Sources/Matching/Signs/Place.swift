import Foundation

/// Where a company is.
public struct Place: Sendable, Hashable {
    /// Folded; nil where unknown.
    public let street: String?
    public let postalCode: String?
    public let city: String?

    /// Nil when nothing of it is known.
    public init?(street: String?, postalCode: String?, city: String?) {
        self.street = street.flatMap(Self.street)
        self.postalCode = postalCode.flatMap { Self.words($0)?.joined() }
        self.city = city.flatMap { Self.words($0)?.joined(separator: " ") }
        if self.street == nil && self.postalCode == nil && self.city == nil { return nil }
    }

    init(foldedStreet: String?, postalCode: String?, city: String?) {
        (street, self.postalCode, self.city) = (foldedStreet, postalCode, city)
    }

    /// The number and the street's own name: "12 Main Street, Suite 4" and "12 Main St" are one.
    private static func street(_ text: String) -> String? {
        guard let words = words(text), let number = words.first(where: { $0.contains(where: \.isNumber) }),
            let name = words.first(where: { $0.count > 2 && $0.allSatisfy(\.isLetter) })
        else { return nil }
        return number + " " + name
    }

    private static func words(_ text: String) -> [String]? {
        let words = TextFolding.words(TextFolding.plain(text))
        return words.isEmpty ? nil : words
    }
}
