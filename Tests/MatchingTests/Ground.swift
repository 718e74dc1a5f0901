import Foundation
import Matching
import Postgres
import TestSupport

/// A tenant with an RMM and a PSA, filled directly, and what matching made of it.
struct Ground: Sendable {
    let database: TestDatabase
    let tenant: UUID
    let rmm: UUID
    let psa: UUID

    static func with(_ body: (Ground) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            let (tenant, rmm) = try await database.tenant(vendor: "ninjaone", connection: "rmm")
            let psa = try await database.tenant(vendor: "connectwise-psa", connection: "psa").connection
            try await body(Ground(database: database, tenant: tenant, rmm: rmm, psa: psa))
        }
    }

    func connection(_ name: String, vendor: String) async throws -> UUID {
        try await database.tenant(vendor: vendor, connection: name).connection
    }

    @discardableResult
    func organization(_ name: String, connection: UUID? = nil, psaID: String? = nil) async throws -> UUID {
        try await id(
            """
            INSERT INTO inventory.organization_facts (tenant_id, connection_id, external_id, name, psa_company_external_id)
            VALUES (\(tenant), \(connection ?? rmm), \(UUID()), \(name), \(psaID)) RETURNING id
            """)
    }

    @discardableResult
    func company(
        _ name: String, connection: UUID? = nil, externalID: String = UUID().uuidString, website: String? = nil
    ) async throws -> UUID {
        try await id(
            """
            INSERT INTO inventory.company_facts (tenant_id, connection_id, external_id, name, website)
            VALUES (\(tenant), \(connection ?? psa), \(externalID), \(name), \(website)) RETURNING id
            """)
    }

    @discardableResult
    func device(
        _ organization: UUID, serial: String? = nil, hostname: String? = nil, connection: UUID? = nil,
        maker: String? = "Dell Inc.", model: String? = nil, mac: String? = nil, domain: String? = nil,
        externalID: String = UUID().uuidString
    ) async throws -> UUID {
        try await id(
            """
            INSERT INTO inventory.device_facts (tenant_id, connection_id, external_id, organization_id, serial_number,
                hostname, manufacturer, model, mac_addresses, domain)
            VALUES (\(tenant), \(connection ?? rmm), \(externalID), \(organization), \(serial), \(hostname), \(maker),
                \(model), CASE WHEN \(mac)::text IS NOT NULL THEN ARRAY[\(mac)::macaddr] END, \(domain)) RETURNING id
            """)
    }

    @discardableResult
    func configuration(
        _ company: UUID?, serial: String? = nil, name: String? = nil, connection: UUID? = nil,
        maker: String? = "Dell", model: String? = nil, deviceID: String? = nil, vendor: String? = nil
    ) async throws -> UUID {
        try await id(
            """
            INSERT INTO inventory.configuration_facts (tenant_id, connection_id, external_id, company_id, serial_number,
                name, manufacturer, model, rmm_device_external_id, rmm_vendor)
            VALUES (\(tenant), \(connection ?? psa), \(UUID()), \(company), \(serial), \(name), \(maker), \(model),
                \(deviceID), \(vendor)) RETURNING id
            """)
    }

    private func id(_ sql: SQL) async throws -> UUID { try await database.owner.query(sql).only().get("id") }

    @discardableResult
    func pass(full: Bool = false) async throws -> MatchingReport {
        try await MatchingPass(database.worker).run(tenant: tenant, isFull: full)
    }

    /// "organisation = company state method" for each, in order.
    func matches() async throws -> [String] {
        try await Matches(database.worker).list(tenant: tenant).map {
            "\($0.organization ?? "") = \($0.company ?? "") \($0.state.rawValue) \($0.method)"
        }
    }

    /// Sets a column of a row as a sync would.
    func set(_ table: String, _ id: UUID, _ column: String, _ value: String?) async throws {
        try await database.owner.query(
            """
            UPDATE inventory.\(identifier: table) SET \(identifier: column) = \(value), changed_at = now() WHERE id = \(id)
            """)
    }

    func set(_ table: String, _ id: UUID, _ column: String, _ value: UUID) async throws {
        try await database.owner.query(
            """
            UPDATE inventory.\(identifier: table) SET \(identifier: column) = \(value), changed_at = now() WHERE id = \(id)
            """)
    }

    func delete(_ table: String, _ id: UUID) async throws {
        try await database.owner.query(
            "UPDATE inventory.\(identifier: table) SET deleted_at = now(), changed_at = now() WHERE id = \(id)")
    }
}
