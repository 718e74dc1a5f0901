/// Pages by offset with a total beside each, as OData's `$skip` has them. The end is where the total is reached.
///
/// Rows that come and go while such a list is read shift it under us, and one may slip through. So each page but the
/// first begins with the row that the one before ended with, the anchor: where it is not there, or the total is not
/// what it was, the read goes on, but its end proves nothing. Positions outlive a break.
public struct AnchoredOffsetPaging: Sendable {
    public init() {}

    /// What a page told.
    public struct Event: Sendable {
        /// Nil where the vendor tells none: then the end is a page without anything new.
        public var total: Int64?
        /// The rows' ids; nil for a row that has none.
        public var ids: [String?]

        public init(total: Int64?, ids: [String?]) {
            self.total = total
            self.ids = ids
        }
    }

    /// What a page leads to.
    public struct Outcome: Sendable, Hashable {
        public var step: PagingStep
        /// With the end: all of the list was seen.
        public var provesWhole: Bool
    }

    /// How many rows to skip.
    public func offset(_ position: ReadPosition?) -> Int { position?.fields["skip"].flatMap { Int($0) } ?? 0 }

    public func step(_ position: ReadPosition?, _ event: Event) throws(ConnectorError) -> Outcome {
        let isSteady = isSteady(position, event)
        // By the rows that came, not by those asked for; what stands twice takes one place.
        let behind = offset(position) + Set(event.ids.compactMap(\.self)).count + event.ids.count { $0 == nil }
        if let total = event.total, Int64(behind) >= total { return Outcome(step: .end, provesWhole: isSteady) }
        if isNothingNew(position, event) {
            // The same page again and again; a lone anchor is the end of what can be had.
            if event.ids.count > 1 { throw .positionLost("the list does not go on after \(behind) rows") }
            return Outcome(step: .end, provesWhole: isSteady && event.total == nil)
        }
        return Outcome(step: .next(next(position, event, behind, isSteady)), provesWhole: false)
    }

    private func next(_ position: ReadPosition?, _ event: Event, _ behind: Int, _ isSteady: Bool) -> ReadPosition {
        let anchor = event.ids.last ?? nil
        var fields = ["skip": String(anchor == nil ? behind : behind - 1)]
        fields["anchor"] = anchor
        fields["total"] = position?.fields["total"] ?? event.total.map { String($0) }
        fields["shifted"] = isSteady && anchor != nil ? nil : "yes"
        return ReadPosition(fields)
    }

    /// Nothing has shown so far that the list moved.
    private func isSteady(_ position: ReadPosition?, _ event: Event) -> Bool {
        guard let fields = position?.fields else { return true }
        guard fields["shifted"] == nil, fields["total"] == event.total.map({ String($0) }) else { return false }
        return fields["anchor"].map { event.ids.contains($0) } ?? true
    }

    private func isNothingNew(_ position: ReadPosition?, _ event: Event) -> Bool {
        guard let last = event.ids.last else { return true }
        return last != nil && last == position?.fields["anchor"]
    }
}
