-- Software at end of life
-- question: Which installed titles are no longer supported by their maker, or soon will not be, and on which machines?
-- sources: software, devices
-- parameter: horizon_months integer = 12 | How many months ahead to look.
-- total: titles integer = count(DISTINCT product) | Products that ended or end within the horizon.
-- total: machines integer = coalesce(sum(machines), 0) | Machines that have one (counted again for each).
-- total: ended integer = coalesce(sum(machines) filter (where state <> 'ending'), 0) | Of them, where support has ended.
-- total: one_time money = coalesce(sum(one_time), 0) | What replacing them costs.
-- column: state text | ended; extended (only for those who pay for it); ending (within the horizon).
-- column: company text | The company of the PSA.
-- column: product text | The product, as the list of support ends has it.
-- column: ends_on date | The last day of support.
-- column: successor text | What to go to.
-- column: machines integer | Machines that have it.
-- column: one_time money | What replacing it on them costs.
-- column: titles list hidden | The titles as RMMs tell them.
-- column: devices json hidden | The machines: machine_id, hostname.
-- column: source text hidden | Where the date is from.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
WITH titles AS MATERIALIZED (
    SELECT t.number, t.name, lower(t.name) AS folded FROM inventory.software_titles t WHERE t.tenant_id = :'tenant'::uuid),
ending AS MATERIALIZED (
    SELECT t.number, t.name, l.product, l.versions, l.ends_on, l.extended_ends_on, l.successor, l.source
    FROM titles t JOIN report.lifecycle_standards l ON l.kind = 'software' AND t.folded LIKE ANY (l.names)
        AND NOT t.folded LIKE ANY (l.except_names)),
installed AS MATERIALIZED (
    SELECT DISTINCT e.product, e.name, m.machine_id
    FROM ending e
    CROSS JOIN LATERAL (
        SELECT s.device_number, s.version_number FROM inventory.software_rows s
        WHERE s.tenant_id = :'tenant'::uuid AND s.title_number = e.number OFFSET 0) AS s
    JOIN inventory.software_versions v ON v.tenant_id = :'tenant'::uuid AND v.number = s.version_number
    JOIN inventory.device_numbers n ON n.tenant_id = :'tenant'::uuid AND n.number = s.device_number
    JOIN live.devices d ON d.tenant_id = :'tenant'::uuid AND d.connection_id = n.connection_id
        AND d.external_id = n.external_id
    JOIN report.device_machines m ON m.tenant_id = :'tenant'::uuid AND m.device_id = d.id
    WHERE cardinality(e.versions) = 0 OR v.version LIKE ANY (e.versions)),
grouped AS (
    SELECT i.product, f.company_id, f.company_name AS company, count(DISTINCT f.machine_id) AS machines,
        jsonb_agg(DISTINCT i.name) AS titles,
        jsonb_agg(DISTINCT jsonb_build_object('machine_id', f.machine_id, 'hostname', f.hostname)) AS devices
    FROM installed i JOIN machine_facts f USING (machine_id)
    GROUP BY i.product, f.company_id, f.company_name)
SELECT CASE WHEN e.ends_on >= :'on' THEN 'ending' WHEN l.extended_ends_on >= :'on' THEN 'extended' ELSE 'ended' END AS state,
    g.company, g.product, e.ends_on, l.successor, g.machines, g.machines * price.one_time AS one_time, g.titles, g.devices,
    l.source, price.currency, g.company_id
FROM grouped g
JOIN report.lifecycle_standards l ON l.kind = 'software' AND l.product = g.product
LEFT JOIN report.lifecycle_overrides own ON own.tenant_id = :'tenant'::uuid AND own.kind = 'software'
    AND own.product = g.product AND own.company_id = g.company_id
LEFT JOIN report.lifecycle_overrides o ON o.tenant_id = :'tenant'::uuid AND o.kind = 'software' AND o.product = g.product
    AND o.company_id IS NULL
CROSS JOIN LATERAL (SELECT coalesce(own.ends_on, o.ends_on, l.ends_on) AS ends_on) AS e
LEFT JOIN prices price ON price.name = 'upgrade_software'
    AND price.company_id = coalesce(g.company_id, :'nobody'::uuid)
WHERE e.ends_on <= :'on' + make_interval(months => :'horizon_months'::integer)
ORDER BY e.ends_on, g.machines DESC, g.product, g.company NULLS LAST
