import Postgres

/// Brings the keys of devices and configurations up to date, and notes whose have changed; all, where all is looked at.
struct KeyRefresh: Sendable {
    let window: PassWindow

    /// Answers how many are noted.
    func run(in session: PostgresConnection) async throws -> Int {
        let isFirst =
            try await session.query(
                "SELECT FROM inventory.match_keys WHERE tenant_id = \(window.tenant) LIMIT 1"
            ).count == 0
        for (changed, side) in [(devices, "device"), (configurations, "configuration")] {
            try await session.query(
                isFirst && window.isFull
                    ? make(changed, side)
                    : window.isFull ? fill(changed, side) : refresh(changed, side))
        }
        if window.isFull {
            try await session.query(removeGone("device_facts"))
            try await session.query(removeGone("configuration_facts"))
            try await session.query(
                "INSERT INTO changed_keys SELECT id FROM inventory.match_keys WHERE tenant_id = \(window.tenant)")
        }
        try await session.execute("ANALYZE changed_keys; ANALYZE changed_owners")
        return try await session.query("SELECT count(*) AS n FROM changed_keys").only().get("n")
    }

    private var devices: SQL {
        """
        SELECT d.id, d.connection_id, d.deleted_at, d.organization_id AS owner_id,
            inventory.match_serial(d.serial_number) AS serial,
            left(lower(split_part(d.hostname, '.', 1)), 200) AS hostname, left(d.external_id, 200) AS native_id, c.vendor,
            d.manufacturer, d.model,
            CASE WHEN d.is_virtual OR d.device_class = 'virtual_machine' OR d.mac_addresses IS NULL THEN '{}'
                ELSE ARRAY(\(Self.cards)) END AS macs
        FROM inventory.device_facts d JOIN control.connections c ON c.tenant_id = d.tenant_id AND c.id = d.connection_id
        WHERE d.tenant_id = \(window.tenant) AND d.changed_at >= \(window.start)::timestamptz
        """
    }

    /// The MAC addresses that belong to hardware: not of a virtual machine's network, not made up by a machine itself.
    private static let cards: SQL = """
        SELECT mac FROM unnest(d.mac_addresses) AS mac
        WHERE mac & '03:00:00:00:00:00' = '00:00:00:00:00:00'
            AND trunc(mac) <> ALL ('{00:05:69:00:00:00, 00:0c:29:00:00:00, 00:50:56:00:00:00, 00:15:5d:00:00:00,
                08:00:27:00:00:00, 00:1c:42:00:00:00, 00:16:3e:00:00:00, 00:00:00:00:00:00}'::macaddr[])
        """

    private var configurations: SQL {
        """
        SELECT f.id, f.connection_id, f.deleted_at, f.company_id AS owner_id,
            inventory.match_serial(f.serial_number) AS serial,
            left(lower(split_part(f.name, '.', 1)), 200) AS hostname,
            left(f.rmm_device_external_id, 200) AS native_id, f.rmm_vendor AS vendor, f.manufacturer, f.model,
            '{}'::macaddr[] AS macs
        FROM inventory.configuration_facts f
        WHERE f.tenant_id = \(window.tenant) AND f.changed_at >= \(window.start)::timestamptz
        """
    }

    private static let columns: SQL =
        "tenant_id, id, connection_id, side, owner_id, serial, hostname, native_id, vendor, manufacturer, model, macs"

    /// The keys of the living, where none are stored: neither looked for nor in each other's way, which is quicker.
    private func make(_ changed: SQL, _ side: String) -> SQL {
        """
        INSERT INTO inventory.match_keys (\(Self.columns)) SELECT \(window.tenant), n.id, n.connection_id, \(side), n.owner_id,
            n.serial, n.hostname, n.native_id, n.vendor, n.manufacturer, n.model, n.macs
        FROM (\(living(changed))) AS n ORDER BY n.id
        """
    }

    /// The keys of the living that are not stored like that, by id, so that the index of ids grows at its end.
    private func fill(_ changed: SQL, _ side: String) -> SQL {
        """
        INSERT INTO inventory.match_keys AS k (\(Self.columns))
        SELECT \(window.tenant), n.id, n.connection_id, \(side), n.owner_id, n.serial, n.hostname, n.native_id, n.vendor,
            n.manufacturer, n.model, n.macs
        FROM (\(living(changed))) AS n
        LEFT JOIN inventory.match_keys o ON o.tenant_id = \(window.tenant) AND o.id = n.id
        WHERE o.id IS NULL
            OR (o.owner_id, o.serial, o.hostname, o.native_id, o.vendor, o.manufacturer, o.model, o.macs)
                IS DISTINCT FROM (n.owner_id, n.serial, n.hostname, n.native_id, n.vendor, n.manufacturer, n.model, n.macs)
        ORDER BY n.id
        ON CONFLICT (tenant_id, id) DO UPDATE
        SET owner_id = excluded.owner_id, serial = excluded.serial, hostname = excluded.hostname,
            native_id = excluded.native_id, vendor = excluded.vendor, manufacturer = excluded.manufacturer,
            model = excluded.model, macs = excluded.macs
        """
    }

    private func living(_ changed: SQL) -> SQL {
        """
        SELECT c.id, c.connection_id, c.owner_id, c.serial, nullif(c.hostname, '') AS hostname, c.native_id, c.vendor,
            m.folded_manufacturer AS manufacturer, m.folded_model AS model, c.macs
        FROM (\(changed)) AS c JOIN (\(makers(changed))) AS m
            ON m.manufacturer = coalesce(c.manufacturer, '') AND m.model = coalesce(c.model, '')
        WHERE c.deleted_at IS NULL
        """
    }

    /// Makers and models as they are compared: a few thousand for hundreds of thousands of devices. OFFSET 0 keeps the
    /// planner from folding them again for each device.
    private func makers(_ changed: SQL) -> SQL {
        """
        SELECT d.manufacturer, d.model, left(CASE d.maker WHEN 'hewlett' THEN 'hp' ELSE d.maker END, 100) AS folded_manufacturer,
            nullif(left(lower(regexp_replace(d.model, '[^[:alnum:]]', '', 'g')), 100), '') AS folded_model
        FROM (SELECT DISTINCT coalesce(x.manufacturer, '') AS manufacturer, coalesce(x.model, '') AS model,
                lower(substring(x.manufacturer FROM '[[:alnum:]]+')) AS maker
            FROM (SELECT DISTINCT f.manufacturer, f.model FROM (\(changed)) AS f) AS x) AS d
        OFFSET 0
        """
    }

    /// A statement sees the keys as they were before it, and so knows the former owners.
    private func refresh(_ changed: SQL, _ side: String) -> SQL {
        """
        WITH written AS (\(fill(changed, side)) RETURNING k.id, k.owner_id),
        gone AS (
            DELETE FROM inventory.match_keys k USING (\(changed)) AS c
            WHERE k.tenant_id = \(window.tenant) AND k.id = c.id AND c.deleted_at IS NOT NULL
            RETURNING k.id, k.owner_id),
        noted AS (INSERT INTO changed_keys SELECT id FROM written)
        INSERT INTO changed_owners
        SELECT owner_id FROM written WHERE owner_id IS NOT NULL
        UNION SELECT owner_id FROM gone WHERE owner_id IS NOT NULL
        UNION SELECT k.owner_id FROM written w JOIN inventory.match_keys k ON k.tenant_id = \(window.tenant) AND k.id = w.id
            WHERE k.owner_id IS NOT NULL
        """
    }

    private func removeGone(_ facts: String) -> SQL {
        """
        DELETE FROM inventory.match_keys k USING inventory.\(identifier: facts) f
        WHERE k.tenant_id = \(window.tenant) AND f.tenant_id = \(window.tenant) AND f.id = k.id AND f.deleted_at IS NOT NULL
        """
    }
}
