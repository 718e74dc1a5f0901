/// How many requests a minute are answered, by all processes that serve.
public struct RateLimits: Sendable, Hashable {
    /// Of one key.
    public var key: Int
    /// Of all keys of a tenant together.
    public var tenant: Int

    public init(key: Int = 1_200, tenant: Int = 6_000) {
        self.key = key
        self.tenant = tenant
    }

    /// The seconds after which a window's requests are forgotten.
    static let window = 60
}
