import Foundation
import Postgres

/// The moments before which a tenant keeps nothing, by the database's clock: one reading for the whole turn.
struct RetentionLimits: Sendable {
    let history: String
    let changes: String
    let resolvedAlerts: String
    let runs: String
    let quarantine: String

    static func read(tenant: UUID, _ worker: PostgresClient) async throws -> RetentionLimits {
        let row = try await worker.query(
            """
            SELECT (now() - make_interval(days => history_days))::text AS history,
                (now() - make_interval(days => changes_days))::text AS changes,
                (now() - make_interval(days => resolved_alerts_days))::text AS resolved_alerts,
                (now() - make_interval(days => runs_days))::text AS runs,
                (now() - make_interval(days => quarantine_days))::text AS quarantine
            FROM control.retention_in_force WHERE tenant_id = \(tenant)
            """, tenant: tenant
        ).only()
        return RetentionLimits(
            history: try row.get("history"), changes: try row.get("changes"),
            resolvedAlerts: try row.get("resolved_alerts"), runs: try row.get("runs"),
            quarantine: try row.get("quarantine"))
    }
}
