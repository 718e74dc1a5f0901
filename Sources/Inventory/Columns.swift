// The ways to declare a column. Each turns what a connector gave into what PostgreSQL takes: a value that its type
// cannot hold (an address that is none, a count beyond 32 bits) becomes null and costs only itself.

extension Column {
    /// A text: trimmed, and null where nothing is left.
    public static func text(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> String?
    ) -> Column {
        Column(name, .text, meaning, isVolatile: isVolatile, group: group) { Value(text: read($0)) }
    }

    /// A text that is looked up or joined by, and so indexed: as ``text(_:_:isVolatile:group:_:)``, but cut at 1,000
    /// bytes, since PostgreSQL refuses a row whose index entry is over 2,700 and nothing that is a name or an id is
    /// so long.
    public static func key(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> String?
    ) -> Column {
        Column(name, .text, meaning, isVolatile: isVolatile, group: group) { Value(key: read($0)) }
    }

    /// A text that is one of an enum's values.
    public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> Choice?
    ) -> Column {
        Column(
            name, .text, meaning, allowed: Choice.allCases.map(\.rawValue), isVolatile: isVolatile, group: group
        ) { record in read(record).map { .text($0.rawValue) } ?? .null }
    }

    /// A count of 32 bits.
    public static func integer(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> Int64?
    ) -> Column {
        Column(name, .integer, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).flatMap { Int32(exactly: $0) }.map { .integer(Int64($0)) } ?? .null
        }
    }

    /// A whole number of 64 bits: sizes in bytes.
    public static func bigint(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> Int64?
    ) -> Column {
        Column(name, .bigint, meaning, isVolatile: isVolatile, group: group) { read($0).map(Value.integer) ?? .null }
    }

    /// A decimal of any size.
    public static func numeric(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> DecimalText?
    ) -> Column {
        Column(name, .numeric, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).map { .decimal($0.digits) } ?? .null
        }
    }

    /// An amount of money, rounded to cents as the column has them.
    public static func money(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> DecimalText?
    ) -> Column {
        Column(name, .money, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).flatMap(\.cents).map(Value.decimal) ?? .null
        }
    }

    public static func boolean(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> Bool?
    ) -> Column {
        Column(name, .boolean, meaning, isVolatile: isVolatile, group: group) { read($0).map(Value.boolean) ?? .null }
    }

    public static func timestamp(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> Timestamp?
    ) -> Column {
        Column(name, .timestamptz, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).flatMap { $0.isPrintable ? .timestamp($0) : nil } ?? .null
        }
    }

    public static func date(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> CalendarDate?
    ) -> Column {
        Column(name, .date, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).flatMap { $0.isPrintable ? .date($0) : nil } ?? .null
        }
    }
}
