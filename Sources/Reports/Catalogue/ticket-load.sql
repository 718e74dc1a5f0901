-- Ticket load against revenue
-- question: How many tickets and hours does each client take, against what its agreements bring?
-- sources: companies, tickets, time_entries, agreements, devices
-- parameter: days integer = 90 | Tickets and hours of so many days are counted; revenue for the same time.
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days do not count.
-- total: companies integer = count(*) | Customers with tickets, hours or agreements.
-- total: tickets integer = coalesce(sum(tickets), 0) | Tickets opened.
-- total: hours number = coalesce(sum(hours), 0) | Hours written.
-- total: monthly money = coalesce(sum(monthly), 0) | What their agreements bring each month.
-- total: revenue_an_hour money = round(sum(monthly) * :'days'::integer / 30.44 / nullif(sum(hours), 0), 2) | Agreement
--     revenue an hour worked.
-- column: company text | The company.
-- column: machines integer | Servers, workstations and laptops seen.
-- column: tickets integer | Tickets opened.
-- column: per_machine number | Tickets a machine.
-- column: hours number | Hours written.
-- column: monthly money | What its active agreements bring each month, as the PSA states it.
-- column: per_hour money | Agreement revenue an hour worked; empty where no hours are written.
-- column: response_minutes integer | The median time from opening to the first response, in minutes.
-- column: account_manager text hidden | Who looks after the company.
-- column: company_id id hidden | The company.
WITH seen AS (
    SELECT f.company_id, count(*) AS machines FROM machine_facts f
    WHERE f.role IN ('server', 'workstation', 'laptop') AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
    GROUP BY f.company_id),
asked AS (
    SELECT t.company_id, count(*) AS tickets,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.first_responded_at - t.opened_at) / 60) AS minutes
    FROM live.tickets t
    WHERE t.tenant_id = :'tenant'::uuid AND t.opened_at >= (:'on' - :'days'::integer)::timestamptz AND t.opened_at < (:'on' + 1)::timestamptz
    GROUP BY t.company_id),
worked AS (
    -- Some PSAs tell a time entry's company by its ticket alone.
    SELECT coalesce(e.company_id, t.company_id) AS company_id, sum(e.duration_minutes) / 60.0 AS hours
    FROM live.time_entries e
    LEFT JOIN live.tickets t ON t.tenant_id = :'tenant'::uuid AND t.id = e.ticket_id
    WHERE e.tenant_id = :'tenant'::uuid AND e.started_at >= (:'on' - :'days'::integer)::timestamptz
        AND e.started_at < (:'on' + 1)::timestamptz
    GROUP BY 1),
paid AS (
    SELECT a.company_id, sum(a.monthly_amount) AS monthly FROM live.agreements a
    WHERE a.tenant_id = :'tenant'::uuid AND a.status = 'active' AND (a.starts_on IS NULL OR a.starts_on <= :'on')
        AND (a.ends_on IS NULL OR a.ends_on >= :'on') GROUP BY a.company_id)
SELECT c.name AS company, coalesce(s.machines, 0) AS machines, coalesce(t.tickets, 0) AS tickets,
    round(t.tickets / nullif(s.machines, 0)::numeric, 2) AS per_machine, round(coalesce(w.hours, 0), 1) AS hours,
    p.monthly, round(p.monthly * :'days'::integer / 30.44 / nullif(w.hours, 0), 2) AS per_hour,
    round(t.minutes)::integer AS response_minutes, c.account_manager_name AS account_manager, c.id AS company_id
FROM live.companies c
LEFT JOIN seen s ON s.company_id = c.id
LEFT JOIN asked t ON t.company_id = c.id
LEFT JOIN worked w ON w.company_id = c.id
LEFT JOIN paid p ON p.company_id = c.id
WHERE c.tenant_id = :'tenant'::uuid AND c.kind = 'customer'
    AND (:'companies'::uuid[] IS NULL OR c.id = ANY (:'companies'::uuid[]))
    AND (t.tickets > 0 OR w.hours > 0 OR p.monthly > 0)
ORDER BY per_hour NULLS LAST, hours DESC, company, company_id
