/// Pages by a cursor that lives in the server: the same name may stand on every page while the server moves on, so
/// the name says nothing about the end. Rows come until an answer has none (or no cursor). What proves progress is
/// that the offset or the rows differ.
///
/// The cursor dies with the session, so positions do not outlive a break. And a lost answer may be a lost page: after
/// a call that had to be repeated the read goes on only where the offsets show that no page is missing.
public struct ServerCursorPaging: Sendable {
    public init() {}

    /// What a page told.
    public struct Event: Sendable {
        public var cursor: String?
        public var offset: Int64?
        public var rows: Int
        /// See ``Fingerprint``.
        public var fingerprint: String
        /// An earlier answer to this very call was lost on its way.
        public var isRepeated: Bool

        public init(cursor: String?, offset: Int64?, rows: Int, fingerprint: String, isRepeated: Bool = false) {
            self.cursor = cursor
            self.offset = offset
            self.rows = rows
            self.fingerprint = fingerprint
            self.isRepeated = isRepeated
        }
    }

    /// The cursor to send, or nil for the first page.
    public func cursor(_ position: ReadPosition?) -> String? { position?.fields["cursor"] }

    public func step(_ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> PagingStep {
        let counting = counting(position, event)
        if event.isRepeated, position != nil, counting == nil {
            throw .positionLost("an answer was lost in the middle of a report")
        }
        guard event.rows > 0, let cursor = event.cursor, !cursor.isEmpty else { return .end }
        var loop = LoopGuard(position)
        try loop.step("\(event.offset ?? -1)/\(event.fingerprint)")
        var fields = loop.fields
        fields["cursor"] = cursor
        fields["rows"] = String(event.rows)
        fields["offset"] = event.offset.map { String($0) }
        fields["counting"] = counting?.rawValue
        return .next(ReadPosition(fields, isResumable: false))
    }

    /// What the offsets count, where they have kept to it so far.
    private enum Counting: String {
        case begins, ends
    }

    private func counting(_ position: ReadPosition?, _ event: Event) -> Counting? {
        guard let offset = event.offset else { return nil }
        let rows = Int64(event.rows)
        guard let fields = position?.fields else { return offset == 0 ? .begins : offset == rows ? .ends : nil }
        guard let before = fields["offset"].flatMap({ Int64($0) }),
            let rowsBefore = fields["rows"].flatMap({ Int64($0) })
        else { return nil }
        switch fields["counting"].flatMap(Counting.init) {
        case .begins: return offset == before + rowsBefore ? .begins : nil
        case .ends: return offset == before + rows ? .ends : nil
        case nil: return nil
        }
    }
}
