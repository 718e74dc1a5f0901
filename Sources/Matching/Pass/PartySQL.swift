import Foundation
import Postgres

/// What is known of the organisations and companies that have changed, or whose devices, sites, contacts or
/// configurations have: lines in one text for each kind of sign.
struct PartySQL: Sendable {
    let window: PassWindow

    var organizations: SQL {
        """
        WITH changed AS MATERIALIZED (
            SELECT id FROM inventory.organization_facts WHERE \(isChanged)
            UNION SELECT organization_id FROM inventory.site_facts WHERE \(isChanged)
            UNION SELECT id FROM changed_owners),
        party AS MATERIALIZED (
            SELECT o.* FROM changed JOIN inventory.organization_facts o ON o.tenant_id = \(window.tenant)
                AND o.id = changed.id AND o.deleted_at IS NULL),
        domains AS (\(most(often: deviceDomains))),
        places AS (\(places("site_facts", "organization_id"))),
        serials AS (\(serials("device_facts", "organization_id")))
        SELECT o.id, o.connection_id, left(translate(o.name, E'\\n\\t', '  '), 1000) AS name, o.phone AS phones,
            d.domains, p.places, coalesce(s.serials, 0) AS serials
        FROM party o LEFT JOIN domains d ON d.id = o.id LEFT JOIN places p ON p.id = o.id
        LEFT JOIN serials s ON s.id = o.id
        """
    }

    var companies: SQL {
        """
        WITH changed AS MATERIALIZED (
            SELECT id FROM inventory.company_facts WHERE \(isChanged)
            UNION SELECT company_id FROM inventory.company_site_facts WHERE \(isChanged)
            UNION SELECT company_id FROM inventory.contact_facts WHERE \(isChanged)
            UNION SELECT id FROM changed_owners),
        party AS MATERIALIZED (
            SELECT o.* FROM changed JOIN inventory.company_facts o ON o.tenant_id = \(window.tenant)
                AND o.id = changed.id AND o.deleted_at IS NULL),
        phones AS (
            SELECT s.company_id AS id, string_agg(DISTINCT s.phone, E'\\n') AS phones FROM party o
            JOIN inventory.company_site_facts s ON s.tenant_id = \(window.tenant) AND s.company_id = o.id
            WHERE s.deleted_at IS NULL GROUP BY 1),
        domains AS (\(most(often: contactDomains))),
        places AS (\(places("company_site_facts", "company_id"))),
        serials AS (\(serials("configuration_facts", "company_id")))
        SELECT o.id, o.connection_id, left(translate(o.name, E'\\n\\t', '  '), 1000) AS name,
            concat_ws(E'\\n', o.phone, t.phones) AS phones, concat_ws(E'\\n', o.website, d.domains) AS domains, p.places,
            coalesce(s.serials, 0) AS serials
        FROM party o LEFT JOIN phones t ON t.id = o.id LEFT JOIN domains d ON d.id = o.id
        LEFT JOIN places p ON p.id = o.id LEFT JOIN serials s ON s.id = o.id
        """
    }

    private var isChanged: SQL { "tenant_id = \(window.tenant) AND changed_at >= \(window.start)::timestamptz" }

    /// The three of each party that most devices or contacts have.
    private func most(often domains: SQL) -> SQL {
        """
        SELECT id, string_agg(domain, E'\\n') AS domains FROM (
            SELECT id, domain, row_number() OVER (PARTITION BY id ORDER BY count(*) DESC, domain) AS place
            FROM (\(domains)) AS each WHERE domain IS NOT NULL GROUP BY 1, 2) AS often
        WHERE place <= 3 GROUP BY 1
        """
    }

    private var deviceDomains: SQL {
        """
        SELECT o.id, unnest(ARRAY[d.domain, substring(d.owner_email FROM '@(.+)$')]) AS domain
        FROM party o JOIN inventory.device_facts d ON d.tenant_id = \(window.tenant) AND d.organization_id = o.id
        WHERE d.deleted_at IS NULL AND (d.domain IS NOT NULL OR d.owner_email IS NOT NULL)
        """
    }

    private var contactDomains: SQL {
        """
        SELECT o.id, lower(substring(p.email FROM '@(.+)$')) AS domain
        FROM party o JOIN inventory.contact_facts p ON p.tenant_id = \(window.tenant) AND p.company_id = o.id
        WHERE p.deleted_at IS NULL AND p.email IS NOT NULL
        """
    }

    private func places(_ sites: String, _ owner: String) -> SQL {
        """
        SELECT id, string_agg(DISTINCT concat_ws(E'\\t', translate(coalesce(street, ''), E'\\n\\t', '  '),
                translate(coalesce(code, ''), E'\\n\\t', '  '), translate(coalesce(city, ''), E'\\n\\t', '  ')), E'\\n') AS places
        FROM (SELECT id, address_line1, postal_code, city FROM party
            UNION ALL SELECT o.id, s.address_line1, s.postal_code, s.city FROM party o
            JOIN inventory.\(identifier: sites) s ON s.tenant_id = \(window.tenant) AND s.\(identifier: owner) = o.id
            WHERE s.deleted_at IS NULL) AS a (id, street, code, city)
        GROUP BY 1
        """
    }

    /// How many serial numbers a party has.
    private func serials(_ facts: String, _ owner: String) -> SQL {
        let own: SQL =
            window.isFull
            ? "SELECT owner_id AS id, serial FROM inventory.match_keys WHERE tenant_id = \(window.tenant)"
            : """
            SELECT o.id, k.serial FROM party o
            JOIN inventory.\(identifier: facts) f ON f.tenant_id = \(window.tenant) AND f.\(identifier: owner) = o.id
            JOIN inventory.match_keys k ON k.tenant_id = \(window.tenant) AND k.id = f.id
            """
        return """
            SELECT id, count(*) AS serials FROM (
                SELECT DISTINCT id, serial FROM (\(own)) AS own WHERE serial IS NOT NULL AND id IS NOT NULL) AS each
            GROUP BY 1
            """
    }
}
