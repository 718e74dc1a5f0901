import HTTPTypes
import Inventory

/// What can be wrong with the parameters of a read.
extension Problem {
    private static func bad(_ kind: String, _ title: String, _ detail: String) -> Problem {
        Problem(status: .badRequest, kind: kind, title: title, detail: detail)
    }

    static func unknownParameter(_ name: String, on resource: Resource, known: [String]) -> Problem {
        bad(
            "unknown-parameter", "Unknown parameter",
            "'\(name)' is neither a parameter nor a field of \(resource.name)."
        )
        .naming(nearest: Nearest.name(to: name, in: known))
    }

    static func unknownField(_ name: String, in parameter: String, on resource: Resource, known: [String]) -> Problem {
        bad(
            "unknown-field", "Unknown field", "\(parameter)= names '\(name)', which is not a field of \(resource.name)."
        )
        .naming(nearest: Nearest.name(to: name, in: known))
    }

    static func unknownOperation(_ name: String, on field: String, allowed: [Operation]) -> Problem {
        let names = allowed.map(\.rawValue)
        return bad(
            "unknown-operator", "Unknown operator",
            "'\(name)' is not an operator of \(field); it takes \(names.joined(separator: ", "))."
        )
        .naming(nearest: Nearest.name(to: name, in: names)).naming(allowed: names)
    }

    static func badValue(_ value: String, of name: String, expected: String) -> Problem {
        bad("bad-value", "Wrong value", "\(name) takes \(expected), not '\(value.prefix(100))'.")
    }

    static func badChoice(_ value: String, of name: String, allowed: [String]) -> Problem {
        badValue(value, of: name, expected: "one of \(allowed.joined(separator: ", "))")
            .naming(nearest: Nearest.name(to: value, in: allowed)).naming(allowed: allowed)
    }

    static func notSortable(_ name: String) -> Problem {
        bad(
            "not-sortable", "Cannot sort by this",
            "\(name) holds a list or JSON, which has no order; sort by another field.")
    }

    static let presentInclude = bad(
        "present-include", "Only of the present", "include= answers with what is there now: leave it out, or as_of.")

    static func givenTwice(_ name: String) -> Problem {
        bad("given-twice", "Given twice", "'\(name)' is given twice; give it once.")
    }

    static func tooMany(_ what: String, limit: Int) -> Problem {
        bad("too-many", "Too many", "There are more than \(limit) \(what).")
    }

    static func badEncoding(_ text: String) -> Problem {
        bad("bad-encoding", "Not decodable", "'\(text.prefix(100))' is not percent-encoded UTF-8 without NUL.")
    }

    static let garbledCursor = bad(
        "bad-cursor", "Not a cursor",
        "The cursor is not one that this service gave: pass page.next_cursor as it was, or leave it out to begin again."
    )

    static let foreignCursor = bad(
        "foreign-cursor", "Another query's cursor",
        """
        The cursor belongs to another query: keep the table, filters, sort, deleted and as_of as they were, or leave it \
        out.
        """)

    static func noSuchConnection(_ name: String, known: [String]) -> Problem {
        Problem(
            status: .notFound, kind: "no-such-connection", title: "No such connection",
            detail: "There is no connection '\(name.prefix(100))'; /v1/connections shows them."
        )
        .naming(nearest: Nearest.name(to: name, in: known))
    }

    /// The change feed does not reach back so far any more.
    static func changesGone(_ reach: FeedReach) -> Problem {
        Problem(
            status: .gone, kind: "changes-gone", title: "No longer kept",
            detail: """
                Changes before \(reach.oldest) are not kept any more, so that some would be missing. Read the tables anew, and \
                go on with after=\(reach.last), the last number before that.
                """,
            members: [("oldest", .integer(reach.oldest)), ("last_sequence", .integer(reach.last))])
    }

    static let addressTooLong = Problem(
        status: .uriTooLong, kind: "address-too-long", title: "Address too long",
        detail: "The query is longer than 65,536 bytes.")
}
