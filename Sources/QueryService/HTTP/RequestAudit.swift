import Access
import Hummingbird
import Logging
import NIOCore
import Postgres

/// Answers requests, and sees to it that they are in the audit trail. What a write does, its answer audits with the deed;
/// what is refused is audited here, whatever the reason; reads are counted.
struct RequestAudit: Sendable {
    /// The database as the role that may append to the trail.
    let client: PostgresClient
    let reads: ReadCounter

    func write(_ request: Request, _ context: QueryContext, _ route: Route, _ gate: Gate) async throws -> Response {
        let caller = try await gate.counted(request, context, route.admission)
        do {
            try gate.check(caller, route.admission)
            let body = try await Self.body(request)
            return try await CompanyLimit.with(caller.companyIDs) {
                try await route.answer(Call(request, context, caller, body: body))
            }
        } catch {
            await refuse(Problem(error), caller, request, context)
            throw error
        }
    }

    /// Answers what only reads. One whose key lacks what it needs is noted; all others are counted.
    func read(_ request: Request, _ context: QueryContext, _ route: Route, _ gate: Gate) async throws -> Response {
        guard route.admission != .open else { return try await route.answer(Call(request, context, nil)) }
        let caller = try await gate.counted(request, context, route.admission)
        do {
            try gate.check(caller, route.admission)
            let body = route.method == .get ? [] : try await Self.body(request)
            let response = try await CompanyLimit.with(caller.companyIDs) {
                try await route.answer(Call(request, context, caller, body: body))
            }
            reads.count(caller, "\(route.method.rawValue) \(route.path)")
            return response
        } catch {
            let problem = Problem(error)
            // A tool's refusal is noted by who runs it.
            if problem.status == .forbidden, route.method == .get { await refuse(problem, caller, request, context) }
            throw error
        }
    }

    static func body(_ request: Request) async throws -> [UInt8] {
        do {
            return Array(try await request.body.collect(upTo: Route.bodyLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge
        }
    }

    /// An error of ours is in the log; it was nobody's wish.
    private func refuse(_ problem: Problem, _ caller: Caller, _ request: Request, _ context: QueryContext) async {
        guard !problem.isOurs else { return }
        do {
            try await AuditTrail(client).record(
                tenant: caller.tenantID, actor: caller.actor,
                action: "\(request.method) \(request.uri.path.prefix(200))",
                details: ["status": String(problem.status.code), "problem": problem.kind], outcome: .refused)
        } catch {
            context.logger.warning("a refusal could not be audited", metadata: ["error": "\(error)"])
        }
    }
}
