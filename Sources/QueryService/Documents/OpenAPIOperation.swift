import Access
import Inventory

/// An address that is no table's: what it takes and answers.
struct OpenAPIOperation: Sendable, Hashable {
    var name: String
    var tag: String
    var summary: String
    var parameters: [JSONTree] = []
    /// The schema of the body, where it takes one.
    var body: String?
    /// Whether no body at all is not the same as an empty object.
    var isBodyRequired = true
    var status = "200"
    /// The schema of the answer.
    var answer: String
    var errors: [String]
    /// Answers that are neither good nor problems.
    var others: [JSONTree.Member] = []

    func json(_ admission: Route.Admission) -> JSONTree {
        var members: [(String, JSONTree)] = [
            ("operationId", .string(name)), ("tags", .strings([tag])), ("summary", .string(summary)),
            ("parameters", .array(parameters)),
        ]
        if let body {
            members.append(
                ("requestBody", .object([("required", .boolean(isBodyRequired)), ("content", Self.content(body))])))
        }
        let good = JSONTree.object([
            ("description", .string("What was asked for.")), ("content", Self.content(answer)),
        ])
        members.append(
            (
                "responses",
                .object(
                    [(status, good)] + others.map { ($0.name, $0.value) }
                        + (errors + (admission == .open ? [] : ["429"])).map {
                            ($0, OpenAPIDocument.reference("responses", "problem_\($0)"))
                        })
            ))
        if let need = admission.need {
            let words = "Needs the permission group `\(need.group.rawValue)` (\(need.level.rawValue))."
            members.append(("description", .string(words)))
            members.append(("x-permission-group", .string(need.group.rawValue)))
        }
        return .object(members)
    }

    private static func content(_ schema: String) -> JSONTree {
        .object([("application/json", .object([("schema", OpenAPIDocument.reference("schemas", schema))]))])
    }
}
