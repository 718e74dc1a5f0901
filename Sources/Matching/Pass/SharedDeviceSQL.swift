import Foundation
import Postgres

/// Counts what devices of organisations and configurations of companies have in common. A key counts where one
/// organisation of its RMM and one company of its PSA alone have it, and not where very many things have it.
struct SharedDeviceSQL: Sendable {
    let tenant: UUID
    let organizations: [UUID]
    let isFull: Bool

    func shared(in session: PostgresConnection) async throws -> [PairKey: SharedDevices] {
        var shared: [PairKey: SharedDevices] = [:]
        let kinds: [(MatchKey, WritableKeyPath<SharedDevices, Int>)] = [
            (.serial, \.serials), (.hostname, \.hostnames), (.nativeID, \.linked),
        ]
        for (key, path) in kinds {
            for row in try await session.query(meetings(key)) {
                let pair = PairKey(organization: try row.get("organization_id"), company: try row.get("company_id"))
                shared[pair, default: .init()][keyPath: path] = try row.get("count")
            }
        }
        return shared
    }

    private var devices: SQL {
        """
        SELECT d.id FROM unnest(\(organizations)::uuid[]) AS o (id)
        JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.organization_id = o.id
        """
    }

    /// Two vendors may have given one id, and a configuration tells whose it means. Owners are compared as text, the least
    /// with the greatest: there is no such comparison of ids. What is asked of owners are columns of truth values, of which
    /// the planner takes half to hold, and so does not compare all with all.
    private func meetings(_ key: MatchKey) -> SQL {
        """
        WITH owners AS MATERIALIZED (
            SELECT connection_id, side = 'device' AS is_device, \(raw: key == .nativeID ? "vendor" : "NULL::text AS vendor"),
                key, min(owner_id::text COLLATE "C")::uuid AS owner, count(*) AS n,
                min(owner_id::text COLLATE "C") = max(owner_id::text COLLATE "C") AS is_one,
                \(isAsked) AS is_asked
            FROM (\(KeyHolders(tenant: tenant, isFull: isFull).few(key, of: devices))) AS holders
            WHERE owner_id IS NOT NULL GROUP BY 1, 2, 3, 4),
        crowded AS MATERIALIZED (
            SELECT key FROM owners GROUP BY 1 HAVING sum(n) > \(KeyHolders.most))
        SELECT d.owner AS organization_id, c.owner AS company_id, count(*) AS count
        FROM owners d JOIN owners c ON c.key = d.key AND NOT c.is_device AND c.is_one
            AND (c.vendor IS NULL OR c.vendor = d.vendor)
        WHERE d.is_device AND d.is_one AND d.is_asked AND d.key NOT IN (SELECT key FROM crowded)
        GROUP BY 1, 2
        """
    }

    private var isAsked: SQL {
        isFull ? "true" : "min(owner_id::text COLLATE \"C\")::uuid = ANY (\(organizations))"
    }
}
