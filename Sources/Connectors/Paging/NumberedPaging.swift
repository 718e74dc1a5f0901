/// Pages by number. The end is an empty page, or where the vendor promises full pages a short one.
public struct NumberedPaging: Sendable {
    public var pageSize: Int
    public var first: Int
    public var endsOnShortPage: Bool

    public init(pageSize: Int, first: Int = 1, endsOnShortPage: Bool = false) {
        self.pageSize = pageSize
        self.first = first
        self.endsOnShortPage = endsOnShortPage
    }

    /// The page to ask for.
    public func page(_ position: ReadPosition?) -> Int { position?.fields["page"].flatMap { Int($0) } ?? first }

    /// - Parameter fingerprint: tells this page from others, see ``Fingerprint``.
    public func step(_ position: ReadPosition?, rows: Int, fingerprint: String) throws(ConnectorError) -> PagingStep {
        if rows == 0 || (endsOnShortPage && rows < pageSize) { return .end }
        var loop = LoopGuard(position)
        try loop.step(fingerprint)
        return .next(ReadPosition(loop.fields.merging(["page": String(page(position) + 1)]) { $1 }))
    }
}
