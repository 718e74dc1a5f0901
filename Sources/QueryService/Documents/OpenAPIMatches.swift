import Inventory
import Matching

/// What is asked about matches, and what is answered.
enum OpenAPIMatches {
    static func decide(_ word: MatchWord) -> OpenAPIOperation {
        OpenAPIOperation(
            name: "\(word.rawValue)_match", tag: "matches",
            summary: summary(word),
            body: "match_pair", answer: "match_decided", errors: errors)
    }

    private static func summary(_ word: MatchWord) -> String {
        switch word {
        case .confirm: "Says that an organisation is a company; no sync ever changes that."
        case .reject: "Says that an organisation is not a company."
        case .undo: "Takes a confirmation or rejection back; the next pass finds what the program makes of the pair."
        }
    }

    static let export = OpenAPIOperation(
        name: "export_matches", tag: "matches",
        summary:
            "All that people have decided, in terms that outlive the rows: it can be imported when an RMM is replaced.",
        answer: "match_decisions", errors: ["400", "401", "403", "500", "503"])

    static let load = OpenAPIOperation(
        name: "import_matches", tag: "matches",
        summary: "Puts exported decisions in force; what is not there, or is one of several of its name, is listed.",
        body: "match_import", answer: "match_imported", errors: ["400", "401", "403", "413", "500", "503"])

    private static let errors = ["400", "401", "403", "404", "409", "413", "500", "503"]
    private static let text = JSONTree.object([("type", .string("string"))])
    private static let optional = JSONTree.object([("type", .strings(["string", "null"]))])
    private static let id = JSONTree.object([("type", .string("string")), ("format", .string("uuid"))])
    private static let decisions = JSONTree.object([
        ("type", .string("array")), ("items", OpenAPIComponents.reference("match_decision")),
    ])

    static let schemas: [(String, JSONTree)] = [
        (
            "match_pair",
            OpenAPIBody.object(
                [
                    ("organization", OpenAPIBody.text("Its name, connection/name or id.")),
                    ("company", OpenAPIBody.text("Its name, connection/name or id.")),
                ], required: ["organization", "company"])
        ),
        (
            "match_decided",
            OpenAPIComponents.object([
                (
                    "data",
                    OpenAPIComponents.object([("organization_id", id), ("company_id", id), ("state", optional)])
                )
            ])
        ),
        ("match_decisions", OpenAPIComponents.object([("data", decisions)])),
        ("match_import", OpenAPIBody.object([("decisions", decisions)], required: ["decisions"])),
        (
            "match_imported",
            OpenAPIComponents.object([
                (
                    "data",
                    OpenAPIComponents.object([
                        ("imported", .object([("type", .string("integer"))])), ("unresolved", decisions),
                    ])
                )
            ])
        ),
        (
            "match_decision",
            OpenAPIBody.object(
                [
                    ("organization", OpenAPIComponents.reference("match_thing")),
                    ("company", OpenAPIComponents.reference("match_thing")),
                    ("state", OpenAPIBody.choice(MatchState.allCases.map(\.rawValue))), ("decided_by", text),
                    ("decided_at", text),
                ], required: ["organization", "company", "state"])
        ),
        (
            "match_thing",
            OpenAPIBody.object(
                [
                    ("name", text), ("connection", id), ("connection_name", text), ("vendor", text),
                    ("external_id", text),
                ], required: ["connection", "connection_name", "vendor", "external_id"])
        ),
    ]
}
