/// What a column holds, as PostgreSQL, the API and the documentation name it.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
    case text
    case integer
    case bigint
    case numeric
    case money = "numeric(14,2)"
    case boolean
    case timestamptz
    case date
    case inet
    case textArray = "text[]"
    case inetArray = "inet[]"
    case macArray = "macaddr[]"
    case macaddr
    case jsonb
    case uuid
}

/// One column of an entity, declared once: loading, comparing, the API, its documents and the check against the
/// database all read this declaration.
public struct Column<Record>: Sendable {
    /// The column's name in the warehouse and in the API.
    public let name: String
    public let type: ColumnType
    /// The values a text column may take, where it is an enum.
    public let allowed: [String]?
    /// Moves at every check-in: kept in a narrow row of its own, never compared, no change record.
    public let isVolatile: Bool
    /// The permission group that may see this column, where it is not the entity's own.
    public let group: PermissionGroup?
    /// What the column means, in a sentence.
    public let meaning: String
    /// Reads the cell from a record.
    public let read: @Sendable (Record) -> Value

    public init(
        _ name: String, _ type: ColumnType, _ meaning: String, allowed: [String]? = nil, isVolatile: Bool = false,
        group: PermissionGroup? = nil, read: @escaping @Sendable (Record) -> Value
    ) {
        self.name = name
        self.type = type
        self.meaning = meaning
        self.allowed = allowed
        self.isVolatile = isVolatile
        self.group = group
        self.read = read
    }
}

/// A column without its closure: what generic code (loader, API, documents) needs to know of it.
public struct ColumnDescription: Sendable, Hashable {
    public let name: String
    public let type: ColumnType
    public let allowed: [String]?
    public let isVolatile: Bool
    public let group: PermissionGroup?
    public let meaning: String
}
