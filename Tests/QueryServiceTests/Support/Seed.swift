import Access
import Foundation
import Inventory
import Postgres
import TestSupport

/// Rows for every table: one a tenant and company, hanging together.
extension Fixture {
    static let companies = ["a", "b"]

    /// The id of the one row that a table has for a tenant's company.
    func id(_ table: String, _ company: String, of tenant: Tenant? = nil) async throws -> String {
        let row = try await database.owner.query(
            "SELECT \(Self.seed(tenant ?? acme, company, table))::uuid AS id"
        ).only()
        return row["id"] ?? ""
    }

    private static func seed(_ tenant: Tenant, _ company: String, _ table: String) -> SQL {
        "md5(\("\(tenant.slug):\(company):\(table)"))"
    }

    func seedEverything() async throws {
        for tenant in [acme, other] {
            for (number, company) in Self.companies.enumerated() {
                for entity in Entities.all where entity.storage == .rows { try await seed(entity, tenant, company) }
                try await seedBulk(tenant, company, number)
                try await seedOwnTables(tenant, company, number)
            }
        }
    }

    private func seed(_ entity: EntityDescription, _ tenant: Tenant, _ company: String) async throws {
        let references = entity.references.filter { $0.target != entity.name }
        var columns = ["tenant_id", "connection_id", "id", "external_id"] + references.map(\.idColumn)
        var values: [SQL] = [
            "\(tenant.id)::uuid", "\(entity.side == .rmm ? rmm[tenant.id] : psa[tenant.id])::uuid",
            "\(Self.seed(tenant, company, entity.name))::uuid", "\("\(company)-\(entity.name)")",
        ]
        values += references.map { "\(Self.seed(tenant, company, $0.target))::uuid" }
        if entity.hasVendorFields {
            columns.append("vendor_fields")
            values.append("'{\"typed\": \"by a technician\"}'")
        }
        try await database.owner.query(
            """
            INSERT INTO inventory.\(identifier: "\(entity.singular)_facts") (\(raw: columns.joined(separator: ", ")))
            VALUES (\(Self.joined(values)))
            """)
    }

    private static func joined(_ parts: [SQL]) -> SQL {
        parts.dropFirst().reduce(parts[0]) { "\($0), \($1)" }
    }

    private func seedBulk(_ tenant: Tenant, _ company: String, _ number: Int) async throws {
        let hash: SQL = "decode(md5(\(company)), 'hex')"
        let statements: [SQL] = [
            "device_numbers VALUES (\(tenant.id), \(number), \(rmm[tenant.id]), \("\(company)-devices"))",
            "software_titles VALUES (\(tenant.id), \(number), \(hash), NULL, \("Program \(company)"), 'Maker', 'x64')",
            "software_versions VALUES (\(tenant.id), \(number), \(hash), '1.0')",
            """
            software_rows (tenant_id, device_number, part, title_number, version_number)
            VALUES (\(tenant.id), \(number), 0, \(number), \(number))
            """,
            "patch_titles (tenant_id, number, hash, kb) VALUES (\(tenant.id), \(number), \(hash), \("KB\(number)"))",
            "patch_states (tenant_id, number, hash, state) VALUES (\(tenant.id), \(number), \(hash), 'pending')",
            """
            patch_rows (tenant_id, device_number, part, title_number, state_number)
            VALUES (\(tenant.id), \(number), 0, \(number), \(number))
            """,
        ]
        for statement in statements { try await database.owner.query("INSERT INTO inventory.\(statement)") }
    }

    private func seedOwnTables(_ tenant: Tenant, _ company: String, _ number: Int) async throws {
        func id(_ table: String) -> SQL { "\(Self.seed(tenant, company, table))::uuid" }
        let links = "tenant_id, id, machine_id"
        let statements: [SQL] = [
            """
            organization_companies (tenant_id, id, organization_id, company_id, state, method, score)
            VALUES (\(tenant.id), \(id("organization_companies")), \(id("organizations")), \(id("companies")),
                'automatic', 'native_id', 1)
            """,
            """
            device_configurations (tenant_id, id, device_id, configuration_id, state, method)
            VALUES (\(tenant.id), \(id("device_configurations")), \(id("devices")), \(id("configurations")),
                'automatic', 'serial')
            """,
            """
            machines (tenant_id, id, hostname, company_id)
            VALUES (\(tenant.id), \(id("machines")), \(company), \(id("companies")))
            """,
            """
            machine_devices (\(raw: links), device_id, method)
            VALUES (\(tenant.id), \(id("machine_devices")), \(id("machines")), \(id("devices")), 'serial')
            """,
            """
            machine_configurations (\(raw: links), configuration_id, method)
            VALUES (\(tenant.id), \(id("machine_configurations")), \(id("machines")), \(id("configurations")), 'serial')
            """,
            """
            changes (tenant_id, sequence, entity, id, operation, changed_fields)
            VALUES (\(tenant.id), \(number + 1), 'devices', \(id("devices")), 'updated',
                '{"hostname": ["old", "new"], "owner_name": ["Ann", "Bob"]}')
            """,
        ]
        for statement in statements { try await database.owner.query("INSERT INTO inventory.\(statement)") }
    }

    /// The ids that a table's list shows of a company, whatever they are made from.
    func ids(of resource: String, _ company: String, tenant: Tenant? = nil) async throws -> Set<String> {
        guard ["software", "patches"].contains(resource) else {
            return [try await id(resource == "changes" ? "devices" : resource, company, of: tenant)]
        }
        let rows = try await database.owner.query(
            """
            SELECT id FROM inventory.\(identifier: resource)
            WHERE tenant_id = \((tenant ?? acme).id) AND device_external_id = \("\(company)-devices")
            """)
        return Set(rows.compactMap { $0["id"] })
    }
}
