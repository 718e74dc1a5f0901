import Foundation
import Postgres

/// The statements by which devices become machines. Two devices of one RMM are never one machine.
struct MachineSQL: Sendable {
    let tenant: UUID
    let isFull: Bool

    /// Only where there are several RMMs can a machine be seen by two.
    var rmms: SQL {
        """
        SELECT c.id FROM control.connections c CROSS JOIN LATERAL (
            SELECT FROM inventory.device_facts d
            WHERE d.tenant_id = \(tenant) AND d.connection_id = c.id AND d.deleted_at IS NULL
            ORDER BY d.external_id LIMIT 1) AS any_device
        WHERE c.tenant_id = \(tenant)
        """
    }

    /// A device without a machine joins that of the one machine that it has a tie to.
    var join: SQL {
        """
        WITH ties AS (
            SELECT e.a AS device_id, md.machine_id, min(e.method) AS method, min(e.key) AS key, min(e.b::text) AS partner
            FROM (SELECT a, b, method, key FROM machine_edges UNION SELECT b, a, method, key FROM machine_edges) AS e
            JOIN inventory.machine_devices md ON md.tenant_id = \(tenant) AND md.device_id = e.b
            WHERE NOT EXISTS (SELECT FROM inventory.machine_devices own
                WHERE own.tenant_id = \(tenant) AND own.device_id = e.a)
            GROUP BY 1, 2),
        one AS (
            SELECT DISTINCT ON (t.machine_id, k.connection_id) t.*, count(*) OVER (PARTITION BY t.device_id) AS machines,
                count(*) OVER (PARTITION BY t.machine_id, k.connection_id) AS rivals
            FROM ties t JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = t.device_id)
        INSERT INTO inventory.machine_devices (tenant_id, id, machine_id, device_id, method, score, evidence)
        SELECT \(tenant), one.device_id, one.machine_id, one.device_id, one.method, 0.99,
            jsonb_build_object('key', one.key, 'joined_to', one.partner)
        FROM one JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = one.device_id
        WHERE one.machines = 1 AND one.rivals = 1 AND NOT EXISTS (
            SELECT FROM inventory.machine_devices md
            JOIN inventory.match_keys o ON o.tenant_id = \(tenant) AND o.id = md.device_id
            WHERE md.tenant_id = \(tenant) AND md.machine_id = one.machine_id AND o.connection_id = k.connection_id)
        """
    }

    /// Of devices that are tied to each other the first makes the machine; so does one that has no tie.
    var found: SQL {
        """
        WITH waiting AS (
            SELECT greatest(e.a, e.b) AS id FROM machine_edges e WHERE NOT EXISTS (
                SELECT FROM inventory.machine_devices md
                WHERE md.tenant_id = \(tenant) AND md.device_id = least(e.a, e.b))),
        founders AS MATERIALIZED (
            SELECT k.id, k.serial, k.owner_id FROM (\(isFull ? all : changed)) AS k
            WHERE NOT EXISTS (SELECT FROM inventory.machine_devices md
                    WHERE md.tenant_id = \(tenant) AND md.device_id = k.id)
                AND NOT EXISTS (SELECT FROM waiting w WHERE w.id = k.id)),
        made AS (
            INSERT INTO inventory.machines (tenant_id, id, hostname, serial_number, manufacturer, model, company_id)
            SELECT \(tenant), f.id, d.hostname, CASE WHEN f.serial IS NOT NULL THEN d.serial_number END, d.manufacturer,
                d.model, c.company_id
            FROM founders f JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.id = f.id
            LEFT JOIN (\(companies)) AS c ON c.organization_id = f.owner_id),
        noted AS (INSERT INTO founded SELECT id FROM founders)
        INSERT INTO inventory.machine_devices (tenant_id, id, machine_id, device_id, method, score, evidence)
        SELECT \(tenant), id, id, id, 'first', 1, '{}' FROM founders
        """
    }

    private var all: SQL {
        "SELECT id, serial, owner_id FROM inventory.match_keys WHERE tenant_id = \(tenant) AND side = 'device'"
    }

    private var changed: SQL {
        """
        SELECT DISTINCT k.id, k.serial, k.owner_id FROM changed_keys x
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = x.id AND k.side = 'device'
        """
    }

    /// One company of each organisation, as a machine has one.
    private var companies: SQL {
        """
        SELECT DISTINCT ON (organization_id) organization_id, company_id FROM inventory.organization_companies
        WHERE tenant_id = \(tenant) AND state IN ('confirmed', 'automatic') ORDER BY organization_id, company_id
        """
    }

    /// Two machines that turn out to be one, where no RMM shows both: the rows of the second go to the first.
    var merge: SQL {
        """
        WITH met AS MATERIALIZED (
            SELECT DISTINCT ON (1, 2) least(a.machine_id, b.machine_id) AS kept,
                greatest(a.machine_id, b.machine_id) AS dropped, e.method, e.key, e.b AS partner
            FROM machine_edges e
            JOIN inventory.machine_devices a ON a.tenant_id = \(tenant) AND a.device_id = e.a
            JOIN inventory.machine_devices b ON b.tenant_id = \(tenant) AND b.device_id = e.b
            WHERE a.machine_id <> b.machine_id ORDER BY 1, 2),
        members AS MATERIALIZED (
            SELECT md.machine_id, k.connection_id
            FROM (SELECT kept AS id FROM met UNION SELECT dropped FROM met) AS one
            JOIN inventory.machine_devices md ON md.tenant_id = \(tenant) AND md.machine_id = one.id
            JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = md.device_id),
        clashing AS (
            SELECT met.kept, met.dropped FROM met JOIN members x ON x.machine_id = met.kept
            JOIN members y ON y.machine_id = met.dropped AND y.connection_id = x.connection_id),
        pairs AS MATERIALIZED (
            SELECT DISTINCT ON (dropped) * FROM met
            WHERE (kept, dropped) NOT IN (SELECT kept, dropped FROM clashing) ORDER BY dropped, kept),
        safe AS MATERIALIZED (
            SELECT * FROM pairs WHERE kept NOT IN (SELECT dropped FROM pairs)
                AND kept IN (SELECT kept FROM pairs GROUP BY 1 HAVING count(*) = 1)),
        shared AS MATERIALIZED (
            SELECT safe.kept AS machine_id, own.configuration_id FROM safe
            JOIN inventory.machine_configurations own ON own.tenant_id = \(tenant) AND own.machine_id = safe.kept
            JOIN inventory.machine_configurations other ON other.tenant_id = \(tenant)
                AND other.machine_id = safe.dropped AND other.configuration_id = own.configuration_id),
        items AS (
            UPDATE inventory.machine_configurations m SET machine_id = safe.kept FROM safe
            WHERE m.tenant_id = \(tenant) AND m.machine_id = safe.dropped
                AND m.configuration_id NOT IN (SELECT configuration_id FROM shared WHERE shared.machine_id = safe.kept)),
        twice AS (
            DELETE FROM inventory.machine_configurations m USING safe, shared
            WHERE m.tenant_id = \(tenant) AND m.machine_id = safe.dropped
                AND shared.machine_id = safe.kept AND shared.configuration_id = m.configuration_id),
        emptied AS (
            DELETE FROM inventory.machines m USING safe WHERE m.tenant_id = \(tenant) AND m.id = safe.dropped)
        UPDATE inventory.machine_devices m SET machine_id = safe.kept, method = safe.method,
            evidence = jsonb_build_object('key', safe.key, 'joined_to', safe.partner)
        FROM safe WHERE m.tenant_id = \(tenant) AND m.machine_id = safe.dropped
        """
    }

    /// An item leaves a machine only when it is known to be another's, and none of that one.
    var dropConfigurations: SQL {
        """
        WITH known AS MATERIALIZED (
            SELECT l.configuration_id, md.machine_id FROM inventory.device_configurations l
            JOIN inventory.machine_devices md ON md.tenant_id = \(tenant) AND md.device_id = l.device_id
            WHERE l.tenant_id = \(tenant) AND l.state IN ('confirmed', 'automatic')
                AND l.id IN (\(DeviceLinks.touched(tenant, isFull: isFull))))
        DELETE FROM inventory.machine_configurations mc USING known k
        WHERE mc.tenant_id = \(tenant) AND mc.configuration_id = k.configuration_id AND k.machine_id <> mc.machine_id
            AND NOT EXISTS (SELECT FROM known own
                WHERE own.configuration_id = mc.configuration_id AND own.machine_id = mc.machine_id)
        """
    }

    var joinConfigurations: SQL {
        """
        INSERT INTO inventory.machine_configurations
            (tenant_id, id, machine_id, configuration_id, method, score, evidence)
        SELECT DISTINCT ON (l.configuration_id, md.machine_id)
            \(tenant), \(DeviceLinkSQL.id(near: "l.configuration_id")), md.machine_id, l.configuration_id, l.method, l.score,
            jsonb_build_object('joined_to', l.device_id)
        FROM inventory.device_configurations l
        JOIN inventory.machine_devices md ON md.tenant_id = \(tenant) AND md.device_id = l.device_id
        LEFT JOIN inventory.machine_configurations mc ON mc.tenant_id = \(tenant)
            AND mc.configuration_id = l.configuration_id
        WHERE l.tenant_id = \(tenant) AND l.state IN ('confirmed', 'automatic') AND mc.id IS NULL
            AND l.id IN (\(DeviceLinks.touched(tenant, isFull: isFull)))
        ORDER BY l.configuration_id, md.machine_id
        """
    }

    /// What a machine is called, by the first of its devices that says so. One that was just made of one device says it.
    var describe: SQL {
        """
        WITH changed AS MATERIALIZED (
            SELECT DISTINCT md.machine_id FROM changed_keys x
            JOIN inventory.machine_devices md ON md.tenant_id = \(tenant) AND md.device_id = x.id
            WHERE md.method <> 'first' OR md.machine_id NOT IN (SELECT id FROM founded)),
        told AS (
            SELECT md.machine_id, (array_agg(d.hostname ORDER BY md.method <> 'first', d.id)
                    FILTER (WHERE d.hostname IS NOT NULL))[1] AS hostname,
                (array_agg(d.serial_number ORDER BY md.method <> 'first', d.id)
                    FILTER (WHERE k.serial IS NOT NULL))[1] AS serial_number,
                (array_agg(d.manufacturer ORDER BY md.method <> 'first', d.id)
                    FILTER (WHERE d.manufacturer IS NOT NULL))[1] AS manufacturer,
                (array_agg(d.model ORDER BY md.method <> 'first', d.id)
                    FILTER (WHERE d.model IS NOT NULL))[1] AS model,
                (array_agg(m.company_id ORDER BY md.method <> 'first', d.id)
                    FILTER (WHERE m.company_id IS NOT NULL))[1] AS company_id
            FROM changed JOIN inventory.machine_devices md ON md.tenant_id = \(tenant) AND md.machine_id = changed.machine_id
            JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.id = md.device_id
            LEFT JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = md.device_id
            LEFT JOIN (\(companies)) AS m ON m.organization_id = d.organization_id
            GROUP BY md.machine_id)
        UPDATE inventory.machines x
        SET hostname = coalesce(told.hostname, x.hostname), serial_number = coalesce(told.serial_number, x.serial_number),
            manufacturer = coalesce(told.manufacturer, x.manufacturer), model = coalesce(told.model, x.model),
            company_id = told.company_id
        FROM told
        WHERE x.tenant_id = \(tenant) AND x.id = told.machine_id
            AND (x.hostname, x.serial_number, x.manufacturer, x.model, x.company_id) IS DISTINCT FROM
                (coalesce(told.hostname, x.hostname), coalesce(told.serial_number, x.serial_number),
                    coalesce(told.manufacturer, x.manufacturer), coalesce(told.model, x.model), told.company_id)
        """
    }
}
