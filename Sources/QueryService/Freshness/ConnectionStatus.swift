import Foundation

/// A connection and how its streams stand.
struct ConnectionStatus: Sendable, Hashable {
    var id: UUID
    var name: String
    var vendor: String
    var state: String
    var reason: String?
    var sources: [Source]
    /// What the vendor leaves empty in tables that it fills.
    var missingColumns: [MissingColumn] = []

    var json: JSONTree {
        let streams = sources.filter(\.isAvailable)
        let missing = sources.filter { !$0.isAvailable && $0.stream == nil }
        return .object([
            ("id", .string(id.uuidString.lowercased())), ("name", .string(name)), ("vendor", .string(vendor)),
            ("state", .string(state)), ("state_reason", .optional(reason)),
            ("streams", .array((streams + sources.filter { !$0.isAvailable && $0.stream != nil }).map(Self.json))),
            (
                "not_available",
                .array(
                    missing.map { Self.lack($0.table, nil, $0.reason) }
                        + missingColumns.map { Self.lack($0.table, $0.column, $0.reason) })
            ),
        ])
    }

    /// What is not to be had from the vendor: a table, or a column of one.
    private static func lack(_ table: String, _ column: String?, _ reason: String?) -> JSONTree {
        .object([("table", .string(table)), ("column", .optional(column)), ("reason", .optional(reason))])
    }

    private static func json(_ source: Source) -> JSONTree {
        .object([
            ("stream", .optional(source.stream)), ("table", .string(source.table)), ("state", .string(source.state)),
            ("state_reason", .optional(source.reason)), ("as_of", .optional(source.asOf?.text)),
            ("stale", .boolean(source.isStale)), ("last_success_at", .optional(source.details?.lastSuccess)),
            ("next_due", .optional(source.details?.nextDue)),
            ("period_seconds", source.details.map { .integer($0.periodSeconds) } ?? .null),
        ])
    }
}
