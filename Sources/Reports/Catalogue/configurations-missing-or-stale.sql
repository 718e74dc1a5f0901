-- Configurations missing or stale
-- question: Which machines has the PSA no configuration item for, and which of its items stand for nothing that is seen?
-- sources: devices, configurations
-- parameter: stale_days integer = 90 | An item is stale if its machine was not seen for so many days.
-- total: missing integer = count(*) filter (where problem = 'missing') | Machines without an item.
-- total: stale integer = count(*) filter (where problem = 'stale') | Active items whose machine was not seen for long.
-- total: unseen integer = count(*) filter (where problem = 'unseen') | Active items of an RMM's machine that none shows now.
-- column: problem text | missing (a machine without an item); stale (an item whose machine was not seen for long); unseen (an
--     item that an RMM once wrote, and no RMM shows now).
-- column: company text | The company of the PSA.
-- column: name text | The machine's or the item's name.
-- column: kind text | What the machine is used as, or the item's type.
-- column: serial_number text | The maker's serial number.
-- column: last_seen_at time | When an RMM saw the machine last.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
-- column: configuration_id id hidden | The PSA's item.
WITH telling AS MATERIALIZED (
    -- Companies of PSAs whose items are read and fresh: of others nobody can say what is missing.
    SELECT DISTINCT c.id AS company_id FROM live.companies c
    JOIN report.sources t ON t.tenant_id = :'tenant'::uuid AND t.connection_id = c.connection_id
        AND t.source_table = 'configurations' AND t.is_fresh
    WHERE c.tenant_id = :'tenant'::uuid),
tied AS MATERIALIZED (
    SELECT l.configuration_id, min(m.machine_id::text)::uuid AS machine_id
    FROM inventory.device_configurations l
    JOIN report.device_machines m ON m.tenant_id = :'tenant'::uuid AND m.device_id = l.device_id
    WHERE l.tenant_id = :'tenant'::uuid AND l.state IN ('confirmed', 'automatic')
    GROUP BY l.configuration_id)
SELECT 'missing' AS problem, f.company_name AS company, f.hostname AS name, f.role AS kind, f.serial_number,
    f.last_seen_at, f.company_id, f.machine_id, NULL::uuid AS configuration_id
FROM machine_facts f JOIN telling t ON t.company_id = f.company_id
WHERE f.configuration_id IS NULL AND f.last_seen_at::date >= :'on' - :'stale_days'::integer
    AND f.role IN ('server', 'hypervisor', 'workstation', 'laptop')
UNION ALL
SELECT CASE WHEN f.machine_id IS NULL THEN 'unseen' ELSE 'stale' END, k.name, c.name, c.kind_label, c.serial_number,
    f.last_seen_at, c.company_id, f.machine_id, c.id
FROM live.configurations c
JOIN live.companies k ON k.tenant_id = :'tenant'::uuid AND k.id = c.company_id
LEFT JOIN tied ON tied.configuration_id = c.id
LEFT JOIN machine_facts f ON f.machine_id = tied.machine_id
WHERE c.tenant_id = :'tenant'::uuid AND c.is_active IS NOT FALSE
    AND (:'companies'::uuid[] IS NULL OR c.company_id = ANY (:'companies'::uuid[]))
    AND (f.last_seen_at::date < :'on' - :'stale_days'::integer
        OR f.machine_id IS NULL AND c.rmm_device_external_id IS NOT NULL)
ORDER BY problem, company NULLS LAST, name, machine_id, configuration_id
