/// Notices a read that runs in a circle, in constant space: Brent's cycle detection over one key a page.
///
/// One earlier key is kept; it is replaced after 1, 2, 4, 8 … pages, so that a circle of any length is met within
/// three times its length. The state travels in the position, so that a resumed read still knows it.
public struct LoopGuard: Sendable, Hashable {
    private var kept: String
    private var pages: Int
    private var span: Int

    /// The guard as a position holds it, or a new one.
    public init(_ position: ReadPosition?) {
        kept = position?.fields["loop.kept"] ?? ""
        pages = position?.fields["loop.pages"].flatMap { Int($0) } ?? 0
        span = position?.fields["loop.span"].flatMap { Int($0) } ?? 1
    }

    /// Takes in what tells this page from others; throws when it was met before.
    public mutating func step(_ key: String) throws(ConnectorError) {
        guard key != kept || key.isEmpty else { throw .positionLost("the vendor sends the same page again and again") }
        pages += 1
        guard pages >= span else { return }
        (kept, pages, span) = (key, 0, span * 2)
    }

    /// What to add to the next position's fields.
    public var fields: [String: String] {
        ["loop.kept": kept, "loop.pages": String(pages), "loop.span": String(span)]
    }
}
