import Foundation
import MatchingWorld
import Postgres
import TestSupport

/// Puts a world of spoilt names into a tenant.
struct WorldLoad {
    let ground: Ground
    let world: SpoiltWorld

    func run() async throws {
        for one in world.organizations {
            let organization = try await ground.organization(one.name, psaID: one.psaCompanyID)
            for device in one.devices {
                try await ground.device(
                    organization, serial: device.serial, hostname: device.hostname, domain: one.domain,
                    externalID: device.uid)
            }
        }
        for one in world.companies {
            let company = try await ground.company(one.name, externalID: one.externalID, website: one.website)
            for item in one.configurations {
                try await ground.configuration(company, serial: item.serial, name: item.name, deviceID: item.deviceUID)
            }
        }
    }

    /// Renames an organisation after another, changes a company's web site and name, moves a device, deletes something.
    static func change(_ ground: Ground, _ random: inout WorldRandom) async throws {
        let (seed, other) = (Int.random(in: 0..<1_000, using: &random), Int.random(in: 0..<1_000, using: &random))
        let pick: (String, Int) -> SQL = { table, seed in
            """
            (SELECT id FROM inventory.\(identifier: table) WHERE deleted_at IS NULL
             ORDER BY md5(external_id || \(String(seed))) LIMIT 1)
            """
        }
        let changes: [SQL] = [
            """
            UPDATE inventory.organization_facts SET changed_at = now(), name =
                (SELECT name FROM inventory.organization_facts WHERE id = \(pick("organization_facts", other)))
            WHERE id = \(pick("organization_facts", seed))
            """,
            """
            UPDATE inventory.company_facts SET changed_at = now(), website =
                (SELECT website FROM inventory.company_facts WHERE id = \(pick("company_facts", other)))
            WHERE id = \(pick("company_facts", seed))
            """,
            """
            UPDATE inventory.company_facts SET changed_at = now(), name =
                (SELECT name FROM inventory.organization_facts WHERE id = \(pick("organization_facts", seed)))
            WHERE id = \(pick("company_facts", other))
            """,
            """
            UPDATE inventory.device_facts SET changed_at = now(), organization_id = \(pick("organization_facts", other))
            WHERE id = \(pick("device_facts", seed))
            """,
            """
            UPDATE inventory.configuration_facts SET changed_at = now(), deleted_at = now()
            WHERE id = \(pick("configuration_facts", seed))
            """,
            """
            UPDATE inventory.company_facts SET changed_at = now(), deleted_at = now()
            WHERE id = \(pick("company_facts", seed + other))
            """,
        ]
        for change in changes { try await ground.database.owner.query(change) }
    }
}
