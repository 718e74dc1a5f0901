import Foundation
import Postgres

/// The statements that find which devices of different RMMs are one machine.
struct MachineEdgeSQL: Sendable {
    let tenant: UUID
    let isFull: Bool

    /// The same serial number, which one device of each RMM alone has, and a maker or model that agrees.
    var bySerial: SQL {
        """
        WITH alone AS MATERIALIZED (
            SELECT connection_id, key, min(id::text COLLATE "C")::uuid AS id, min(manufacturer) AS manufacturer, min(model) AS model
            FROM (\(KeyHolders(tenant: tenant, isFull: isFull).sql(.serial, of: "SELECT id FROM changed_keys"))) AS holders
            WHERE side = 'device' GROUP BY 1, 2 HAVING count(*) = 1)
        INSERT INTO machine_edges
        SELECT a.id, b.id, 'serial', a.key
        FROM alone a JOIN alone b ON b.key = a.key AND a.connection_id < b.connection_id
        WHERE a.manufacturer = b.manufacturer OR a.model = b.model
        """
    }

    /// A network card and the short host name, in the same company. A card that several devices of one RMM have there is a
    /// dock's.
    var byMAC: SQL {
        """
        WITH used AS MATERIALIZED (
            SELECT organization_id, company_id FROM inventory.organization_companies
            WHERE tenant_id = \(tenant) AND state IN ('confirmed', 'automatic')),
        cards AS (
            SELECT DISTINCT u.company_id, k.id, k.connection_id, k.hostname, k.serial, unnest(k.macs) AS mac
            FROM used u JOIN (\(isFull ? devices : devicesOfChanged)) AS k ON k.owner_id = u.organization_id),
        alone AS MATERIALIZED (
            SELECT company_id, connection_id, mac, min(id::text COLLATE "C")::uuid AS id, min(hostname) AS hostname,
                min(serial) AS serial
            FROM cards GROUP BY 1, 2, 3 HAVING count(*) = 1)
        INSERT INTO machine_edges
        SELECT a.id, b.id, 'mac', min(a.mac::text)
        FROM alone a JOIN alone b ON b.company_id = a.company_id AND b.mac = a.mac AND a.connection_id < b.connection_id
        WHERE a.hostname = b.hostname AND (a.serial = b.serial) IS NOT FALSE
        GROUP BY 1, 2
        """
    }

    private var devices: SQL {
        """
        SELECT id, connection_id, owner_id, hostname, serial, macs FROM inventory.match_keys
        WHERE tenant_id = \(tenant) AND side = 'device' AND macs <> '{}'
        """
    }

    /// Those of all organisations of the companies that a changed device may be of.
    private var devicesOfChanged: SQL {
        """
        SELECT k.id, k.connection_id, k.owner_id, k.hostname, k.serial, k.macs
        FROM (SELECT DISTINCT o.organization_id FROM changed_keys x
            JOIN inventory.match_keys c ON c.tenant_id = \(tenant) AND c.id = x.id AND c.side = 'device'
            JOIN used m ON m.organization_id = c.owner_id JOIN used o ON o.company_id = m.company_id) AS near
        JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.organization_id = near.organization_id
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = d.id
        """
    }

    /// The PSA says of both that they are one of its items.
    var byConfiguration: SQL {
        """
        WITH linked AS MATERIALIZED (
            SELECT a.configuration_id, a.device_id, k.connection_id, k.serial
            FROM inventory.device_configurations t
            JOIN inventory.device_configurations a ON a.tenant_id = \(tenant)
                AND a.configuration_id = t.configuration_id AND a.state IN ('confirmed', 'automatic')
            JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = a.device_id
            WHERE t.tenant_id = \(tenant) AND t.id IN (\(DeviceLinks.touched(tenant, isFull: isFull))))
        INSERT INTO machine_edges
        SELECT DISTINCT a.device_id, b.device_id, 'native_id', a.configuration_id::text
        FROM linked a JOIN linked b ON b.configuration_id = a.configuration_id AND a.connection_id < b.connection_id
        WHERE (a.serial = b.serial) IS NOT FALSE
        """
    }
}
