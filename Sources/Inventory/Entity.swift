/// A parent that an entity's rows hang on: both columns stand side by side in the row.
public struct Reference: Sendable, Hashable {
    /// The column with the parent's id in the warehouse (`organization_id`), null until the parent has arrived.
    public let idColumn: String
    /// The column with the parent's id at the vendor (`organization_external_id`).
    public let externalColumn: String
    /// The parent's table (`organizations`).
    public let target: String

    public init(idColumn: String, externalColumn: String, target: String) {
        self.idColumn = idColumn
        self.externalColumn = externalColumn
        self.target = target
    }
}

/// How an entity's rows are kept.
public enum Storage: Sendable, Hashable {
    /// A row a thing in `<singular>_facts` (and `<singular>_readings` for its volatile columns).
    case rows
    /// Narrow rows a device with their texts in dictionaries: software and patches.
    /// The columns that stand in no dictionary are the narrow row's own. `table` is the narrow table (`software_rows`).
    case deviceSets(table: String, dictionaries: [Dictionary])

    /// Columns that are stored once a tenant, and numbered.
    public struct Dictionary: Sendable, Hashable {
        /// The dictionary's table (`software_titles`).
        public let table: String
        /// The column of the narrow row that points to it (`title_number`).
        public let numberColumn: String
        /// The entity's columns that it holds.
        public let columns: [String]
        /// Also holds `source_key`: the record's external id without its device's and the colon.
        public let holdsSourceKey: Bool
        /// Whether the number belongs to the narrow row's key (a title does, a state does not).
        public let isKey: Bool

        public init(
            table: String, numberColumn: String, columns: [String], holdsSourceKey: Bool = false, isKey: Bool = true
        ) {
            self.holdsSourceKey = holdsSourceKey
            self.isKey = isKey
            self.table = table
            self.numberColumn = numberColumn
            self.columns = columns
        }
    }
}

/// Which of a vendor's two kinds of system fills an entity.
public enum Side: String, Sendable, Hashable { case rmm, psa }

/// An entity of the normalised model without its record type: what generic code works with.
public struct EntityDescription: Sendable, Hashable {
    /// The table's name in `inventory` (`organizations`).
    public let name: String
    /// The name of one (`organization`).
    public let singular: String
    public let side: Side
    public let group: PermissionGroup
    public let meaning: String
    public let storage: Storage
    /// A mass deletion or a mass move of these stops and asks a person.
    public let hasBrake: Bool
    /// Whether `custom_fields` is kept for it.
    public let hasCustomFields: Bool
    /// Whether `vendor_fields` is kept for it (the bulk tables leave it out).
    public let hasVendorFields: Bool
    /// Whether its rows' former versions are kept, so that the past can be asked (`as_of`).
    public let hasHistory: Bool
    /// The declared columns, in order; references' external columns are among them, their id columns are not.
    public let columns: [ColumnDescription]
    public let references: [Reference]
}

/// An entity of the normalised model, declared once.
public struct Entity<Record: InventoryRecord>: Sendable {
    public let description: EntityDescription
    public let columns: [Column<Record>]

    public init(
        _ name: String, singular: String, side: Side, group: PermissionGroup, meaning: String,
        storage: Storage = .rows, hasBrake: Bool = false, hasCustomFields: Bool = false, hasVendorFields: Bool = true,
        hasHistory: Bool = false, references: [Reference] = [], columns: [Column<Record>]
    ) {
        self.columns = columns
        self.description = EntityDescription(
            name: name, singular: singular, side: side, group: group, meaning: meaning, storage: storage,
            hasBrake: hasBrake, hasCustomFields: hasCustomFields, hasVendorFields: hasVendorFields,
            hasHistory: hasHistory,
            columns: columns.map {
                ColumnDescription(
                    name: $0.name, type: $0.type, allowed: $0.allowed, isVolatile: $0.isVolatile, group: $0.group,
                    meaning: $0.meaning)
            },
            references: references)
    }
}

/// A record of the normalised model; its entity says how it is stored, served and documented.
public protocol InventoryRecord: Sendable {
    static var entity: Entity<Self> { get }
}
