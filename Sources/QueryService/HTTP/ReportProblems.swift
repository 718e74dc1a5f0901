import HTTPTypes
import Reports

/// What can be wrong with a report that is asked for.
extension Problem {
    static func report(_ error: ReportError) -> Problem {
        switch error {
        case .unknownReport(let name, let known):
            Problem(
                status: .notFound, kind: "no-such-report", title: "No such report",
                detail: "There is no report '\(name.prefix(100))'; /v1/reports lists them."
            ).naming(nearest: Nearest.name(to: name, in: known))
        case .unknownParameter(let name, _, let known): unknownReportParameter(name, known: known)
        case .badParameter(let name, let value, _):
            Problem(
                status: .badRequest, kind: "bad-value", title: "Wrong value", detail: error.description,
                members: [("field", .string(name)), ("value", .string(String(value.prefix(100))))])
        case .unknownCompany(let name, _):
            Problem(
                status: .notFound, kind: "no-such-company", title: "No such company", detail: error.description,
                members: [("company", .string(String(name.prefix(100))))])
        case .badWord:
            Problem(status: .badRequest, kind: "bad-value", title: "Wrong value", detail: sentence(error))
        case .unknownSubject(let name, _, let known), .unknownCategory(let name, let known):
            Problem(
                status: .notFound, kind: "no-such-subject", title: "No such subject", detail: sentence(error)
            ).naming(nearest: Nearest.name(to: name, in: known)).naming(allowed: known)
        case .unknownProduct, .unknownOpportunity, .nothingSaid:
            Problem(status: .notFound, kind: "no-such-subject", title: "No such subject", detail: sentence(error))
        case .badFile:
            Problem(
                status: .internalServerError, kind: "bad-report", title: "The report cannot be run",
                detail: error.description)
        }
    }

    private static func sentence(_ error: ReportError) -> String {
        error.description.prefix(1).uppercased() + error.description.prefix(2_000).dropFirst() + "."
    }

    static func unknownReportParameter(_ name: String, known: [String]) -> Problem {
        Problem(
            status: .badRequest, kind: "unknown-parameter", title: "Unknown parameter",
            detail:
                "'\(name.prefix(100))' is not a parameter of this report; it takes \(known.joined(separator: ", "))."
        ).naming(nearest: Nearest.name(to: name, in: known))
    }
}
