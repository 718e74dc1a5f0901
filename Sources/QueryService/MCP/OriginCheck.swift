/// Keeps web pages from calling the service through a browser on the same machine: a name of another site may be made to
/// lead here (specification 2026-07-28, "Security & Endpoint": an `Origin` that is present must be checked).
struct OriginCheck: Sendable, Hashable {
    /// Whether only this machine reaches the service.
    let isLocal: Bool
    /// Names by which it is reached beside this machine's own; none, where others reach it: any.
    let allowedHosts: [String]

    /// Whether a request that calls this `authority` (its `Host`) and comes from a page of this `origin` is let in.
    func allows(authority: String?, origin: String?) -> Bool {
        guard let host = authority.flatMap(Self.host), allows(host) else { return false }
        guard let origin else { return true }
        guard let page = Self.page(origin) else { return false }
        return isOpen ? page == host : allows(page)
    }

    /// Any name is taken: then a page must be of the very name that is called.
    private var isOpen: Bool { !isLocal && allowedHosts.isEmpty }

    private func allows(_ host: String) -> Bool {
        isOpen || QueryServiceConfiguration.isLoopback(host) || allowedHosts.contains { $0.lowercased() == host }
    }

    /// Of `host:port` and `[::1]:port` the host.
    private static func host(_ authority: String) -> String? {
        let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
        let end = authority[bracket...].lastIndex(of: ":") ?? authority.endIndex
        let host = authority[..<end].lowercased()
        return host.isEmpty ? nil : host
    }

    private static func page(_ origin: String) -> String? {
        let parts = origin.lowercased().split(separator: "://", maxSplits: 1)
        guard parts.count == 2, ["http", "https"].contains(parts[0]), !parts[1].contains("/") else { return nil }
        return host(String(parts[1]))
    }
}
