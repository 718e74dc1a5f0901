-- Companies without an agreement
-- question: Which active customers have no agreement in force, though their machines and tickets are looked after?
-- sources: companies, agreements, devices, tickets, time_entries
-- parameter: days integer = 90 | Tickets and hours of so many days are counted.
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days do not count.
-- total: companies integer = count(*) | Active customers without an agreement in force.
-- total: machines integer = coalesce(sum(machines), 0) | Their machines.
-- total: monthly money = coalesce(sum(monthly), 0) | What an agreement over their machines would bring each month.
-- column: company text | The company.
-- column: servers integer | Servers seen.
-- column: workstations integer | Workstations and laptops seen.
-- column: tickets integer | Tickets opened.
-- column: hours number | Hours written.
-- column: last_agreement text | The agreement that ended last, and when.
-- column: monthly money | The price of an agreement over its machines.
-- column: machines integer hidden | Servers, workstations and laptops seen.
-- column: devices json hidden | The machines behind the number: machine_id, hostname.
-- column: account_manager text hidden | Who looks after the company.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
WITH telling AS (
    -- A connection without any agreement says nothing about who has one.
    SELECT DISTINCT a.connection_id FROM live.agreements a WHERE a.tenant_id = :'tenant'::uuid),
without AS MATERIALIZED (
    SELECT c.id, c.name, c.account_manager_name
    FROM live.companies c JOIN telling USING (connection_id)
    WHERE c.tenant_id = :'tenant'::uuid AND c.kind = 'customer' AND c.is_active IS NOT FALSE
        AND (:'companies'::uuid[] IS NULL OR c.id = ANY (:'companies'::uuid[]))
        AND NOT EXISTS (
            SELECT FROM live.agreements a
            WHERE a.tenant_id = :'tenant'::uuid AND a.company_id = c.id AND a.status = 'active'
                AND (a.starts_on IS NULL OR a.starts_on <= :'on') AND (a.ends_on IS NULL OR a.ends_on >= :'on'))),
seen AS (
    SELECT f.company_id, count(*) FILTER (WHERE f.role = 'server') AS servers,
        count(*) FILTER (WHERE f.role <> 'server') AS workstations,
        jsonb_agg(jsonb_build_object('machine_id', f.machine_id, 'hostname', f.hostname) ORDER BY f.hostname COLLATE "C") AS devices
    FROM machine_facts f
    WHERE f.role IN ('server', 'workstation', 'laptop') AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
        AND f.company_id IN (SELECT id FROM without)
    GROUP BY f.company_id),
asked AS (
    SELECT t.company_id, count(*) AS tickets FROM live.tickets t
    WHERE t.tenant_id = :'tenant'::uuid AND t.opened_at >= (:'on' - :'days'::integer)::timestamptz AND t.opened_at < (:'on' + 1)::timestamptz
    GROUP BY t.company_id),
worked AS (
    -- Some PSAs tell a time entry's company by its ticket alone.
    SELECT coalesce(e.company_id, t.company_id) AS company_id, sum(e.duration_minutes) / 60.0 AS hours
    FROM live.time_entries e
    LEFT JOIN live.tickets t ON t.tenant_id = :'tenant'::uuid AND t.id = e.ticket_id
    WHERE e.tenant_id = :'tenant'::uuid AND e.started_at >= (:'on' - :'days'::integer)::timestamptz
        AND e.started_at < (:'on' + 1)::timestamptz
    GROUP BY 1)
SELECT c.name AS company, coalesce(s.servers, 0) AS servers, coalesce(s.workstations, 0) AS workstations,
    coalesce(asked.tickets, 0) AS tickets, round(coalesce(worked.hours, 0), 1) AS hours,
    last.words AS last_agreement,
    coalesce(s.servers, 0) * server.monthly + coalesce(s.workstations, 0) * client.monthly AS monthly,
    coalesce(s.servers + s.workstations, 0) AS machines, s.devices, c.account_manager_name AS account_manager,
    server.currency, c.id AS company_id
FROM without c
LEFT JOIN seen s ON s.company_id = c.id
LEFT JOIN asked ON asked.company_id = c.id
LEFT JOIN worked ON worked.company_id = c.id
LEFT JOIN LATERAL (
    SELECT concat(a.name, ', ', coalesce('ended ' || a.ends_on, a.status)) AS words FROM live.agreements a
    WHERE a.tenant_id = :'tenant'::uuid AND a.company_id = c.id ORDER BY a.ends_on DESC NULLS LAST, a.id LIMIT 1
) AS last ON true
LEFT JOIN prices server ON server.name = 'manage_server' AND server.company_id = c.id
LEFT JOIN prices client ON client.name = 'manage_workstation' AND client.company_id = c.id
ORDER BY monthly DESC NULLS LAST, tickets DESC, company, company_id
