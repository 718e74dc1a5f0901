import Foundation

/// A connection and how its streams stand.
struct ConnectionStatus: Sendable, Hashable {
    var id: UUID
    var name: String
    var vendor: String
    var state: String
    var reason: String?
    var sources: [Source]

    var json: JSONTree {
        let streams = sources.filter(\.isAvailable)
        let missing = sources.filter { !$0.isAvailable && $0.stream == nil }
        return .object([
            ("id", .string(id.uuidString.lowercased())), ("name", .string(name)), ("vendor", .string(vendor)),
            ("state", .string(state)), ("state_reason", .optional(reason)),
            ("streams", .array((streams + sources.filter { !$0.isAvailable && $0.stream != nil }).map(Self.json))),
            (
                "not_available",
                .array(missing.map { .object([("table", .string($0.table)), ("reason", .optional($0.reason))]) })
            ),
        ])
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
