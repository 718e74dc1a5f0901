import Access
import Foundation
import Hummingbird
import Inventory
import Postgres
import Reports

/// Answers and takes what a tenant says to its reports: its own dates, software classes and prices, what became of an
/// opportunity, and what a product counts. A key that is limited to companies speaks for those alone, and the database
/// holds it to that.
struct OwnWordAnswers: Sendable {
    /// The database as the role that reads, and that may store what is said.
    let reader: PostgresClient

    func overrides(_ call: Call) async throws -> Response {
        try StateAnswers.refuseParameters(call)
        return try Self.data(try await OwnWords(reader).list(tenant: try call.admitted.tenantID))
    }

    func override(_ call: Call) async throws -> Response {
        let wish = try OverrideWish(call.body)
        return try await change(call) { caller, session in
            let company = try await company(wish.company, caller, session)
            let id = try await OwnWords.say(
                wish.word, company: company, reason: wish.reason, by: caller.actor, tenant: caller.tenantID,
                in: session)
            try await Self.note(caller, "report.override", wish.word.subject, wish.details, session)
            return ["id": id.postgresText]
        }
    }

    func clear(_ call: Call) async throws -> Response {
        let members = try RequestMembers(call.body, known: ["id"])
        guard let id = try members.text("id").flatMap({ UUID(uuidString: $0) }) else {
            throw Problem.badBody("'id' is needed, as /v1/report-overrides lists it.")
        }
        return try await change(call) { caller, session in
            try await OwnWords.clear(id, tenant: caller.tenantID, in: session)
            try await Self.note(caller, "report.override.clear", id.postgresText, [:], session)
            return ["cleared": id.postgresText]
        }
    }

    func findings(_ call: Call) async throws -> Response {
        try StateAnswers.refuseParameters(call)
        return try Self.data(try await Findings(reader).list(tenant: try call.admitted.tenantID))
    }

    func mark(_ call: Call) async throws -> Response {
        let members = try RequestMembers(call.body, known: ["key", "state", "until", "reason"])
        guard let key = try members.text("key"), let state = try members.text("state") else {
            throw Problem.badBody("'key' and 'state' are needed.")
        }
        let (until, reason) = (try members.text("until"), try members.text("reason"))
        return try await change(call) { caller, session in
            let mark = try FindingMark(key: key, state: state, until: until, reason: reason)
            try await Findings.mark(mark, by: caller.actor, tenant: caller.tenantID, in: session)
            let details = ["state": state, "until": until ?? "", "reason": reason ?? ""]
            try await Self.note(caller, "report.mark", key, details, session)
            return ["key": key, "state": state]
        }
    }

    /// In one transaction with its entry in the audit trail.
    private func change(
        _ call: Call, _ body: @Sendable (Caller, PostgresConnection) async throws -> [String: String]
    ) async throws -> Response {
        let caller = try call.admitted
        try StateAnswers.refuseParameters(call)
        do {
            return try Self.data(
                try await reader.transaction(tenant: caller.tenantID) { try await body(caller, $0) })
        } catch let error as ReportError {
            throw Problem.report(error)
        }
    }

    /// The company that is spoken for; nil: all of them, for which a limited key may not speak.
    private func company(_ name: String?, _ caller: Caller, _ session: PostgresConnection) async throws -> UUID? {
        guard let name else {
            guard caller.companyIDs == nil else { throw Problem.limited(.reports, to: "words without a company") }
            return nil
        }
        return try await CompanyName.find(name, tenant: caller.tenantID, in: session)
    }

    static func note(
        _ caller: Caller, _ action: String, _ subject: String, _ details: [String: String],
        _ session: PostgresConnection
    ) async throws {
        try await AuditTrail.record(
            tenant: caller.tenantID, actor: caller.actor, action: action, subject: subject, details: details,
            in: session)
    }

    static func data(_ value: some Encodable) throws -> Response {
        .bytes(Array(try JSONEncoder().encode(["data": value])), type: "application/json")
    }
}

/// What a request says in place of the program's files.
struct OverrideWish: Sendable, Hashable {
    let word: OwnWord
    let company: String?
    let reason: String?
    let details: [String: String]

    init(_ body: [UInt8]) throws(Problem) {
        let names = ["kind", "subject", "value", "category", "currency", "company", "reason"]
        let members = try RequestMembers(body, known: names)
        var given: [String: String] = [:]
        for name in names { given[name] = try members.text(name) }
        guard let kind = given["kind"], let subject = given["subject"], let value = given["value"] else {
            throw .badBody("'kind', 'subject' and 'value' are needed.")
        }
        word = try Self.word(kind, subject, value, given)
        (company, reason, details) = (given["company"], given["reason"], given)
    }

    private static func word(
        _ kind: String, _ subject: String, _ value: String, _ given: [String: String]
    ) throws(Problem) -> OwnWord {
        do throws(ReportError) {
            return try OwnWord(
                kind: kind, subject: subject, value: value, category: given["category"], currency: given["currency"])
        } catch {
            throw .report(error)
        }
    }
}
