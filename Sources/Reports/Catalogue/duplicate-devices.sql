-- Duplicate devices
-- question: Which machines does one RMM list more than once, so that they are counted and paid for twice?
-- sources: devices
-- total: groups integer = count(*) | Names or serial numbers that several devices of one RMM share.
-- total: surplus integer = coalesce(sum(devices - 1), 0) | Devices too many, if each group is one machine.
-- column: why text | hostname (the same name in one organisation) or serial (the same serial number).
-- column: connection text | The RMM.
-- column: company text | The company of the PSA.
-- column: shared text | The name or serial number that they share.
-- column: devices integer | How many devices.
-- column: oldest_seen_at time | When the one seen longest ago was seen.
-- column: list json hidden | The devices: device_id, hostname, last_seen_at.
-- column: company_id id hidden | The company.
WITH known AS MATERIALIZED (
    SELECT d.id, d.connection_id, d.organization_id, d.hostname, d.last_seen_at, upper(d.serial_number) AS serial,
        lower(d.hostname) AS folded, c.company_id, c.company_name
    FROM live.devices d
    LEFT JOIN report.organization_company c ON c.tenant_id = :'tenant'::uuid AND c.organization_id = d.organization_id
    WHERE d.tenant_id = :'tenant'::uuid AND d.approval_status IS DISTINCT FROM 'ignored'
        AND (:'companies'::uuid[] IS NULL OR c.company_id = ANY (:'companies'::uuid[]))),
grouped AS (
    SELECT 'hostname' AS why, connection_id, min(company_id::text)::uuid AS company_id, min(company_name) AS company,
        min(hostname) AS shared, count(*) AS devices, min(last_seen_at) AS oldest_seen_at,
        jsonb_agg(jsonb_build_object('device_id', id, 'hostname', hostname, 'last_seen_at', last_seen_at)
            ORDER BY last_seen_at, id) AS list
    FROM known WHERE folded <> '' GROUP BY connection_id, organization_id, folded HAVING count(*) > 1
    UNION ALL
    SELECT 'serial', connection_id, min(company_id::text)::uuid, min(company_name), min(serial), count(*),
        min(last_seen_at), jsonb_agg(jsonb_build_object('device_id', id, 'hostname', hostname, 'last_seen_at',
            last_seen_at) ORDER BY last_seen_at, id)
    FROM known WHERE length(serial) >= 5 AND serial !~ '^(0+|1+|X+|VMWARE-.*|NONE|SYSTEM.*|.*O\.E\.M.*|DEFAULT.*)$'
    GROUP BY connection_id, serial HAVING count(*) > 1)
SELECT g.why, k.name AS connection, g.company, g.shared, g.devices, g.oldest_seen_at, g.list, g.company_id
FROM grouped g JOIN report.connections k ON k.tenant_id = :'tenant'::uuid AND k.id = g.connection_id
ORDER BY g.why, g.devices DESC, k.name, g.shared, g.company
