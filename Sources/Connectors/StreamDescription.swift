public import Inventory

/// What a stream is, as data that the engine, the documents and the dashboard read.
public struct StreamDescription: Sendable, Hashable {
    /// Unique within the vendor (`devices`, `os_patches`).
    public var name: String
    /// The paths that it calls below the base URL, for whoever must allow or watch them: what differs from call to call
    /// in braces (`/v2/devices/{id}`), a parameter only where it says what is called (`/api/?service=list_clients`).
    public var calls: [String]
    /// The entity it fills (`devices`).
    public var entity: EntityDescription
    /// The declared columns that it fills, and so compares and clears; nil: all of them.
    public var owns: Set<String>?
    /// Creates and deletes rows. A stream that is not primary only fills columns of rows that the primary made.
    public var isPrimary: Bool
    /// The streams that must have been read first.
    public var after: [String]
    public var reading: Reading
    public var deletion: Deletion
    /// How the end of the list is known, in words for the documents, with the sheet's section.
    public var endOfList: String
    /// Members of the vendor's record that move at every check-in: kept, never compared.
    public var volatileVendorFields: Set<String>
    /// How often it is usually read.
    public var period: Duration
    /// How often a whole read proves what is gone.
    public var sweepPeriod: Duration
    /// Tells streams apart that fill one bulk entity (software, patches). Stored with the rows: never renumber.
    public var part: Int
    /// The calls that a whole read of 1,000 things takes, for planning.
    public var callsPerThousand: Int
    /// Whether one record can be read by its id, in the shape that the list has: for a refresh, and for the sample that
    /// measures drift.
    public var canReadOne: Bool
    /// Whether its records say which custom fields the thing has. Of an entity's streams one kind does: usually the
    /// primary ones, unless another has to ask for them.
    public var fillsCustomFields: Bool

    public init(
        name: String, calls: [String] = [], entity: EntityDescription, owns: Set<String>? = nil, isPrimary: Bool = true,
        after: [String] = [], reading: Reading, deletion: Deletion, endOfList: String,
        volatileVendorFields: Set<String> = [], period: Duration, sweepPeriod: Duration = .seconds(86_400),
        part: Int = 0, callsPerThousand: Int = 1,
        canReadOne: Bool = false, fillsCustomFields: Bool? = nil
    ) {
        self.name = name
        self.calls = calls
        self.entity = entity
        self.owns = owns
        self.isPrimary = isPrimary
        self.after = after
        self.reading = reading
        self.deletion = deletion
        self.endOfList = endOfList
        self.volatileVendorFields = volatileVendorFields
        self.period = period
        self.sweepPeriod = sweepPeriod
        self.part = part
        self.callsPerThousand = callsPerThousand
        self.canReadOne = canReadOne
        self.fillsCustomFields = fillsCustomFields ?? isPrimary
    }
}

/// How a stream is read.
public enum Reading: Sendable, Hashable {
    /// By a modified-since filter on `field`, of the given precision; whole when asked for a sweep.
    case incremental(field: String, precision: Duration, isInclusive: Bool)
    /// The whole list each time.
    case snapshot
    /// A call (or more) for each row of another stream's entity whose turn it is, or for all in a sweep.
    case perParent(entity: String, turn: ParentTurn = .changed)
}

/// When a parent's children are read again.
public enum ParentTurn: Sendable, Hashable {
    /// The parent's list has shown it as new or changed since the stream was last read. What other streams fill into its
    /// row is no change.
    case changed
    /// The parent's row has changed, or the time in its column (`last_audited_at`, `last_seen_at`) has moved, since its
    /// own children were last read, or the column says nothing; but never twice within `rest`. Those that have waited
    /// longest come first, so that a run that ends with its budget leaves none behind for ever.
    case moved(column: String, rest: Duration)
}

/// How a thing that is gone shows.
public enum Deletion: Sendable, Hashable {
    /// Missing from a whole list that was read to its proven end.
    case absence
    /// Missing from its parent's list that was read to its proven end.
    case absenceWithinParent
    /// The vendor flags it (and absence from a proven whole list counts too).
    case flagged
    /// An alert: absence from the proven whole list of open ones resolves it, see the model.
    case resolvedByAbsence
    /// The vendor never says; rows stay.
    case never
}
