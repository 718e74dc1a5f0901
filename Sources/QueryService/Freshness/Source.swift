import Foundation

/// A stream of a connection that fills a table, and how it stands; or a vendor that cannot fill it.
struct Source: Sendable, Hashable {
    var connection: String
    var vendor: String
    var table: String
    var stream: String?
    /// When the first request of the last finished read was made; nil: never read.
    var asOf: Moment?
    /// The stream's state, or its connection's where that is what holds it up (`blocked`, `paused`).
    var state: String
    var reason: String?
    /// Older than twice its period.
    var isOverdue: Bool
    var details: Details?

    /// A moment as it is shown, and as it is compared.
    struct Moment: Sendable, Hashable, Comparable {
        var text: String
        var microseconds: Int64
        static func < (lhs: Moment, rhs: Moment) -> Bool { lhs.microseconds < rhs.microseconds }
    }

    /// What operators want to know beside.
    struct Details: Sendable, Hashable {
        var lastSuccess: String?
        var nextDue: String?
        var periodSeconds: Int64
    }

    var isAvailable: Bool { state != "not_available" }

    /// Whether what it brought is not to be relied on as current.
    var isStale: Bool {
        isAvailable && (asOf == nil || isOverdue || ["never_read", "failing", "held", "blocked"].contains(state))
    }

    var json: JSONTree {
        var members: [(String, JSONTree)] = [
            ("connection", .string(connection)), ("vendor", .string(vendor)), ("stream", .optional(stream)),
            ("as_of", .optional(asOf?.text)), ("state", .string(state)),
        ]
        if let reason { members.append(("reason", .string(reason))) }
        return .object(members)
    }
}
