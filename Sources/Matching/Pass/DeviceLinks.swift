import Foundation
import Postgres

/// Which configuration item is which device. Certain are the RMM's id in the PSA, and a serial number that one device of its
/// RMM and one item of its PSA alone have, with a maker or model that agrees (or the same company and nothing that speaks
/// against it); all else, a host name in the same company above all, is only suggested. People's decisions stand.
struct DeviceLinks: Sendable {
    let tenant: UUID
    let isFull: Bool

    /// Answers whether there was anything to look at.
    func run(in session: PostgresConnection) async throws -> Bool {
        if !isFull {
            try await session.query(widen)
            try await session.execute("ANALYZE changed_keys")
        }
        let changed: Int = try await session.query("SELECT count(*) AS n FROM changed_keys").only().get("n")
        guard changed > 0 else { return false }
        if !isFull {
            try await PassScale.of(changed, tenant: tenant, isFull: false, in: session).prepare(session)
        }
        let sql = DeviceLinkSQL(tenant: tenant, isFull: isFull)
        for statement in [dropContradicted, dropSuggestions] { try await session.query(statement) }
        for key in [MatchKey.nativeID, .serial, .hostname] { try await session.query(sql.link(by: key)) }
        try await session.query(doubt)
        return true
    }

    /// Devices of organisations that a person has given to a company, or taken from one, since the pass before.
    private var widen: SQL {
        """
        INSERT INTO changed_keys
        SELECT DISTINCT d.id FROM inventory.organization_companies m
        JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.organization_id = m.organization_id
            AND d.deleted_at IS NULL
        WHERE m.tenant_id = \(tenant) AND m.state IN ('confirmed', 'rejected')
            AND m.decided_at >= (SELECT looked_at FROM control.match_passes WHERE tenant_id = \(tenant))
            AND NOT EXISTS (SELECT FROM changed_keys x WHERE x.id = d.id)
        """
    }

    /// The links of devices and items that have changed, by their indexes; all, where all is looked at.
    static func touched(_ tenant: UUID, isFull: Bool) -> SQL {
        if isFull { return "SELECT t.id FROM inventory.device_configurations t WHERE t.tenant_id = \(tenant)" }
        return """
            SELECT t.id FROM changed_keys x
            JOIN inventory.device_configurations t ON t.tenant_id = \(tenant) AND t.device_id = x.id
            UNION SELECT t.id FROM changed_keys x
            JOIN inventory.device_configurations t ON t.tenant_id = \(tenant) AND t.configuration_id = x.id
            """
    }

    private var touched: SQL { Self.touched(tenant, isFull: isFull) }

    /// Both say a serial number now, and not the same. One that has only vanished splits nothing.
    private var dropContradicted: SQL {
        """
        DELETE FROM inventory.device_configurations l
        USING inventory.match_keys d, inventory.match_keys c
        WHERE l.tenant_id = \(tenant) AND l.state = 'automatic' AND l.method = 'serial' AND l.id IN (\(touched))
            AND d.tenant_id = \(tenant) AND d.id = l.device_id AND c.tenant_id = \(tenant) AND c.id = l.configuration_id
            AND d.serial <> c.serial
        """
    }

    private var dropSuggestions: SQL {
        """
        DELETE FROM inventory.device_configurations l
        WHERE l.tenant_id = \(tenant) AND l.state = 'suggested' AND l.id IN (\(touched))
        """
    }

    /// A device is one item of a PSA, and an item one device of an RMM: where signs lead to several, none is certain, but for
    /// one that a person has confirmed.
    private var doubt: SQL {
        """
        WITH around AS MATERIALIZED (\(around)),
        used AS MATERIALIZED (
            SELECT l.id, l.device_id, l.configuration_id, d.connection_id AS rmm, c.connection_id AS psa
            FROM around l
            JOIN inventory.match_keys d ON d.tenant_id = \(tenant) AND d.id = l.device_id
            JOIN inventory.match_keys c ON c.tenant_id = \(tenant) AND c.id = l.configuration_id
            WHERE l.state IN ('automatic', 'confirmed')),
        unsure AS (
            SELECT u.id FROM used u JOIN (
                SELECT device_id, psa FROM used GROUP BY 1, 2 HAVING count(*) > 1) AS items
                ON items.device_id = u.device_id AND items.psa = u.psa
            UNION SELECT u.id FROM used u JOIN (
                SELECT configuration_id, rmm FROM used GROUP BY 1, 2 HAVING count(*) > 1) AS devices
                ON devices.configuration_id = u.configuration_id AND devices.rmm = u.rmm)
        UPDATE inventory.device_configurations l SET state = 'suggested', score = 0.5
        FROM unsure WHERE l.tenant_id = \(tenant) AND l.id = unsure.id AND l.state = 'automatic'
        """
    }

    /// Links that have a device or an item in common with one that is touched. OFFSET 0 keeps the planner, which may know
    /// little of a table that was just filled, from reading it as a whole.
    private var around: SQL {
        if isFull {
            return """
                SELECT t.id, t.device_id, t.configuration_id, t.state FROM inventory.device_configurations t
                WHERE t.tenant_id = \(tenant)
                """
        }
        return """
            WITH mine AS MATERIALIZED (
                SELECT l.device_id, l.configuration_id FROM (\(touched)) AS x CROSS JOIN LATERAL (
                    SELECT device_id, configuration_id FROM inventory.device_configurations
                    WHERE tenant_id = \(tenant) AND id = x.id OFFSET 0) AS l)
            SELECT t.* FROM (SELECT DISTINCT device_id FROM mine) AS m CROSS JOIN LATERAL (
                SELECT id, device_id, configuration_id, state FROM inventory.device_configurations
                WHERE tenant_id = \(tenant) AND device_id = m.device_id OFFSET 0) AS t
            UNION SELECT t.* FROM (SELECT DISTINCT configuration_id FROM mine) AS m CROSS JOIN LATERAL (
                SELECT id, device_id, configuration_id, state FROM inventory.device_configurations
                WHERE tenant_id = \(tenant) AND configuration_id = m.configuration_id OFFSET 0) AS t
            """
    }
}
