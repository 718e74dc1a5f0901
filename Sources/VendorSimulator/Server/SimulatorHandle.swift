/// A running simulator, as tests and the command line hold it.
public struct SimulatorHandle: Sendable {
    public let tenants: [SimulatedTenant]

    /// All vendors of all tenants: where they are, how to log in.
    public var connections: [SimulatedConnection] {
        tenants.flatMap { tenant in
            tenant.vendors.map {
                SimulatedConnection(
                    tenant: tenant.name, vendor: $0.vendor, baseURL: $0.baseURL, credentials: $0.face.credentials,
                    settings: type(of: $0.face).settings)
            }
        }
    }

    /// One vendor of one tenant; nil where it is not simulated.
    public func connection(_ vendor: String, tenant: String? = nil) -> SimulatedConnection? {
        connections.first { $0.vendor == vendor && (tenant == nil || $0.tenant == tenant) }
    }

    /// A tenant by its name, or the first.
    public func tenant(_ name: String? = nil) -> SimulatedTenant? {
        name == nil ? tenants.first : tenants.first { $0.name == name }
    }

    /// All worlds take a step.
    public func advance(_ step: Step = .usual()) { for tenant in tenants { tenant.advance(step) } }

    /// What a vendor of a tenant should be in the warehouse now; empty for one that is not simulated.
    public func truth(_ vendor: String, tenant: String? = nil) -> Truth {
        self.tenant(tenant)?.fleet.truth(vendor: vendor) ?? [:]
    }

    /// Sets a fault, at all tenants or at one.
    public func set(_ rule: FaultRule, tenant: String? = nil) {
        for vendor in vendors(rule.vendor, tenant) { vendor.add(rule) }
    }

    /// Sets a fault at all calls of a vendor.
    public func set(_ fault: Fault, vendor: String? = nil, tenant: String? = nil) {
        set(FaultRule(fault, vendor: vendor), tenant: tenant)
    }

    /// Ends all faults, of a vendor or of all.
    public func clearFaults(vendor: String? = nil, tenant: String? = nil) {
        for vendor in vendors(vendor, tenant) { vendor.clearFaults() }
    }

    /// How many calls of a vendor the faults that are in force have befallen.
    public func struck(_ vendor: String, tenant: String? = nil) -> Int {
        vendors(vendor, tenant).reduce(0) { $0 + $1.struck }
    }

    /// What callers have shown who they are with (tokens, encoded passwords): what no log may hold.
    public func presented(_ vendor: String, tenant: String? = nil) -> Set<String> {
        vendors(vendor, tenant).reduce(into: []) { $0.formUnion($1.presented) }
    }

    /// How often each path was called since the beginning or since ``forgetCalls(vendor:tenant:)``.
    public func calls(_ vendor: String, tenant: String? = nil) -> [String: Int] {
        vendors(vendor, tenant).reduce(into: [:]) { sum, vendor in
            sum.merge(vendor.calls, uniquingKeysWith: +)
        }
    }

    /// The most calls that ran at once.
    public func mostAtOnce(_ vendor: String, tenant: String? = nil) -> Int {
        vendors(vendor, tenant).map(\.mostAtOnce).max() ?? 0
    }

    public func forgetCalls(vendor: String? = nil, tenant: String? = nil) {
        for vendor in vendors(vendor, tenant) { vendor.forgetCalls() }
    }

    /// No token that was given out is valid any more.
    public func expireTokens(_ vendor: String, tenant: String? = nil) {
        for vendor in vendors(vendor, tenant) { vendor.face.expireTokens() }
    }

    /// The credentials are refused from now on.
    public func revokeCredentials(_ vendor: String, tenant: String? = nil) {
        for vendor in vendors(vendor, tenant) { vendor.face.revokeCredentials() }
    }

    /// The credentials are good again.
    public func restoreCredentials(_ vendor: String, tenant: String? = nil) {
        for vendor in vendors(vendor, tenant) { vendor.face.restoreCredentials() }
    }

    func vendors(_ vendor: String?, _ tenant: String?) -> [SimulatedVendor] {
        tenants.filter { tenant == nil || $0.name == tenant }.flatMap(\.vendors).filter {
            vendor == nil || $0.vendor == vendor
        }
    }
}
