// Columns of addresses and of several values.

extension Column {
    /// One IP address.
    public static func inet(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> String?
    ) -> Column {
        Column(name, .inet, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).flatMap(NetworkAddress.ip).map(Value.text) ?? .null
        }
    }

    /// One hardware address.
    public static func mac(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> String?
    ) -> Column {
        Column(name, .macaddr, meaning, isVolatile: isVolatile, group: group) { record in
            read(record).flatMap(NetworkAddress.mac).map(Value.text) ?? .null
        }
    }

    /// Texts in the order given, each once; null where none is left.
    public static func texts(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> [String]?
    ) -> Column {
        Column(name, .textArray, meaning, isVolatile: isVolatile, group: group) { record in
            Value(elements: read(record)) { Value.trimmed($0) }
        }
    }

    /// IP addresses in the order given, each once; null where none is left.
    public static func inets(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> [String]?
    ) -> Column {
        Column(name, .inetArray, meaning, isVolatile: isVolatile, group: group) { record in
            Value(elements: read(record), NetworkAddress.ip)
        }
    }

    /// Hardware addresses in the order given, each once; null where none is left.
    public static func macs(
        _ name: String, _ meaning: String, isVolatile: Bool = false, group: PermissionGroup? = nil,
        _ read: @escaping @Sendable (Record) -> [String]?
    ) -> Column {
        Column(name, .macArray, meaning, isVolatile: isVolatile, group: group) { record in
            Value(elements: read(record), NetworkAddress.mac)
        }
    }
}
