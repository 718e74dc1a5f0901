-- One rule for which devices an item is, and a ticket is about: links, and where none says anything of the two, the machine
-- that both are. What a person has rejected is not told, whatever else ties the two.
CREATE VIEW inventory.configuration_devices WITH (security_invoker) AS
SELECT l.tenant_id, l.configuration_id, l.device_id, m.machine_id, l.state, l.method, l.score
FROM inventory.device_configurations l
JOIN inventory.device_facts d ON d.tenant_id = l.tenant_id AND d.id = l.device_id AND d.deleted_at IS NULL
LEFT JOIN inventory.machine_devices m ON m.tenant_id = l.tenant_id AND m.device_id = l.device_id
WHERE l.state IN ('confirmed', 'automatic')
UNION ALL
SELECT c.tenant_id, c.configuration_id, m.device_id, m.machine_id, 'automatic', 'machine', least(c.score, m.score)
FROM inventory.machine_configurations c
JOIN inventory.machine_devices m ON m.tenant_id = c.tenant_id AND m.machine_id = c.machine_id
JOIN inventory.device_facts d ON d.tenant_id = m.tenant_id AND d.id = m.device_id AND d.deleted_at IS NULL
WHERE NOT EXISTS (
    SELECT FROM inventory.device_configurations l
    WHERE l.tenant_id = c.tenant_id AND l.configuration_id = c.configuration_id AND l.device_id = m.device_id
        AND l.state <> 'suggested');

-- The items are looked up one ticket at a time, and the devices one item at a time: neither subquery is taken apart, since
-- the whole of both unions would be made first.
CREATE OR REPLACE VIEW inventory.ticket_devices WITH (security_invoker) AS
SELECT t.tenant_id, t.id AS ticket_id, c.configuration_id, l.device_id, l.machine_id, l.state, l.method, l.score,
    CASE WHEN l.device_id IS NOT NULL THEN (row_number() OVER (
        PARTITION BY t.tenant_id, t.id ORDER BY l.device_id IS NULL, NOT c.is_main, l.state = 'confirmed' DESC,
            l.score DESC NULLS LAST, l.device_id, c.configuration_id))::integer END AS place
FROM inventory.ticket_facts t
LEFT JOIN LATERAL (
    SELECT i.configuration_id, bool_or(i.is_main) AS is_main
    FROM (SELECT t.configuration_id, true AS is_main WHERE t.configuration_id IS NOT NULL
        UNION ALL
        SELECT tc.configuration_id, false FROM inventory.ticket_configuration_facts tc
        WHERE tc.tenant_id = t.tenant_id AND tc.ticket_id = t.id AND tc.deleted_at IS NULL
            AND tc.configuration_id IS NOT NULL) AS i
    GROUP BY i.configuration_id) AS c ON true
LEFT JOIN LATERAL (
    SELECT d.device_id, d.machine_id, d.state, d.method, d.score FROM inventory.configuration_devices d
    WHERE d.tenant_id = t.tenant_id AND d.configuration_id = c.configuration_id OFFSET 0) AS l ON true
WHERE t.deleted_at IS NULL;

GRANT SELECT ON inventory.configuration_devices TO {role}_worker, {role}_reader, {role}_limited;
SELECT inventory.let_analysts_read();

COMMENT ON VIEW inventory.configuration_devices IS
    'The devices of RMMs that each configuration item is, but those that a person has said it is not.';
COMMENT ON COLUMN inventory.configuration_devices.tenant_id IS 'The tenant.';
COMMENT ON COLUMN inventory.configuration_devices.configuration_id IS 'The configuration item of the PSA.';
COMMENT ON COLUMN inventory.configuration_devices.device_id IS 'A device of an RMM that it is.';
COMMENT ON COLUMN inventory.configuration_devices.machine_id IS 'The machine that the device is; null where it is none yet.';
COMMENT ON COLUMN inventory.configuration_devices.state IS
    'Whether a person confirmed the item to be the device or it is automatic.';
COMMENT ON COLUMN inventory.configuration_devices.method IS
    'By what the item was found to be the device; machine: both are one machine, and nothing else is known of the two.';
COMMENT ON COLUMN inventory.configuration_devices.score IS 'How sure that is, from 0 to 1; null where nobody has said.';
COMMENT ON COLUMN inventory.ticket_devices.method IS
    'By what the item was found to be the device; machine: both are one machine, and nothing else is known of the two.';
COMMENT ON COLUMN inventory.ticket_devices.score IS 'How sure that is, from 0 to 1; null where nobody has said.';
COMMENT ON COLUMN inventory.ticket_devices.place IS
    'Of a ticket''s devices 1 for the surest: those of its main item first, then what a person confirmed, then by score; null '
    'where no device is known.';
