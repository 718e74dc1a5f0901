/// One of the things that a vendor counts calls by, with what it bears and which calls it counts. A call may count
/// against several at once: then all of them must let it go.
public struct BudgetRule: Sendable, Hashable {
    public var scope: BudgetScope
    public var limits: BudgetLimits
    /// The beginnings of the paths that are counted; none: all of them. `*` stands for one segment (an id), and a `$`
    /// at the end for the path's end: `/devices/*/assets` and what is below, `/devices$` alone.
    public var paths: [String]
    /// Whether the vendor's refusals, and what its headers say of limits, are about this scope.
    public var isTold: Bool

    public init(_ scope: BudgetScope, _ limits: BudgetLimits, paths: [String] = [], isTold: Bool = true) {
        self.scope = scope
        self.limits = limits
        self.paths = paths
        self.isTold = isTold
    }

    func counts(path: Substring) -> Bool { paths.isEmpty || paths.contains { Self.pattern($0, fits: path) } }

    private static func pattern(_ pattern: String, fits path: Substring) -> Bool {
        let isWhole = pattern.last == "$"
        let text = isWhole ? pattern.dropLast() : pattern[...]
        let parts = text.split(separator: "*", omittingEmptySubsequences: false)
        var rest = path
        for (place, part) in parts.enumerated() {
            if place > 0 { rest = rest.drop { $0 != "/" } }
            guard rest.hasPrefix(part) else { return false }
            rest = rest.dropFirst(part.count)
        }
        return !isWhole || rest.isEmpty
    }

    /// The rules that a call counts against, the narrowest scope first: in one order, so that no two calls can wait for
    /// each other, and so that who waits for the narrow one does not hold up the wide one.
    static func counting(_ url: String, of rules: [BudgetRule]) -> [BudgetRule] {
        let path = path(of: url)
        return rules.filter { $0.counts(path: path) }
            .sorted { ($0.scope.width, $0.scope.key) < ($1.scope.width, $1.scope.key) }
    }

    private static func path(of url: String) -> Substring {
        var rest = url[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        return rest.drop { $0 != "/" }.prefix { $0 != "?" && $0 != "#" }
    }
}
