public import Foundation
public import Postgres

/// What a pass came to.
public struct MatchingReport: Sendable, Hashable, Codable {
    /// Organisations that were looked at again.
    public var organizations = 0
    /// Links and suggestions that were made, changed, or taken back.
    public var linked = 0
    public var suggested = 0
    public var withdrawn = 0

    public init() {}
}

/// Brings a tenant's links up to date with what has changed since the pass before: one transaction, and one pass of a tenant
/// at a time. Human decisions are read and never written.
public struct MatchingPass: Sendable {
    private let client: PostgresClient

    /// - Parameter client: Of the worker's role.
    public init(_ client: PostgresClient) { self.client = client }

    /// - Parameter isFull: Looks at everything, as if there had been no pass before.
    @discardableResult
    public func run(tenant: UUID, isFull: Bool = false) async throws -> MatchingReport {
        try await client.transaction(tenant: tenant) { session in
            let window = try await PassWindow.open(tenant: tenant, isFull: isFull, in: session)
            let keys = try await KeyRefresh(window: window).run(in: session)
            let scale = try await PassScale.of(keys, tenant: tenant, isFull: window.isFull, in: session)
            try await scale.prepare(session)
            var parties = try await PartyTable.load(tenant: tenant, in: session)
            let before = parties
            let changed = try await PartyRefresh(window: window).run(&parties, in: session)
            let organizations = try await PassScope(tenant: tenant, before: before, after: parties)
                .organizations(changed, isFull: window.isFull, in: session)
            try await CandidateRefresh(tenant: tenant, parties: parties, isFull: window.isFull)
                .run(organizations, in: session)
            var report = try await LinkStore(tenant: tenant, parties: parties, isFull: window.isFull)
                .refresh(of: organizations, in: session)
            report.organizations = organizations.count
            if try await DeviceLinks(tenant: tenant, isFull: window.isFull).run(in: session) {
                try await MachineRefresh(tenant: tenant, isFull: window.isFull).run(in: session)
            }
            try await scale.conclude(session)
            try await window.close(in: session)
            return report
        }
    }
}
