import Foundation
import Postgres

/// Counts what devices of organisations and configurations of companies have in common. A key counts where one
/// organisation of its RMM and one company of its PSA alone have it.
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

    /// Two vendors may have given one id, and a configuration tells whose it means.
    private func meetings(_ key: MatchKey) -> SQL {
        """
        WITH owners AS MATERIALIZED (
            SELECT connection_id, side, vendor, key, (array_agg(owner_id))[1] AS owner_id
            FROM (SELECT DISTINCT connection_id, side, key, owner_id, \(raw: key == .nativeID ? "vendor" : "NULL::text AS vendor")
                FROM (\(KeyHolders(tenant: tenant, isFull: isFull).sql(key, of: devices))) AS holders
                WHERE owner_id IS NOT NULL) AS owned
            GROUP BY 1, 2, 3, 4 HAVING count(*) = 1)
        SELECT d.owner_id AS organization_id, c.owner_id AS company_id, count(*) AS count
        FROM owners d JOIN owners c ON c.key = d.key AND c.side = 'configuration'
            AND (c.vendor IS NULL OR c.vendor = d.vendor)
        WHERE d.side = 'device' AND d.owner_id = ANY (\(organizations))
        GROUP BY 1, 2
        """
    }
}
