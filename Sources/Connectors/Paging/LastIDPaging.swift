/// Pages by the greatest id seen: "give me what is after 1200". It goes on until an EMPTY page, since a short one may
/// be a limit of the server's below the size asked for. Positions outlive a break.
public struct LastIDPaging: Sendable {
    public init() {}

    /// The id to ask after, or nil for the first page.
    public func lastID(_ position: ReadPosition?) -> String? { position?.fields["after"] }

    /// - Parameter ids: the page's ids; nil for a row that has none.
    public func step(_ position: ReadPosition?, ids: [Int64?]) throws(ConnectorError) -> PagingStep {
        if ids.isEmpty { return .end }
        guard let greatest = ids.compactMap({ $0 }).max() else {
            throw .malformedAnswer("no row of the page has an id, so there is no next page to ask for")
        }
        if let before = lastID(position).flatMap({ Int64($0) }), greatest <= before {
            throw .positionLost("the list does not go on after id \(before)")
        }
        return .next(ReadPosition(["after": String(greatest)]))
    }
}
