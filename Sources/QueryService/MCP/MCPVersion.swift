/// The revisions of the Model Context Protocol that are spoken here.
///
/// Up to 2025-11-25 a client begins with `initialize`, and each later request names the version in a header
/// (specification 2025-11-25, "Lifecycle" and "Transports"). From 2026-07-28 on there is no handshake: each request
/// carries its version in `_meta` and in headers (2026-07-28, "Versioning and Compatibility").
enum MCPVersion: String, Sendable, Hashable, CaseIterable {
    case v20260728 = "2026-07-28"
    case v20251125 = "2025-11-25"
    case v20250618 = "2025-06-18"

    /// Each request stands for itself.
    var isStateless: Bool { self == .v20260728 }

    /// What a client is offered that shakes hands for a version that is not spoken.
    static let latestWithHandshake = MCPVersion.v20251125

    static var names: [String] { allCases.map(\.rawValue) }
}
