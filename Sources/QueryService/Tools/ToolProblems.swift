import HTTPTypes
import Inventory

/// What can be wrong with a call of a tool. The words are this side's own: no name, no value and no text of a row.
extension Problem {
    static func badArgument(_ argument: ToolArgument, isMissing: Bool = false) -> Problem {
        Problem(
            status: .badRequest, kind: "bad-argument", title: "Wrong argument",
            detail: "'\(argument.name)' \(isMissing ? "is missing: it takes" : "takes") \(argument.expectation).",
            members: [("argument", .string(argument.name))])
    }

    static func unknownArgument(nearest name: String, known: [String]) -> Problem {
        Problem(
            status: .badRequest, kind: "unknown-argument", title: "Unknown argument",
            detail: "There is an argument that this tool does not take; it takes \(known.joined(separator: ", "))."
        )
        .naming(nearest: Nearest.name(to: name, in: known)).naming(allowed: known)
    }

    static func noSuchThing(_ thing: NamedThing) -> Problem {
        Problem(
            status: .notFound, kind: "no-such-\(thing.rawValue)", title: "Not there",
            detail: """
                There is no \(thing.rawValue) of that name or id, or it is not yours to see. Try a part of the name, or list \
                them.
                """,
            members: [("argument", .string(thing.rawValue))])
    }

    static let noSuchTool = Problem(
        status: .notFound, kind: "no-such-tool", title: "No such tool",
        detail: "There is no tool of that name; /v1/tools lists those that this key may use.")

    static let cursorOfOne = Problem(
        status: .badRequest, kind: "bad-cursor", title: "Not a cursor",
        detail: "A cursor goes on with one section: name the section that it was given for, and no other.")
}
