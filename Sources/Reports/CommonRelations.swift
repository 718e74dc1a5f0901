/// What several reports read, named without a schema: looked up once a statement, whatever the report and those within it
/// ask of it.
enum CommonRelations {
    /// Each with the word that a query has it by, in the order in which they lean on each other.
    private static let all: [(word: String, query: String)] = [
        (
            "machine_facts",
            """
            SELECT * FROM report.machine_facts f
            WHERE f.tenant_id = :'tenant'::uuid
                AND (:'companies'::uuid[] IS NULL OR f.company_id = ANY (:'companies'::uuid[]))
            """
        ),
        (
            // For all companies where company_id is null; else for one.
            "prices",
            """
            SELECT NULL::uuid AS company_id, s.name, s.one_time, s.monthly, s.currency, 'price book' AS basis
            FROM report.price_standards s
            WHERE NOT EXISTS (SELECT FROM report.price_overrides o
                WHERE o.tenant_id = :'tenant'::uuid AND o.name = s.name AND o.company_id IS NULL)
            UNION ALL
            SELECT o.company_id, o.name, o.one_time, o.monthly, o.currency, 'own price'
            FROM report.price_overrides o WHERE o.tenant_id = :'tenant'::uuid
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
            SELECT s.machine_id, s.category, s.name, s.version FROM report.machine_software s
            WHERE s.tenant_id = :'tenant'::uuid
            """
        ),
    ]

    /// Those that the query names, each as `name AS MATERIALIZED (…)`.
    static func named(in text: String) -> [String] {
        var needed = Set(all.map(\.word).filter { text.contains("\($0) ") || text.contains("\($0))") })
        if needed.contains("systems") { needed.insert("machine_facts") }
        return all.filter { needed.contains($0.word) }.map { "\($0.word) AS MATERIALIZED (\n\($0.query))" }
    }
}
