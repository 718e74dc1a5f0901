-- Noisy devices
-- question: Which machines make the most tickets and alerts, and how many hours do they cost?
-- sources: devices, tickets, ticket_configurations, alerts, time_entries, configurations
-- parameter: days integer = 90 | Tickets and alerts of so many days are counted.
-- parameter: at_least integer = 2 | Machines with fewer tickets and alerts together are left out.
-- total: machines integer = count(*) | Noisy machines.
-- total: tickets integer = coalesce(sum(tickets), 0) | Their tickets (one that names several machines counts for each).
-- total: alerts integer = coalesce(sum(alerts), 0) | Their alerts.
-- total: hours number = coalesce(sum(hours), 0) | Hours written on those tickets.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: role text | server, workstation, laptop, …
-- column: tickets integer | Tickets opened that name the machine.
-- column: alerts integer | Alerts raised.
-- column: hours number | Hours written on those tickets.
-- column: model text | The maker's model.
-- column: operating_system text hidden | What it runs.
-- column: age_years number hidden | The age in years.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
WITH tied AS MATERIALIZED (
    SELECT DISTINCT l.configuration_id, m.machine_id
    FROM inventory.device_configurations l
    JOIN report.device_machines m ON m.tenant_id = :'tenant'::uuid AND m.device_id = l.device_id
    WHERE l.tenant_id = :'tenant'::uuid AND l.state IN ('confirmed', 'automatic')),
opened AS MATERIALIZED (
    SELECT t.id, t.configuration_id FROM live.tickets t
    WHERE t.tenant_id = :'tenant'::uuid AND t.opened_at >= (:'on' - :'days'::integer)::timestamptz AND t.opened_at < (:'on' + 1)::timestamptz),
named AS MATERIALIZED (
    SELECT o.id, tied.machine_id FROM opened o JOIN tied ON tied.configuration_id = o.configuration_id
    UNION
    SELECT o.id, tied.machine_id FROM opened o
    JOIN live.ticket_configurations c ON c.tenant_id = :'tenant'::uuid AND c.ticket_id = o.id
    JOIN tied ON tied.configuration_id = c.configuration_id),
worked AS (
    SELECT e.ticket_id, sum(e.duration_minutes) / 60.0 AS hours FROM live.time_entries e
    WHERE e.tenant_id = :'tenant'::uuid AND e.ticket_id IN (SELECT n.id FROM named n) GROUP BY e.ticket_id),
asked AS (
    SELECT n.machine_id, count(*) AS tickets, sum(w.hours) AS hours
    FROM named n LEFT JOIN worked w ON w.ticket_id = n.id GROUP BY n.machine_id),
raised AS (
    SELECT m.machine_id, count(*) AS alerts FROM live.alerts a
    JOIN report.device_machines m ON m.tenant_id = :'tenant'::uuid AND m.device_id = a.device_id
    WHERE a.tenant_id = :'tenant'::uuid AND a.raised_at >= (:'on' - :'days'::integer)::timestamptz AND a.raised_at < (:'on' + 1)::timestamptz
    GROUP BY m.machine_id)
SELECT f.company_name AS company, f.hostname, f.role, coalesce(a.tickets, 0) AS tickets, coalesce(r.alerts, 0) AS alerts,
    round(coalesce(a.hours, 0), 1) AS hours, f.model, f.os_name AS operating_system,
    round((:'on' - f.age_from) / 365.25, 1) AS age_years, f.company_id, f.machine_id
FROM machine_facts f
LEFT JOIN asked a USING (machine_id)
LEFT JOIN raised r USING (machine_id)
WHERE coalesce(a.tickets, 0) + coalesce(r.alerts, 0) >= :'at_least'::integer
ORDER BY tickets DESC, alerts DESC, f.hostname, f.machine_id
