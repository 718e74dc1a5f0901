import Access
import Foundation
import Hummingbird
import Inventory
import Postgres
import Sync

/// Answers a person's word on what a sync held.
struct HoldAnswers: Sendable {
    /// The database as the role that reads, and that may store what is decided.
    let reader: PostgresClient

    func decide(_ decision: HoldDecision, _ call: Call) async throws -> Response {
        let caller = try SyncAnswers.caller(call)
        let run = try call.identifier
        let streams = try RequestMembers(call.body, known: ["streams"]).names("streams")
        let outcome = try await reader.transaction(tenant: caller.tenantID) { session in
            let outcome = try await HoldDesk.decide(
                decision, run: run, streams: streams, tenant: caller.tenantID, by: caller.actor, trigger: .api,
                in: session)
            try await Self.audit(decision, outcome, caller, in: session)
            return outcome
        }
        return .json(
            .object([
                ("data", outcome.run.json), ("decided", .strings(outcome.decided)),
                ("queued_run", .optional(outcome.queuedRun?.postgresText)),
            ]))
    }

    private static func audit(
        _ decision: HoldDecision, _ outcome: HoldDesk.Outcome, _ caller: Caller, in session: PostgresConnection
    ) async throws {
        guard !outcome.decided.isEmpty else { return }
        try await AuditTrail.record(
            tenant: caller.tenantID, actor: caller.actor, action: "sync.\(decision.rawValue)",
            subject: outcome.run.connection,
            details: ["run": outcome.run.id.postgresText, "streams": outcome.decided.joined(separator: ",")],
            in: session)
    }
}
