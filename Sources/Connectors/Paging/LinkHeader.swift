public import HTTPTypes

/// RFC 8288's `Link` header: `<https://host/list?pageId=12>; rel="next", <…>; rel="last"`.
public struct LinkHeader: Sendable, Hashable {
    private static let name = HTTPField.Name("Link")!

    /// The header was sent, if only empty: some vendors end a list by an empty one.
    public let isPresent: Bool
    /// Targets by relation.
    public let targets: [String: String]

    public init(_ headers: HTTPFields) {
        isPresent = headers[Self.name] != nil
        targets = Self.targets(headers[Self.name] ?? "")
    }

    /// The next page's query parameters, where there is a next page.
    public var next: [String: String]? { targets["next"].map(URLText.query) }

    private static func targets(_ text: String) -> [String: String] {
        var found: [String: String] = [:]
        for part in text.split(separator: "<").map({ $0.split(separator: ">", maxSplits: 1) }) where part.count == 2 {
            for parameter in part[1].split(separator: ";") {
                let sides = parameter.split(separator: "=", maxSplits: 1).map { $0.trimming { " ,\"'".contains($0) } }
                guard sides.count == 2, sides[0].lowercased() == "rel" else { continue }
                for relation in sides[1].split(separator: " ") { found[relation.lowercased()] = String(part[0]) }
            }
        }
        return found
    }
}

extension StringProtocol {
    /// The text without such characters at its two ends.
    func trimming(_ isUnwanted: (Character) -> Bool) -> SubSequence {
        var rest = self[...]
        while let first = rest.first, isUnwanted(first) { rest.removeFirst() }
        while let last = rest.last, isUnwanted(last) { rest.removeLast() }
        return rest
    }
}
