import HTTPTypes
import Inventory

/// What can be wrong with asking the past.
extension Problem {
    static func noHistory(_ resource: Resource) -> Problem {
        let tables = Entities.all.filter(\.hasHistory).map(\.name)
        return Problem(
            status: .badRequest, kind: "no-history", title: "No history",
            detail: """
                What \(resource.name) were in the past is not kept: as_of is taken by \(tables.joined(separator: ", ")).
                """
        ).naming(allowed: tables)
    }

    static func notInHistory(_ field: Field, for what: String) -> Problem {
        Problem(
            status: .badRequest, kind: "not-in-history", title: "Not kept",
            detail: """
                Of '\(field.name)' only the present value is kept: with as_of it is null, and \(what) would mean nothing. Leave \
                it out, or leave as_of out.
                """)
    }

    static func notPastYet(_ moment: String) -> Problem {
        Problem(
            status: .badRequest, kind: "not-past-yet", title: "Not past yet",
            detail: """
                as_of asks for \(moment), which is not over yet (a date stands for its end, in UTC). Give an earlier one, or \
                leave as_of out to read what is there now.
                """)
    }

    static func pastGone(_ moment: String, oldest: String) -> Problem {
        Problem(
            status: .gone, kind: "history-gone", title: "No longer kept",
            detail: "as_of asks for \(moment), and history is kept since \(oldest): ask for that or a later moment.",
            members: [("oldest", .string(oldest))])
    }
}
