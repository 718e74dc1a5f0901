import Access
import Connectors
import Foundation
import QueryService
import ServiceLifecycle
import VendorSimulator

/// The whole thing on one machine: two tenants whose vendors are simulated, synced and served.
struct Demo: Sendable {
    let runtime: Runtime
    let handle: SimulatorHandle
    let state: DemoState

    /// Simulated vendors bear more than real ones are asked for.
    private static func limits(of vendor: String) -> [String: String] {
        var limits = ["calls_per_minute": "60000", "concurrent_calls": "8"]
        if Registry.connector(for: vendor)?.vendor.settings[BudgetDescription.hourly] != nil {
            limits[BudgetDescription.hourly] = "3600000"
        }
        return limits
    }

    static let tenants = [("acme", "Acme IT"), ("globex", "Globex Managed Services")]

    /// Prepares, syncs, and then serves and keeps on syncing what is due until shut down.
    func run() async throws {
        for _ in 0..<state.steps { handle.advance() }
        var tenants: [Tenant] = []
        for (slug, name) in Self.tenants {
            let tenant = try await tenant(slug, name)
            try await connect(tenant)
            tenants.append(tenant)
        }
        let keys = try await keys(tenants[0])
        let count = VendorFaces.all.count
        Console.error("Syncing \(count) simulated vendors for each of \(tenants.count) tenants …")
        try await cancelWhenGracefulShutdown { [tenants] in for tenant in tenants { try await sync(tenant) } }
        let service = try runtime.queryService(shown: tenants) { url in Console.say(Self.invitation(url, keys)) }
        try await runtime.serve(service, withWorker: true)
    }

    private func tenant(_ slug: String, _ name: String) async throws -> Tenant {
        if let known = try await runtime.tenants.list().first(where: { $0.slug == slug }) { return known }
        return try await runtime.tenants.create(slug: slug, name: name, actor: "demo")
    }

    /// A connection to each simulated vendor; the simulator's ports are new at each start.
    private func connect(_ tenant: Tenant) async throws {
        let known = try await runtime.connections.list(tenant)
        for vendor in handle.connections where vendor.tenant == tenant.slug {
            if let connection = known.first(where: { $0.name == vendor.vendor }) {
                try await runtime.connections.move(connection, to: vendor.baseURL, actor: "demo")
            } else {
                _ = try await runtime.connections.create(
                    tenant: tenant, vendor: vendor.vendor, name: vendor.vendor, baseURL: vendor.baseURL,
                    settings: Self.limits(of: vendor.vendor).merging(vendor.settings) { $1 },
                    credentials: vendor.credentials, vault: try runtime.vault(), actor: "demo")
            }
        }
    }

    private func sync(_ tenant: Tenant) async throws {
        let progress = SyncProgress()
        let reports = try await TenantSync(runtime, tenant).run(SyncWish()) {
            progress.show($0, $1)
        }
        progress.end()
        Console.say("\n\(tenant.name)\n\(SyncTable(reports: reports).summary)")
    }

    /// A key that reads, and one that may do all; made once and kept for the next run.
    private func keys(_ tenant: Tenant) async throws -> (read: String, full: String) {
        if let read = state.readKey, let full = state.fullKey { return (read, full) }
        let store = Keys(owner: runtime.owner, profiles: try runtime.profiles())
        let mark = UUID().uuidString.prefix(8).lowercased()
        func key(_ profile: String) async throws -> String {
            try await store.create(
                KeyRequest(name: "demo-\(profile)-\(mark)", profile: profile), tenant: tenant, actor: "demo"
            ).secretText
        }
        var next = state
        next.readKey = try await key("read_only")
        next.fullKey = try await key("full_automation")
        try next.save(runtime.settings.dataDirectory)
        return (next.readKey ?? "", next.fullKey ?? "")
    }

    private static func invitation(_ url: String, _ keys: (read: String, full: String)) -> String {
        """

        Answering at \(url)  (Ctrl-C stops all of it; the next run goes on with the same data)

        Read-only key:       \(keys.read)
        Key for everything:  \(keys.full)

        Try in another terminal:

        export KEY=\(keys.read)
        curl -s -H "Authorization: Bearer $KEY" '\(url)/v1/organizations?limit=3'
        curl -s -H "Authorization: Bearer $KEY" '\(url)/v1/devices?device_class=server&sort=-last_seen_at&limit=3'
        curl -s -H "Authorization: Bearer $KEY" '\(url)/v1/tickets?status_category=open&fields=number,summary,priority'

        """
    }
}
