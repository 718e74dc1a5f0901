import Foundation
import Postgres

/// The statements that link devices and configuration items which have a key in common.
struct DeviceLinkSQL: Sendable {
    /// What more devices or items of one connection (of one owner, for host names) have is no key: it suggests nothing.
    private static let most = 4

    let tenant: UUID
    let isFull: Bool

    /// A pair that is certain is written over a suggestion; all else that stands is left alone.
    func link(by key: MatchKey) -> SQL {
        """
        WITH used AS MATERIALIZED (\(used)),
        holders AS \(kept) (\(holders(key))),
        several AS MATERIALIZED (
            SELECT \(group(key)) AS of, side, key, count(*) AS n FROM holders GROUP BY 1, 2, 3 HAVING count(*) > 1),
        held AS \(kept) (
            SELECT h.id, h.connection_id, h.side, h.owner_id, h.key, h.serial, h.hostname, h.vendor, h.manufacturer, h.model,
                s.n IS NULL AS is_alone
            FROM holders h
            LEFT JOIN several s ON s.of = h.\(group(key)) AND s.side = h.side AND s.key = h.key
            WHERE s.n IS NULL OR s.n <= \(Self.most)),
        stated AS (
            SELECT *, \(certainty(key)) AS is_certain FROM (\(key == .hostname ? namesakes : judged(key))) AS j)
        INSERT INTO inventory.device_configurations AS l
            (tenant_id, id, device_id, configuration_id, state, method, score, evidence, decided_at)
        SELECT \(tenant), \(Self.id(near: "n.device_id")), n.device_id, n.configuration_id, CASE WHEN is_certain THEN 'automatic' ELSE 'suggested' END,
            \(key.rawValue), CASE WHEN is_certain THEN 0.99 WHEN is_other OR NOT is_alone THEN 0.3 ELSE 0.6 END,
            jsonb_build_object(\(key.rawValue)::text, key, 'maker_agrees', agrees, 'same_company', is_same,
                'other_company', is_other, 'alone', is_alone), now()
        FROM stated n
        LEFT JOIN inventory.device_configurations o ON o.tenant_id = \(tenant) AND o.device_id = n.device_id
            AND o.configuration_id = n.configuration_id
        WHERE o.id IS NULL OR o.state = 'suggested' AND is_certain
        ORDER BY n.device_id
        ON CONFLICT (tenant_id, device_id, configuration_id) DO UPDATE
        SET state = excluded.state, method = excluded.method, score = excluded.score, evidence = excluded.evidence,
            decided_at = excluded.decided_at
        WHERE l.state = 'suggested' AND excluded.state = 'automatic'
        """
    }

    /// A new id that begins as another's does: rows that are stored in the order of that one grow the index of ids at its
    /// end, not all over it.
    static func id(near other: String) -> SQL {
        "(left(\(raw: other)::text, 18) || substr(gen_random_uuid()::text, 19))::uuid"
    }

    /// The companies of each organisation, in each PSA.
    private var used: SQL {
        """
        SELECT m.organization_id, m.company_id, f.connection_id AS psa FROM inventory.organization_companies m
        JOIN inventory.company_facts f ON f.tenant_id = \(tenant) AND f.id = m.company_id
        WHERE m.tenant_id = \(tenant) AND m.state IN ('confirmed', 'automatic')
        """
    }

    /// Of few it is kept who they are; all are read again, which is quicker than to write them down.
    private var kept: SQL { isFull ? "NOT MATERIALIZED" : "MATERIALIZED" }

    private func group(_ key: MatchKey) -> SQL { key == .hostname ? "owner_id" : "connection_id" }

    private func holders(_ key: MatchKey) -> SQL {
        guard key == .hostname, !isFull else {
            return KeyHolders(tenant: tenant, isFull: isFull).sql(key, of: "SELECT id FROM changed_keys")
        }
        return neighbours
    }

    /// A host name tells within a company alone: the devices and items of the companies that a change concerns.
    private var neighbours: SQL {
        """
        SELECT k.*, k.hostname AS key FROM (
            SELECT d.id FROM (\(concerned)) AS o
            JOIN inventory.device_facts d ON d.tenant_id = \(tenant) AND d.organization_id = o.organization_id
            UNION SELECT c.id FROM (\(concerned)) AS o
            JOIN inventory.configuration_facts c ON c.tenant_id = \(tenant) AND c.company_id = o.company_id) AS near
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = near.id
        WHERE k.hostname IN (\(KeyHolders.values(.hostname, tenant, of: "SELECT id FROM changed_keys")))
        """
    }

    private var concerned: SQL {
        """
        SELECT DISTINCT u.organization_id, u.company_id FROM used u
        WHERE u.organization_id IN (SELECT k.owner_id FROM changed_keys x
                JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = x.id)
            OR u.company_id IN (SELECT k.owner_id FROM changed_keys x
                JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = x.id)
        """
    }

    private func judged(_ key: MatchKey) -> SQL {
        let vendor: SQL = key == .nativeID ? "AND (c.vendor IS NULL OR c.vendor = d.vendor)" : ""
        return """
            SELECT d.id AS device_id, c.id AS configuration_id, d.key,
                coalesce(d.manufacturer = c.manufacturer, false) OR coalesce(d.model = c.model, false) AS agrees,
                coalesce(d.manufacturer <> c.manufacturer, false) AS differs,
                coalesce(d.serial = c.serial, false) OR coalesce(d.hostname = c.hostname, false) AS is_seconded,
                coalesce(d.serial <> c.serial, false) AS has_other_serial,
                c.vendor IS NOT NULL AND c.vendor = d.vendor AS is_known,
                coalesce(c.owner_id = ANY (own.companies), false) AS is_same,
                coalesce(NOT c.owner_id = ANY (own.companies), false) AS is_other, d.is_alone AND c.is_alone AS is_alone
            FROM held d JOIN held c ON c.key = d.key AND c.side = 'configuration'
                \(vendor)
            LEFT JOIN (SELECT organization_id, psa, array_agg(company_id) AS companies FROM used GROUP BY 1, 2) AS own
                ON own.organization_id = d.owner_id AND own.psa = c.connection_id
            WHERE d.side = 'device'
            """
    }

    /// Pairs of one host name in one company, of which neither is certain to be another.
    private var namesakes: SQL {
        """
        SELECT d.id AS device_id, c.id AS configuration_id, d.key,
            coalesce(d.manufacturer = c.manufacturer, false) OR coalesce(d.model = c.model, false) AS agrees,
            true AS is_same, false AS is_other, d.is_alone AND c.is_alone AS is_alone
        FROM held d JOIN used u ON u.organization_id = d.owner_id
        JOIN held c ON c.owner_id = u.company_id AND c.key = d.key AND c.side = 'configuration'
        WHERE d.side = 'device' AND NOT EXISTS (\(known("device_id", "d", "configuration_id", "c")))
            AND NOT EXISTS (\(known("configuration_id", "c", "device_id", "d")))
        """
    }

    /// A link of one of the two to something of the other's connection that is certain.
    private func known(_ own: String, _ one: String, _ others: String, _ other: String) -> SQL {
        """
        SELECT FROM inventory.device_configurations l
        JOIN inventory.match_keys k ON k.tenant_id = \(tenant) AND k.id = l.\(identifier: others)
        WHERE l.tenant_id = \(tenant) AND l.state IN ('confirmed', 'automatic')
            AND l.\(identifier: own) = \(raw: one).id AND k.connection_id = \(raw: other).connection_id
        """
    }

    private func certainty(_ key: MatchKey) -> SQL {
        switch key {
        case .nativeID: "is_alone AND NOT is_other AND NOT has_other_serial AND (is_known OR is_seconded OR is_same)"
        case .serial: "is_alone AND NOT is_other AND (agrees OR is_same AND NOT differs)"
        case .hostname: "false"
        }
    }
}
