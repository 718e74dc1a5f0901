import Access
import HTTPTypes
import Hummingbird

/// Lets a request in or not, by the route's declaration and the key that it carries.
struct Gate: Sendable {
    let keys: KeyRing

    func admit(_ request: Request, to admission: Route.Admission) async throws -> Caller? {
        switch admission {
        case .open: return nil
        case .anyKey: return try await caller(request)
        case .group(let group):
            let caller = try await caller(request)
            guard caller.may(group) else { throw Problem.forbidden(group, for: "this address") }
            return caller
        }
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
