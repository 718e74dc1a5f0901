import Access
import Foundation
import Hummingbird
import Inventory
import Matching
import Postgres

/// Answers a person's word on which organisation is which company, and gives and takes all such words at once. What the
/// program makes of it is found by the next pass of a worker.
struct MatchAnswers: Sendable {
    /// The database as the role that reads, and that may store what is decided.
    let reader: PostgresClient

    func decide(_ word: MatchWord, _ call: Call) async throws -> Response {
        let caller = try Self.caller(call)
        let members = try RequestMembers(call.body, known: ["organization", "company"])
        guard let organization = try members.text("organization"), let company = try members.text("company") else {
            throw Problem.badBody("'organization' and 'company' are needed, each by its name or its id.")
        }
        let pair = try await reader.transaction(tenant: caller.tenantID) { session in
            let pair = try await Matches.decide(
                word, tenant: caller.tenantID, organization: organization, company: company, by: caller.actor,
                in: session)
            try await AuditTrail.record(
                tenant: caller.tenantID, actor: caller.actor, action: "match.\(word.rawValue)", subject: organization,
                details: ["company": company], in: session)
            return pair
        }
        return .json(
            .object([
                (
                    "data",
                    .object([
                        ("organization_id", .string(pair.organization.postgresText)),
                        ("company_id", .string(pair.company.postgresText)), ("state", .optional(word.state?.rawValue)),
                    ])
                )
            ]))
    }

    func export(_ call: Call) async throws -> Response {
        let caller = try Self.caller(call)
        let decisions = try await DecisionFile(reader).decisions(tenant: caller.tenantID)
        return .bytes(Array(try JSONEncoder().encode(["data": decisions])), type: "application/json")
    }

    func load(_ call: Call) async throws -> Response {
        let caller = try Self.caller(call)
        let decisions = try SavedList<SavedDecision>(
            call.body, named: "decisions", schema: "match_decision", among: OpenAPIMatches.schemas
        ).items
        let report = try await reader.transaction(tenant: caller.tenantID) { session in
            let report = try await DecisionFile.load(
                decisions, tenant: caller.tenantID, by: caller.actor, in: session)
            try await AuditTrail.record(
                tenant: caller.tenantID, actor: caller.actor, action: "match.import", subject: "decisions",
                details: ["imported": String(report.imported), "unresolved": String(report.unresolved.count)],
                in: session)
            return report
        }
        return .bytes(Array(try JSONEncoder().encode(["data": report])), type: "application/json")
    }

    private static func caller(_ call: Call) throws -> Caller {
        let caller = try call.admitted
        guard caller.companyIDs == nil else { throw Problem.limited(.matches, to: "matches") }
        try StateAnswers.refuseParameters(call)
        return caller
    }
}

extension MatchingError {
    /// What a caller is told of it.
    var problem: Problem {
        let detail = description.prefix(1).uppercased() + description.dropFirst() + "."
        return switch self {
        case .notFound: Problem(status: .notFound, kind: "no-such-name", title: "Not there", detail: detail)
        case .ambiguous: Problem(status: .conflict, kind: "ambiguous-name", title: "More than one", detail: detail)
        case .undecided: Problem(status: .conflict, kind: "undecided", title: "Nothing to undo", detail: detail)
        }
    }
}
