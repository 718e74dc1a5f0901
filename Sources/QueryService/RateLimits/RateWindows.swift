import Foundation
import HTTPTypes

/// Counts requests in windows of a minute, each of which begins with its first request.
struct RateWindows: Sendable {
    private struct Window {
        var end: Int
        var used = 0
        /// By other processes, as far as this one has heard.
        var others = 0

        func left(of limit: Int) -> Int { max(0, limit - used - others) }
    }

    /// So many are kept before those that are over are dropped.
    private static let kept = 10_000

    let limits: RateLimits
    private var windows: [UUID: Window] = [:]
    /// Since they were shared the last time.
    private var asked: Set<UUID> = []

    init(limits: RateLimits) { self.limits = limits }

    /// Counts a request at a time in seconds, if both the key and its tenant have one left; a refused one costs nothing.
    mutating func take(key: UUID, tenant: UUID, at now: Int) -> RateStanding {
        if windows.count > Self.kept { windows = windows.filter { $0.value.end > now } }
        var (ofKey, ofTenant) = (window(key, now), window(tenant, now))
        let isAllowed = ofKey.left(of: limits.key) > 0 && ofTenant.left(of: limits.tenant) > 0
        if isAllowed {
            ofKey.used += 1
            ofTenant.used += 1
        }
        (windows[key], windows[tenant]) = (ofKey, ofTenant)
        asked.formUnion([key, tenant])
        return RateStanding(
            isAllowed: isAllowed,
            counts: [
                .init(name: "key", limit: limits.key, left: ofKey.left(of: limits.key), seconds: ofKey.end - now),
                .init(
                    name: "tenant", limit: limits.tenant, left: ofTenant.left(of: limits.tenant),
                    seconds: ofTenant.end - now),
            ])
    }

    /// The windows that were asked since the last time, refused requests counting too: who waits wants to know when others
    /// have done.
    mutating func shares(at now: Int) -> [RateShare] {
        defer { asked = [] }
        return asked.compactMap { id in
            guard let window = windows[id], window.end > now else { return nil }
            return RateShare(id: id, used: window.used, seconds: window.end - now)
        }
    }

    mutating func learn(_ others: Int, of id: UUID) { windows[id]?.others = others }

    private func window(_ id: UUID, _ now: Int) -> Window {
        guard let window = windows[id], window.end > now else { return Window(end: now + RateLimits.window) }
        return window
    }
}

/// What this process has answered of a key's or a tenant's requests.
struct RateShare: Sendable, Hashable {
    var id: UUID
    var used: Int
    /// Until the window is over.
    var seconds: Int
}

/// How many requests are left, as an answer's headers tell it.
struct RateStanding: Sendable, Hashable {
    struct Count: Sendable, Hashable {
        var name: String
        var limit: Int
        var left: Int
        /// Until the window is over.
        var seconds: Int
    }

    var isAllowed: Bool
    var counts: [Count]

    /// The one that runs out first.
    private var scarcest: Count? { counts.min { ($0.left, -$0.seconds) < ($1.left, -$1.seconds) } }

    /// The IETF draft's two and the older three.
    var headers: HTTPFields {
        var headers = HTTPFields()
        headers[.rateLimitPolicy] = counts.map { "\"\($0.name)\";q=\($0.limit);w=\(RateLimits.window)" }
            .joined(separator: ", ")
        headers[.rateLimit] = counts.map { "\"\($0.name)\";r=\($0.left);t=\($0.seconds)" }.joined(separator: ", ")
        guard let scarcest else { return headers }
        headers[.rateLimitLimit] = String(scarcest.limit)
        headers[.rateLimitRemaining] = String(scarcest.left)
        headers[.rateLimitReset] = String(scarcest.seconds)
        return headers
    }

    /// What a caller is told who has none left.
    var problem: Problem {
        let seconds = scarcest?.seconds ?? RateLimits.window
        return Problem(
            status: .tooManyRequests, kind: "too-many-requests", title: "Too many requests",
            detail: "The \(scarcest?.name ?? "key") has no request left; there are new ones in \(seconds) s.",
            headers: [.retryAfter: String(seconds)])
    }
}

extension HTTPField.Name {
    static let rateLimit = HTTPField.Name("RateLimit")!
    static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
    static let rateLimitLimit = HTTPField.Name("RateLimit-Limit")!
    static let rateLimitRemaining = HTTPField.Name("RateLimit-Remaining")!
    static let rateLimitReset = HTTPField.Name("RateLimit-Reset")!
}
