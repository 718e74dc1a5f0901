-- Hardware refresh
-- question: Which physical machines are due for replacement within the horizon, in which quarter, and at what price?
-- sources: devices, configurations
-- chart: quarter one_time
-- parameter: client_years integer = 5 | The age in years at which a workstation or laptop is due.
-- parameter: server_years integer = 6 | The age in years at which a physical server or hypervisor is due.
-- parameter: horizon_months integer = 36 | How many months ahead to look.
-- parameter: seen_days integer = 90 | Machines that were not seen for so many days are left out.
-- total: machines integer = count(*) | Machines due within the horizon.
-- total: overdue integer = count(*) filter (where due_on <= as_of) | Of them, due already.
-- total: out_of_warranty integer = count(*) filter (where warranty_ends_on < as_of) | Of them, out of warranty.
-- total: one_time money = coalesce(sum(one_time), 0) | What replacing them costs.
-- column: quarter text | The quarter of the replacement; what is overdue falls into the present one.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: role text | server, hypervisor, workstation or laptop; virtual machines are left out.
-- column: model text | The maker's model.
-- column: age_years number | The age in years.
-- column: age_basis text | What the age rests on: purchase, warranty (its start), bios_date, or first_seen (then it is a
--     lower bound).
-- column: warranty_ends_on date | The last day of the maker's warranty.
-- column: one_time money | The price of the replacement.
-- column: due_on date hidden | The day on which it reaches the age.
-- column: operating_system text hidden | What it runs.
-- column: serial_number text hidden | The maker's serial number.
-- column: last_seen_at time hidden | When an RMM saw it last.
-- column: price_basis text hidden | Whose price it is: the price book's, or one of the tenant's own.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
-- column: as_of date hidden | The day that ages are counted to.
SELECT to_char(greatest(due.due_on, :'on'), 'YYYY"-Q"Q') AS quarter, f.company_name AS company, f.hostname, f.role,
    f.model, round((:'on' - f.age_from) / 365.25, 1) AS age_years, f.age_basis, f.warranty_ends_on, price.one_time,
    due.due_on, f.os_name AS operating_system, f.serial_number, f.last_seen_at, price.basis AS price_basis,
    price.currency, f.company_id, f.machine_id, :'on' AS as_of
FROM machine_facts f
CROSS JOIN LATERAL (SELECT (f.age_from + make_interval(years => CASE WHEN f.role IN ('server', 'hypervisor')
    THEN :'server_years'::integer ELSE :'client_years'::integer END))::date AS due_on) AS due
LEFT JOIN prices price ON price.name = 'replace_' || CASE f.role WHEN 'hypervisor' THEN 'server' ELSE f.role END
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE f.role IN ('server', 'hypervisor', 'workstation', 'laptop') AND NOT f.is_virtual
    AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
    AND due.due_on <= :'on' + make_interval(months => :'horizon_months'::integer)
ORDER BY quarter, company NULLS LAST, due.due_on, f.hostname, f.machine_id
