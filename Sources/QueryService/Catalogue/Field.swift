import Inventory

/// A column of a table as the API shows, filters and documents it.
struct Field: Sendable, Hashable {
    let name: String
    let type: ColumnType
    let meaning: String
    /// The values it may take, where it is an enum.
    var allowed: [String]?
    /// The permission group that may see it, where that is not the table's own.
    var group: PermissionGroup?
    var isNullable = true
    /// Whether its former values are kept, where the table's are.
    var isInHistory = true
    /// `"name":`, as it stands before a row's cell.
    let label: [UInt8]

    init(
        _ name: String, _ type: ColumnType, _ meaning: String, allowed: [String]? = nil, group: PermissionGroup? = nil,
        isNullable: Bool = true, isInHistory: Bool = true
    ) {
        self.name = name
        self.type = type
        self.meaning = meaning
        self.allowed = allowed
        self.group = group
        self.isNullable = isNullable
        self.isInHistory = isInHistory
        label = JSONTree.string(name).bytes + [UInt8(ascii: ":")]
    }

    init(_ column: ColumnDescription) {
        self.init(
            column.name, column.type, column.meaning, allowed: column.allowed, group: column.group,
            isInHistory: !column.isVolatile)
    }

    /// Arrays and JSON have no order that means something to a reader.
    var isSortable: Bool {
        switch type {
        case .textArray, .inetArray, .macArray, .jsonb: false
        default: true
        }
    }
}

extension Field {
    /// What every row of the model has, before its own columns.
    static let common: [Field] = [
        Field("tenant_id", .uuid, "The tenant that the row belongs to.", isNullable: false),
        Field("connection_id", .uuid, "The connection that the row came through.", isNullable: false),
        id,
        Field("external_id", .text, "The vendor's own id, as it prints it.", isNullable: false),
        Field("source_created_at", .timestamptz, "When it was made, as the vendor says."),
        Field("source_updated_at", .timestamptz, "When it last changed, as the vendor says."),
        Field("first_synced_at", .timestamptz, "When a sync first saw it."),
        Field("changed_at", .timestamptz, "When a sync last changed this row."),
        Field("deleted_at", .timestamptz, "When a sync found it gone; null while it lives."),
    ]

    static let id = Field("id", .uuid, "Its id in the warehouse, stable for the life of the thing.", isNullable: false)
    static let tenant = common[0]
}
