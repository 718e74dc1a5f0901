import Access
import Foundation
import Postgres

/// Which configuration items of a PSA are which devices of an RMM, as matching has found: ids alone. What the key may see
/// of either is for the reads of their tables to say.
struct DeviceLinks: Sendable {
    let reader: ToolReader

    /// The devices behind configuration items, the surest first.
    func devices(of configurations: [String]) async throws -> [String] {
        guard !configurations.isEmpty else { return [] }
        let tenant = reader.caller.tenantID
        return try await reader.tables.reader.query(
            """
            SELECT id FROM (
                SELECT l.device_id AS id, l.state = 'confirmed' AS is_sure, l.score
                FROM inventory.device_configurations l
                WHERE l.tenant_id = \(tenant) AND l.configuration_id = ANY(\(configurations)::uuid[])
                    AND l.state IN ('confirmed', 'automatic')
                UNION ALL
                SELECT d.device_id, false, d.score FROM inventory.machine_configurations c
                JOIN inventory.machine_devices d ON d.tenant_id = c.tenant_id AND d.machine_id = c.machine_id
                WHERE c.tenant_id = \(tenant) AND c.configuration_id = ANY(\(configurations)::uuid[])) links
            GROUP BY id ORDER BY bool_or(is_sure) DESC, max(score) DESC NULLS LAST, id
            """, tenant: tenant, readOnly: true
        ).compactMap { $0["id"] }
    }

    /// The configuration items that are the device.
    func configurations(of device: String) async throws -> [String] {
        let tenant = reader.caller.tenantID
        return try await reader.tables.reader.query(
            """
            SELECT l.configuration_id AS id FROM inventory.device_configurations l
            WHERE l.tenant_id = \(tenant) AND l.device_id = \(device)::uuid AND l.state IN ('confirmed', 'automatic')
            UNION
            SELECT c.configuration_id FROM inventory.machine_devices d
            JOIN inventory.machine_configurations c ON c.tenant_id = d.tenant_id AND c.machine_id = d.machine_id
            WHERE d.tenant_id = \(tenant) AND d.device_id = \(device)::uuid
            ORDER BY 1
            """, tenant: tenant, readOnly: true
        ).compactMap { $0["id"] }
    }
}
