import Foundation

/// What several reports read, named without a schema: looked up once a statement, whatever the report and those within it
/// ask of it.
enum CommonRelations {
    /// Each with the word that a query has it by, in the order in which they lean on each other.
    private static let all: [(word: String, query: String)] = [
        (
            "machine_facts",
            """
            SELECT {columns} FROM report.machine_facts f
            WHERE f.tenant_id = :'tenant'::uuid
                AND (:'companies'::uuid[] IS NULL OR f.company_id = ANY (:'companies'::uuid[]))
            """
        ),
        (
            // Each price for each company, and for machines that are no company's: a join finds it, and no search a machine.
            "prices",
            """
            SELECT o.company_id, o.name, o.one_time, o.monthly, o.currency, 'own price' AS basis
            FROM report.price_overrides o WHERE o.tenant_id = :'tenant'::uuid AND o.company_id IS NOT NULL
            UNION ALL
            SELECT c.id, u.name, u.one_time, u.monthly, u.currency, u.basis
            FROM (
                SELECT c.id FROM live.companies c WHERE c.tenant_id = :'tenant'::uuid
                UNION ALL SELECT :'nobody'::uuid) AS c
            CROSS JOIN (
                SELECT s.name, s.one_time, s.monthly, s.currency, 'price book' AS basis FROM report.price_standards s
                WHERE NOT EXISTS (SELECT FROM report.price_overrides o
                    WHERE o.tenant_id = :'tenant'::uuid AND o.name = s.name AND o.company_id IS NULL)
                UNION ALL
                SELECT o.name, o.one_time, o.monthly, o.currency, 'own price'
                FROM report.price_overrides o WHERE o.tenant_id = :'tenant'::uuid AND o.company_id IS NULL) AS u
            WHERE NOT EXISTS (SELECT FROM report.price_overrides o
                WHERE o.tenant_id = :'tenant'::uuid AND o.company_id = c.id AND o.name = u.name)
            """
        ),
        (
            // The lifecycle of each system that machines run.
            "systems",
            """
            SELECT DISTINCT ON (f.os_name, f.os_build) f.os_name, f.os_build, l.*
            FROM (SELECT DISTINCT os_name, os_build FROM machine_facts) AS f
            JOIN report.lifecycle_standards l ON l.kind = 'operating_system' AND lower(f.os_name) LIKE ANY (l.names)
                AND NOT lower(f.os_name) LIKE ANY (l.except_names)
                AND (cardinality(l.builds) = 0 OR f.os_build = ANY (l.builds))
            ORDER BY f.os_name, f.os_build, l.place
            """
        ),
        (
            "classed_software",
            """
            SELECT {software} FROM report.classed_installations s WHERE s.tenant_id = :'tenant'::uuid
            """
        ),
    ]

    /// The columns of `report.machine_facts`: a query pays for those that it names, and for no other.
    static let machineColumns = """
        tenant_id machine_id device_ids connection_ids company_id company_name organization_id organization_name site_name \
        hostname display_name role device_class is_virtual os_family os_name os_version os_build architecture manufacturer \
        model serial_number cpu_model cpu_cores memory_bytes storage_bytes storage_free_bytes last_user owner_name online \
        last_seen_at last_boot_at first_seen_at needs_reboot antivirus_product antivirus_status disk_encryption purchased_on \
        warranty_starts_on warranty_ends_on bios_released_on age_from age_basis configuration_id configuration_name \
        patch_status patches_pending patches_failed patches_scanned_at backup_success_at backup_jobs backup_product \
        is_inventoried
        """.split(separator: " ")

    private static let softwareColumns: [Substring] = ["machine_id", "category", "name", "version"]

    /// Those that the query names, each as `name AS MATERIALIZED (…)`.
    static func named(in text: String) -> [String] {
        var needed = Set(all.map(\.word).filter { text.contains("\($0) ") || text.contains("\($0))") })
        if needed.contains("systems") { needed.insert("machine_facts") }
        let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }).union(["os_name", "os_build"])
        return all.filter { needed.contains($0.word) }.map { relation in
            let query = relation.query.replacingOccurrences(
                of: "{columns}", with: Self.list(machineColumns, words, of: "f")
            )
            .replacingOccurrences(of: "{software}", with: Self.list(softwareColumns, words, of: "s"))
            return "\(relation.word) AS MATERIALIZED (\n\(query))"
        }
    }

    private static func list(_ columns: [Substring], _ words: Set<Substring>, of alias: String) -> String {
        columns.filter(words.contains).map { "\(alias).\($0)" }.joined(separator: ", ")
    }
}
