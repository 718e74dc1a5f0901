public import Access

/// How the query service is reached and what it shows.
public struct QueryServiceConfiguration: Sendable {
    /// The address to listen at. Anything but loopback is reached by others: put TLS before it.
    public var host: String
    /// The port to listen at; 0: any that is free.
    public var port: Int
    /// Shown on the front page and in the OpenAPI document.
    public var version: String
    /// Tenants whose connections the front page shows without a key. Only where `host` is a loopback address: for a
    /// demonstration on one's own machine.
    public var shownTenants: [Tenant]
    /// Host names beside this machine's own by which agents may call `/mcp`, and whose web pages may. Empty: this machine's
    /// alone where `host` is a loopback address, else any name.
    public var allowedHosts: [String]

    /// How many requests a minute are answered.
    public var limits: RateLimits
    /// For how long the freshness of a tenant's tables is told again as it was read; zero: it is read for each answer.
    public var memory: Duration

    public init(
        host: String = "127.0.0.1", port: Int = 8080, version: String = "0.1.0", shownTenants: [Tenant] = [],
        allowedHosts: [String] = [], limits: RateLimits = RateLimits(), memory: Duration = .zero
    ) {
        self.host = host
        self.port = port
        self.version = version
        self.shownTenants = shownTenants
        self.allowedHosts = allowedHosts
        self.limits = limits
        self.memory = memory
    }

    /// Whether only this machine reaches the service.
    var isLocal: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        ["localhost", "::1", "[::1]"].contains(host) || host.wholeMatch(of: /127(\.[0-9]{1,3}){3}/) != nil
    }
}
