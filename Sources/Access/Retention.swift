import Foundation
import Postgres

/// How many days a tenant keeps what it need not keep for ever.
public struct Retention: Sendable, Hashable, Codable {
    /// What is kept for a time.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Former versions of devices, patch statuses and agreements: how far back the past can be asked.
        case history = "history_days"
        /// The change feed.
        case changes = "changes_days"
        case resolvedAlerts = "resolved_alerts_days"
        /// Ended runs.
        case runs = "runs_days"
        /// Records that were set aside and have loaded since.
        case quarantine = "quarantine_days"
    }

    /// What a kind is set to.
    public enum Setting: Sendable, Hashable {
        case days(Int)
        /// Whatever this version's default is.
        case standard
    }

    public var historyDays: Int
    public var changesDays: Int
    public var resolvedAlertsDays: Int
    public var runsDays: Int
    public var quarantineDays: Int

    public func days(_ kind: Kind) -> Int {
        switch kind {
        case .history: historyDays
        case .changes: changesDays
        case .resolvedAlerts: resolvedAlertsDays
        case .runs: runsDays
        case .quarantine: quarantineDays
        }
    }
}

extension Tenants {
    /// What holds for the tenant: what was set, and the defaults where nothing was.
    public func retention(of tenant: Tenant) async throws -> Retention {
        let row = try await owner.query(
            "SELECT * FROM control.retention_in_force WHERE tenant_id = \(tenant.id)"
        ).only()
        return Retention(
            historyDays: try row.get("history_days"), changesDays: try row.get("changes_days"),
            resolvedAlertsDays: try row.get("resolved_alerts_days"), runsDays: try row.get("runs_days"),
            quarantineDays: try row.get("quarantine_days"))
    }

    /// Sets some of it, from 1 to 36,500 days each; answers what holds then. What is older goes with the next
    /// housekeeping, and does not come back when the days are raised again.
    public func setRetention(
        _ settings: [Retention.Kind: Retention.Setting], of tenant: Tenant, actor: String
    ) async throws -> Retention {
        for case (let kind, .days(let days)) in settings where !(1...36_500).contains(days) {
            throw AccessError.invalid(field: kind.rawValue, reason: "use 1 to 36500 days, not \(days)")
        }
        try await owner.transaction(tenant: nil) { session in
            for (kind, setting) in settings.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                try await Self.set(kind, setting.days, of: tenant, in: session)
            }
            let details = settings.map { ($0.rawValue, $1.days.map { String($0) } ?? "default") }
            try await AuditTrail.record(
                tenant: tenant.id, actor: actor, action: "tenant.retention", subject: tenant.slug,
                details: Dictionary(uniqueKeysWithValues: details), in: session)
        }
        return try await retention(of: tenant)
    }

    private static func set(
        _ kind: Retention.Kind, _ days: Int?, of tenant: Tenant, in session: PostgresConnection
    ) async throws {
        try await session.query(
            """
            INSERT INTO control.retention (tenant_id, \(identifier: kind.rawValue)) VALUES (\(tenant.id), \(days))
            ON CONFLICT (tenant_id) DO UPDATE SET \(identifier: kind.rawValue) = excluded.\(identifier: kind.rawValue)
            """)
    }
}

extension Retention.Setting {
    /// Null in the database stands for the default.
    fileprivate var days: Int? { if case .days(let days) = self { days } else { nil } }
}
