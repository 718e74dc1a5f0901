-- Inactive devices
-- question: Which machines have not been seen for long, and may be retired or are in a drawer?
-- sources: devices
-- parameter: days integer = 30 | A machine is inactive if it was not seen for so many days.
-- total: machines integer = count(*) | Machines not seen.
-- total: servers integer = count(*) filter (where role = 'server') | Servers among them.
-- total: older integer = count(*) filter (where days_away > 90) | Not seen for more than 90 days.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: role text | server, workstation, laptop, …
-- column: operating_system text | What it runs.
-- column: last_seen_at time | When an RMM saw it last.
-- column: days_away integer | Days since then.
-- column: last_user text | Who used it last.
-- column: configuration text hidden | The PSA's item for it.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
SELECT f.company_name AS company, f.hostname, f.role, f.os_name AS operating_system, f.last_seen_at,
    :'on' - f.last_seen_at::date AS days_away, f.last_user, f.configuration_name AS configuration, f.company_id,
    f.machine_id
FROM machine_facts f
WHERE f.last_seen_at::date < :'on' - :'days'::integer
ORDER BY f.last_seen_at, f.hostname, f.machine_id
