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

    private var ofThese: SQL { isFull ? "" : "AND d.owner::uuid = ANY (\(organizations))" }

    /// Two vendors may have given one id, and a configuration tells whose it means. Owners are compared as text, the least
    /// with the greatest: there is no such comparison of ids.
    private func meetings(_ key: MatchKey) -> SQL {
        """
        WITH owners AS MATERIALIZED (
            SELECT connection_id, side, \(raw: key == .nativeID ? "vendor" : "NULL::text AS vendor"), key,
                min(owner_id::text COLLATE "C") AS owner, max(owner_id::text COLLATE "C") AS other, count(*) AS n
            FROM (\(KeyHolders(tenant: tenant, isFull: isFull).few(key, of: devices))) AS holders
            WHERE owner_id IS NOT NULL GROUP BY 1, 2, 3, 4),
        crowded AS MATERIALIZED (
            SELECT key FROM owners GROUP BY 1 HAVING sum(n) > \(KeyHolders.most))
        SELECT d.owner::uuid AS organization_id, c.owner::uuid AS company_id, count(*) AS count
        FROM owners d JOIN owners c ON c.key = d.key AND c.side = 'configuration' AND c.owner = c.other
            AND (c.vendor IS NULL OR c.vendor = d.vendor)
        WHERE d.side = 'device' AND d.owner = d.other AND d.key NOT IN (SELECT key FROM crowded)
            \(ofThese)
        GROUP BY 1, 2
        """
    }
}
