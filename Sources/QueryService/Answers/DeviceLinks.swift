import Access
import Foundation
import Postgres

/// Which devices of an RMM tickets and configuration items of a PSA are about: ids alone, by the one rule that the views
/// `inventory.configuration_devices` and `inventory.ticket_devices` hold. What the key may see of either is for the reads
/// of their tables to say.
struct DeviceLinks: Sendable {
    let reader: PostgresClient
    let tenant: UUID

    /// The devices behind a ticket's items, the surest first.
    func devices(ofTicket ticket: String) async throws -> [String] {
        try await ids(
            """
            SELECT device_id AS id FROM inventory.ticket_devices
            WHERE tenant_id = \(tenant) AND ticket_id = \(ticket)::uuid AND device_id IS NOT NULL
            GROUP BY device_id ORDER BY min(place)
            """)
    }

    /// The devices behind configuration items, the surest first.
    func devices(of configurations: [String]) async throws -> [String] {
        guard !configurations.isEmpty else { return [] }
        return try await ids(
            """
            SELECT device_id AS id FROM inventory.configuration_devices
            WHERE tenant_id = \(tenant) AND configuration_id = ANY(\(configurations)::uuid[])
            GROUP BY device_id ORDER BY bool_or(state = 'confirmed') DESC, max(score) DESC NULLS LAST, device_id
            """)
    }

    /// The configuration items that the device is.
    func configurations(of device: String) async throws -> [String] {
        try await ids(
            """
            SELECT configuration_id AS id FROM inventory.configuration_devices
            WHERE tenant_id = \(tenant) AND device_id = \(device)::uuid ORDER BY 1
            """)
    }

    private func ids(_ statement: SQL) async throws -> [String] {
        try await reader.query(statement, tenant: tenant, readOnly: true).compactMap { $0["id"] }
    }
}

extension ToolReader {
    var links: DeviceLinks { DeviceLinks(reader: tables.reader, tenant: caller.tenantID) }
}
