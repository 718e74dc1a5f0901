/// Pages by a cursor that lives in the server: the same name may stand on every page while the server moves on, so
/// the name says nothing about the end. Rows come until an answer has none (or no cursor). What proves progress is
/// that the offset or the rows differ.
///
/// The cursor dies with the session, and a lost answer is a lost page: positions do not outlive a break.
public struct ServerCursorPaging: Sendable {
    public init() {}

    /// What a page told.
    public struct Event: Sendable {
        public var cursor: String?
        public var offset: String?
        public var rows: Int
        /// See ``Fingerprint``.
        public var fingerprint: String

        public init(cursor: String?, offset: String?, rows: Int, fingerprint: String) {
            self.cursor = cursor
            self.offset = offset
            self.rows = rows
            self.fingerprint = fingerprint
        }
    }

    /// The cursor to send, or nil for the first page.
    public func cursor(_ position: ReadPosition?) -> String? { position?.fields["cursor"] }

    public func step(_ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> PagingStep {
        guard event.rows > 0, let cursor = event.cursor, !cursor.isEmpty else { return .end }
        var loop = LoopGuard(position)
        try loop.step("\(event.offset ?? "")/\(event.fingerprint)")
        let fields = loop.fields.merging(["cursor": cursor]) { $1 }
        return .next(ReadPosition(fields, isResumable: false))
    }
}
