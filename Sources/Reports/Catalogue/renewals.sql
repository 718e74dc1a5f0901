-- Renewals
-- question: Which warranties and agreements end in the coming months?
-- sources: devices, configurations, agreements, companies
-- parameter: days integer = 180 | How many days ahead to look.
-- total: warranties integer = count(*) filter (where kind = 'warranty') | Warranties that end.
-- total: agreements integer = count(*) filter (where kind = 'agreement') | Agreements that end.
-- total: soon integer = count(*) filter (where days_left <= 30) | Of both, within 30 days.
-- total: monthly money = coalesce(sum(monthly), 0) | What those agreements bring each month.
-- column: ends_on date | The last day.
-- column: days_left integer | Days until then.
-- column: kind text | warranty or agreement.
-- column: company text | The client.
-- column: name text | The machine's or the agreement's name.
-- column: detail text | The model, or the kind of agreement.
-- column: monthly money | What the agreement brings each month.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
-- column: agreement_id id hidden | The agreement.
SELECT f.warranty_ends_on AS ends_on, f.warranty_ends_on - :'on' AS days_left, 'warranty' AS kind, f.company_name AS company,
    f.hostname AS name, f.model AS detail, NULL::numeric AS monthly, f.company_id, f.machine_id, NULL::uuid AS agreement_id
FROM machine_facts f
WHERE f.warranty_ends_on BETWEEN :'on' AND :'on' + :'days'::integer AND NOT f.is_virtual
UNION ALL
SELECT a.ends_on, a.ends_on - :'on', 'agreement', c.name, a.name, a.kind_label, a.monthly_amount, c.id, NULL, a.id
FROM live.agreements a
JOIN live.companies c ON c.tenant_id = :'tenant'::uuid AND c.id = a.company_id
WHERE a.tenant_id = :'tenant'::uuid AND a.status = 'active' AND a.ends_on BETWEEN :'on' AND :'on' + :'days'::integer
    AND (:'companies'::uuid[] IS NULL OR c.id = ANY (:'companies'::uuid[]))
ORDER BY ends_on, kind, company NULLS LAST, name, machine_id, agreement_id
