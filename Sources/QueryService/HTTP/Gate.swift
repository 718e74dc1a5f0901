import Access
import HTTPTypes
import Hummingbird

/// Lets a request in or not, by the route's declaration and the key that it carries.
struct Gate: Sendable {
    let keys: KeyRing
    let limiter: RateLimiter

    /// The caller, who may do what the route does; nil on an open one.
    func admit(_ request: Request, _ context: QueryContext, to admission: Route.Admission) async throws -> Caller? {
        guard admission != .open else { return nil }
        let caller = try await counted(request, context)
        try check(caller, admission)
        return caller
    }

    func check(_ caller: Caller, _ admission: Route.Admission) throws(Problem) {
        guard let (group, level) = admission.need else { return }
        guard caller.may(group, level) else { throw .forbidden(group, level, for: "this address") }
    }

    /// The caller, one of whose requests this is; the answer tells how many are left.
    func counted(_ request: Request, _ context: QueryContext) async throws -> Caller {
        let caller = try await caller(request)
        let standing = limiter.take(caller)
        context.answerHeaders.add(standing.headers)
        guard standing.isAllowed else { throw standing.problem }
        return caller
    }

    /// The caller behind the request's key, which must be there.
    func caller(_ request: Request) async throws -> Caller {
        guard let header = request.headers[.authorization] else {
            throw Problem.unauthorised("Send a key as 'Authorization: Bearer …'.", isInvalid: false)
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem.unauthorised(
                "The Authorization header must be 'Bearer', a space, and the key.", isInvalid: true)
        }
        return try await keys.authenticate(parts[1].trimmingPrefix { $0 == " " }.description)
    }
}
