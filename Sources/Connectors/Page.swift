public import Inventory

/// What a stream is asked for.
public struct ReadRequest: Sendable {
    public var scope: ReadScope
    /// The parents whose children are asked for, in a fixed order, for a ``Reading/perParent(entity:)`` stream:
    /// external ids greater than `after` (in the order given by the engine), at most `limit`.
    public var parents: @Sendable (_ after: String?, _ limit: Int) async throws -> [String]
    /// The vendor answers, but not for the parent whose turn it is, however often it was asked: that one is to be skipped.
    public var skipsFailing = false
    /// Whoever asks calls ``Page/mapRows()`` on what comes, so that the next page can be on its way meanwhile.
    public var mapsLater = false

    public init(
        scope: ReadScope, parents: @escaping @Sendable (String?, Int) async throws -> [String] = { _, _ in [] }
    ) {
        self.scope = scope
        self.parents = parents
    }
}

/// All of it, or what changed since a moment (inclusive; the engine has already subtracted the look-back).
public enum ReadScope: Sendable, Hashable {
    case everything
    case changed(since: Timestamp)
}

/// One answer of a vendor, mapped.
public struct Page: Sendable {
    private var mapped: [SourceRecord]
    /// Rows of an entity of narrow rows that were mapped by a ``SetMapping``, beside or in place of records.
    public var sets: SetRows?
    /// Maps rows that still stand in the vendor's document.
    var unmapped: (@Sendable (inout Page) -> Void)?
    /// What was mapped, a record each. Of ``sets`` they are made at each asking: the loader asks for those as they are.
    public var records: [SourceRecord] {
        get { sets.map { mapped + $0.records } ?? mapped }
        set { (mapped, sets) = (newValue, nil) }
    }
    /// Records that could not be mapped: each goes to quarantine alone.
    public var rejected: [RejectedRecord]
    /// Where to go on, or nil after the vendor's own sign of the end.
    public var next: ReadPosition?
    /// With the last page of a whole read: the end was proven, so what was not seen is gone.
    public var provesWhole: Bool
    /// Parents whose children have now all been seen.
    public var completedParents: [String]
    /// Of a parent's page: the vendor had nothing to say of the parent, which is neither empty nor refused for that; what is
    /// known of it stays.
    public var isSilent = false
    /// Parents that the vendor would not answer for (gone, forbidden): skipped, counted.
    public var skippedParents: [RejectedRecord]
    /// The greatest modified time seen in the vendor's data on this page.
    public var highWater: Timestamp?
    /// The vendor's clock as its `Date` header told it.
    public var vendorDate: Timestamp?
    public var calls: Int
    public var bytes: Int

    public init(
        records: [SourceRecord] = [], rejected: [RejectedRecord] = [], next: ReadPosition? = nil,
        provesWhole: Bool = false, completedParents: [String] = [], skippedParents: [RejectedRecord] = [],
        highWater: Timestamp? = nil, vendorDate: Timestamp? = nil, calls: Int = 0, bytes: Int = 0
    ) {
        mapped = records
        self.rejected = rejected
        self.next = next
        self.provesWhole = provesWhole
        self.completedParents = completedParents
        self.skippedParents = skippedParents
        self.highWater = highWater
        self.vendorDate = vendorDate
        self.calls = calls
        self.bytes = bytes
    }

    /// How many records it has.
    public var count: Int { mapped.count + (sets?.count ?? 0) }

    /// Maps what was left for later.
    public mutating func mapRows() {
        guard let map = unmapped else { return }
        unmapped = nil
        map(&self)
    }

    /// Takes in the page that follows, so that both are stored as one.
    public mutating func join(_ following: Page) {
        append(following)
        provesWhole = following.provesWhole
        completedParents += following.completedParents
        skippedParents += following.skippedParents
    }

    /// Takes in the next page of the same list.
    mutating func append(_ following: Page) {
        if let more = following.sets {
            if sets == nil { sets = more } else { sets?.append(more) }
        }
        mapped += following.mapped
        rejected += following.rejected
        next = following.next
        highWater = [highWater, following.highWater].compactMap { $0 }.max()
        vendorDate = following.vendorDate ?? vendorDate
        calls += following.calls
        bytes += following.bytes
    }
}

/// Where a read stands: made by a paging rule, kept in the checkpoint as JSON, given back to go on.
public struct ReadPosition: Sendable, Hashable, Codable {
    public var fields: [String: String]
    /// False where the vendor's cursor dies with the session: after a break the read starts again.
    public var isResumable: Bool

    public init(_ fields: [String: String], isResumable: Bool = true) {
        self.fields = fields
        self.isResumable = isResumable
    }
}

/// A vendor record (or parent) that could not be used, with what it was, so that a person can see it and try again.
public struct RejectedRecord: Sendable, Hashable {
    public var externalID: String?
    public var reason: String
    /// What the vendor sent, as JSON text.
    public var payload: String

    public init(externalID: String?, reason: String, payload: String) {
        self.externalID = externalID
        self.reason = reason
        self.payload = payload
    }
}
