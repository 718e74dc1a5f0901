import HTTPTypes

/// An error as RFC 9457 tells it: what is wrong with the request, and what would be right.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    /// The last part of the problem's `type`.
    var kind: String
    var title: String
    var detail: String
    /// More members: `nearest`, `allowed`, `group`.
    var members: [(String, JSONTree)] = []
    var headers: HTTPFields = [:]

    /// The body that is sent.
    var body: JSONTree {
        .object(
            [
                ("type", .string("urn:quartermaster:problem:\(kind)")), ("title", .string(title)),
                ("status", .integer(Int64(status.code))), ("detail", .string(detail)),
            ] + members)
    }

    /// The same with the right name that a wrong one most probably meant.
    func naming(nearest: String?) -> Problem {
        guard let nearest else { return self }
        var problem = self
        problem.detail += " Did you mean '\(nearest)'?"
        problem.members.append(("nearest", .string(nearest)))
        return problem
    }

    /// The same with all that is allowed.
    func naming(allowed: [String]) -> Problem {
        var problem = self
        problem.members.append(("allowed", .array(allowed.map { .string($0) })))
        return problem
    }
}
