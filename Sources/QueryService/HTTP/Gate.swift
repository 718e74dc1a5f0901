import Access
import HTTPTypes
import Hummingbird

/// Lets a request in or not, by the route's declaration and the key that it carries.
struct Gate: Sendable {
    let keys: KeyRing
    let limiter: RateLimiter

    func check(_ caller: Caller, _ admission: Route.Admission) throws(Problem) {
        guard let (group, level) = admission.need else { return }
        guard caller.may(group, level) else { throw .forbidden(group, level, for: "this address") }
    }

    /// The caller, one of whose requests this is; the answer tells how many are left.
    func counted(
        _ request: Request, _ context: QueryContext, _ admission: Route.Admission
    ) async throws -> Caller {
        let caller = try await caller(request, context, admission)
        let standing = limiter.take(caller)
        context.answerHeaders.add(standing.headers)
        guard standing.isAllowed else { throw standing.problem }
        return caller
    }

    private func caller(
        _ request: Request, _ context: QueryContext, _ admission: Route.Admission
    ) async throws -> Caller {
        guard case .platform(let group, let level) = admission else { return try await caller(request) }
        let key = try key(request)
        guard APIKey(key)?.isPlatform ?? true else { throw Problem.ofPlatform(group, level) }
        return try await keys.authenticate(key, naming: context.parameters.get("slug") ?? "")
    }

    /// The caller behind the request's key, which must be a tenant's.
    func caller(_ request: Request) async throws -> Caller { try await keys.authenticate(try key(request)) }

    private func key(_ request: Request) throws(Problem) -> String {
        guard let header = request.headers[.authorization] else {
            throw Problem.unauthorised("Send a key as 'Authorization: Bearer …'.", isInvalid: false)
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem.unauthorised(
                "The Authorization header must be 'Bearer', a space, and the key.", isInvalid: true)
        }
        return parts[1].trimmingPrefix { $0 == " " }.description
    }
}
