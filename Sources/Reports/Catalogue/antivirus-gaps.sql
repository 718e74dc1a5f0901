-- Antivirus gaps
-- question: Which machines have no working antivirus, which have two, and of which can nobody say?
-- sources: devices, device_antivirus, software
-- chart: state rows
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days are left out.
-- total: none integer = count(*) filter (where state = 'none') | Machines without any, where a source would know.
-- total: disabled integer = count(*) filter (where state = 'disabled') | Machines whose antivirus is switched off.
-- total: outdated integer = count(*) filter (where state = 'outdated') | Machines whose antivirus is out of date.
-- total: two integer = count(*) filter (where state = 'two') | Machines on which two are at work.
-- total: unknown integer = count(*) filter (where state = 'unknown') | Machines of which no source can say.
-- total: machines integer = (select count(*) from machine_facts f where f.role in ('server', 'workstation', 'laptop') and
--     f.last_seen_at::date >= :'on' - :'seen_days'::integer) | All machines looked at.
-- total: monthly money = coalesce(sum(monthly), 0) | What protecting those without any costs each month.
-- column: state text | none (a source that is connected and fresh reports antivirus of such systems, but none here);
--     disabled; outdated; two; unknown.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: operating_system text | What it runs.
-- column: products text | The antivirus products that are seen.
-- column: monthly money | The price of protecting it.
-- column: reason text below | What the state rests on.
-- column: role text hidden | server, workstation or laptop.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
WITH listed AS MATERIALIZED (
    SELECT v.connection_id, d.os_family, v.product, v.status, coalesce(m.machine_id, d.id) AS machine_id,
        d.approval_status IS DISTINCT FROM 'ignored' AS is_counted
    FROM live.device_antivirus v
    JOIN live.devices d ON d.tenant_id = :'tenant'::uuid AND d.id = v.device_id
    LEFT JOIN inventory.machine_devices m ON m.tenant_id = :'tenant'::uuid AND m.device_id = d.id
    WHERE v.tenant_id = :'tenant'::uuid),
reporting AS MATERIALIZED (
    -- Which connections report antivirus of machines with which system, and whether they can be believed.
    SELECT t.connection_id, t.connection, bool_or(t.is_fresh) AS is_fresh, told.os_family
    FROM (
        SELECT DISTINCT d.connection_id, d.os_family, 'devices' AS source_table FROM live.devices d
        WHERE d.tenant_id = :'tenant'::uuid
            AND (d.antivirus_product IS NOT NULL OR d.antivirus_status IN ('protected', 'outdated', 'disabled'))
        UNION
        SELECT DISTINCT l.connection_id, l.os_family, 'device_antivirus' FROM listed l) AS told
    JOIN report.sources t ON t.tenant_id = :'tenant'::uuid AND t.connection_id = told.connection_id
        AND t.source_table = told.source_table
    GROUP BY t.connection_id, t.connection, told.os_family),
-- The best of those that see the same machines: these are few.
best AS MATERIALIZED (
    SELECT DISTINCT ON (s.connection_ids, s.os_family) s.connection_ids, s.os_family, r.connection, r.is_fresh
    FROM (SELECT DISTINCT connection_ids, os_family FROM machine_facts) AS s
    JOIN reporting r ON r.os_family = s.os_family AND r.connection_id = ANY (s.connection_ids)
    ORDER BY s.connection_ids, s.os_family, r.is_fresh DESC, r.connection),
installed AS MATERIALIZED (
    SELECT c.machine_id, min(c.name) AS title FROM classed_software c WHERE c.category = 'antivirus' GROUP BY c.machine_id),
products AS MATERIALIZED (
    -- Whether two names differ is all that is asked of them here: to find the distinct ones sorts each machine's.
    SELECT l.machine_id, min(lower(l.product)) FILTER (WHERE l.status = 'protected') AS at_work,
        max(lower(l.product)) FILTER (WHERE l.status = 'protected') AS beside_it,
        bool_or(l.status = 'outdated') AS is_outdated, bool_or(l.status = 'disabled') AS is_disabled,
        min(l.product) AS product, array_agg(l.product) AS names
    FROM listed l WHERE l.is_counted GROUP BY l.machine_id)
SELECT s.state, f.company_name AS company, f.hostname, f.os_name AS operating_system,
    coalesce((SELECT string_agg(DISTINCT n.name, ', ') FROM unnest(a.names) AS n (name)), f.antivirus_product, i.title)
        AS products,
    CASE WHEN s.state = 'none' THEN price.monthly END AS monthly,
    CASE s.state
        WHEN 'none' THEN concat(k.connection, ' reports antivirus of such systems, and none here')
        WHEN 'two' THEN 'Two products protect at the same time'
        WHEN 'disabled' THEN 'The only product is switched off'
        WHEN 'outdated' THEN 'The definitions are out of date'
        ELSE CASE
            WHEN i.title IS NOT NULL THEN concat(i.title, ' is installed; no source tells its state')
            WHEN f.antivirus_product IS NOT NULL THEN concat('No source tells the state of ', f.antivirus_product)
            WHEN NOT f.is_inventoried THEN 'No agent runs on it: it is seen through its host or from outside'
            WHEN k.connection IS NULL THEN 'No connected source reports antivirus of such systems'
            ELSE concat(k.connection, ' reports antivirus, but has not been read lately') END
    END AS reason,
    f.role, price.currency, f.company_id, f.machine_id
FROM machine_facts f
LEFT JOIN products a USING (machine_id)
LEFT JOIN installed i USING (machine_id)
LEFT JOIN best k ON k.connection_ids = f.connection_ids AND k.os_family = f.os_family
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN a.at_work <> a.beside_it THEN 'two'
        WHEN a.at_work IS NOT NULL OR f.antivirus_status = 'protected' THEN 'protected'
        WHEN a.is_outdated OR f.antivirus_status = 'outdated' THEN 'outdated'
        WHEN a.is_disabled OR f.antivirus_status = 'disabled' THEN 'disabled'
        WHEN f.antivirus_product IS NULL AND a.product IS NULL AND i.title IS NULL
            AND (k.is_fresh AND f.is_inventoried OR f.antivirus_status = 'missing') THEN 'none'
        ELSE 'unknown'
    END AS state) AS s
LEFT JOIN prices price ON price.name = 'protect_endpoint'
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE f.role IN ('server', 'workstation', 'laptop') AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
    AND s.state <> 'protected'
ORDER BY array_position(ARRAY['none', 'disabled', 'outdated', 'two', 'unknown'], s.state), company NULLS LAST,
    f.hostname, f.machine_id
