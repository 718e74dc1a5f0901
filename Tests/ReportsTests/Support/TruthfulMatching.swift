import Foundation
import Postgres
import VendorSimulator

/// The matches that a perfect matcher would find, from the fleet itself: reports are judged apart from matching.
struct TruthfulMatching {
    let tenant: UUID
    let fleet: Fleet

    func store(_ owner: PostgresClient) async throws {
        let clients = fleet.organizations.compactMap { organization in
            organization.company.map { (SimulatedID.organization(organization.number), SimulatedID.company($0)) }
        }
        try await owner.query(
            """
            INSERT INTO inventory.organization_companies (tenant_id, organization_id, company_id, state, method, score)
            SELECT \(tenant), o.id, c.id, 'confirmed', 'manual', 1
            FROM unnest(\(clients.map(\.0))::text[], \(clients.map(\.1))::text[]) AS pair (organization, company)
            JOIN live.organizations o ON o.tenant_id = \(tenant) AND o.external_id = pair.organization
            JOIN live.companies c ON c.tenant_id = \(tenant) AND c.external_id = pair.company
            """)
        let items = fleet.configurations.compactMap { item in
            item.device.map { (SimulatedID.device($0), SimulatedID.item(item.number)) }
        }
        try await owner.query(
            """
            INSERT INTO inventory.device_configurations (tenant_id, device_id, configuration_id, state, method, score)
            SELECT \(tenant), d.id, c.id, 'automatic', 'serial', 0.99
            FROM unnest(\(items.map(\.0))::text[], \(items.map(\.1))::text[]) AS pair (device, item)
            JOIN live.devices d ON d.tenant_id = \(tenant) AND d.external_id = pair.device
            JOIN live.configurations c ON c.tenant_id = \(tenant) AND c.external_id = pair.item
            """)
    }
}

/// How the two vendors number what the fleet numbers.
enum SimulatedID {
    static func organization(_ number: Int) -> String { String(number + 1) }
    static func device(_ number: Int) -> String { String(number + 1200) }
    static func company(_ number: Int) -> String { String(number + 29_600) }
    static func item(_ number: Int) -> String { String(number + 41_236) }
}
