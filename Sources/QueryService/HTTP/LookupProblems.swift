import HTTPTypes
import Postgres

/// What can be wrong with a name whose id is asked for.
extension Problem {
    /// So many valid names are listed.
    private static let listed = 500

    static func noSuchLookup(_ wish: LookupWish, valid: [LookupName], isRetired: Bool) -> Problem {
        let place = wish.parent.map { " of '\($0.prefix(100))'" } ?? ""
        let why = isRetired ? "is not to be chosen any more" : "is not there"
        return Problem(
            status: .notFound, kind: "no-such-lookup", title: "No such name",
            detail: """
                The \(wish.kind) '\(wish.name.prefix(100))'\(place) \(why); 'valid' lists those that are. Names come with the \
                stream that fills lookups.
                """,
            members: [("valid", list(valid))]
        )
        .naming(nearest: Nearest.name(to: wish.name, in: valid.map(\.name)))
    }

    static func ambiguousLookup(_ wish: LookupWish, _ found: [LookupName]) -> Problem {
        Problem(
            status: .conflict, kind: "ambiguous-lookup", title: "More than one",
            detail: """
                The \(wish.kind) '\(wish.name.prefix(100))' is there \(found.count) times; 'valid' lists them. Say which with \
                parent= (the name or external id of what it belongs to) or connection=.
                """,
            members: [("valid", list(found))])
    }

    static func unknownLookupParameter(_ name: String, known: [String]) -> Problem {
        Problem(
            status: .badRequest, kind: "unknown-parameter", title: "Unknown parameter",
            detail:
                "'\(name.prefix(100))' is not a parameter of this address; it takes \(known.joined(separator: ", "))."
        )
        .naming(nearest: Nearest.name(to: name, in: known))
    }

    static func missingParameter(_ name: String, example: String) -> Problem {
        Problem(
            status: .badRequest, kind: "missing-parameter", title: "Missing parameter",
            detail: "'\(name)' is missing; an example: \(example)")
    }

    private static func list(_ lookups: [LookupName]) -> JSONTree { .array(lookups.prefix(listed).map(\.json)) }
}

extension LookupName {
    var json: JSONTree {
        .object([
            ("id", .string(id.postgresText)), ("connection", .string(connection)), ("kind", .string(kind)),
            ("name", .string(name)), ("external_id", .string(externalID)), ("vendor_id", .string(vendorID)),
            ("parent_external_id", .optional(parentExternalID)), ("parent_name", .optional(parentName)),
        ])
    }
}
