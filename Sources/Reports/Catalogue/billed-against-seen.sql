-- Billed against seen
-- question: Does each client pay for what is there: agreement lines against the machines, software and people really seen?
-- sources: devices, agreements, agreement_lines, products, contacts, software, backups
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days do not count.
-- total: not_mapped integer = count(*) filter (where mapping = 'not mapped') | Lines of which nobody has said what they count.
-- total: unknown integer = count(*) filter (where mapping <> 'not mapped' and seen is null) | Lines without a source to count.
-- total: under_billed integer = count(*) filter (where difference > 0) | Lines that bill less than is seen.
-- total: over_billed integer = count(*) filter (where difference < 0) | Lines that bill more than is seen.
-- total: under_monthly money = coalesce(sum(monthly) filter (where difference > 0), 0) | What is not billed each month.
-- total: over_monthly money = coalesce(-sum(monthly) filter (where difference < 0), 0) | What is billed too much each month.
-- column: mapping text | not mapped; suggested (from the product's name: confirm it); confirmed (by a person).
-- column: company text | The company that pays.
-- column: product text | The product, or the line's own name where it has none.
-- column: counts text | What the product counts.
-- column: billed number | The quantity of the agreements' lines on that day.
-- column: seen integer | How many are seen; empty where nobody can say.
-- column: difference number | Seen less billed: what could be billed beside.
-- column: monthly money | The difference at the line's price, a month.
-- column: reason text hidden | Why nothing is counted, where that is so.
-- column: unit_price money hidden | The line's price a unit and billing cycle.
-- column: currency text hidden | Of the price.
-- column: devices json hidden | The machines behind the number: machine_id, hostname.
-- column: agreements list hidden | The agreements' names.
-- column: product_id id hidden | The product.
-- column: company_id id hidden | The company.
WITH carried AS MATERIALIZED (
    SELECT c.machine_id, array_agg(c.category) AS categories FROM classed_software c GROUP BY c.machine_id),
seen AS MATERIALIZED (
    SELECT f.company_id, f.machine_id, f.hostname, f.role, f.backup_jobs > 0 AS is_protected,
        f.antivirus_product IS NOT NULL OR f.antivirus_status IN ('protected', 'outdated', 'disabled') AS has_antivirus,
        w.categories
    FROM machine_facts f
    LEFT JOIN carried w USING (machine_id)
    WHERE f.company_id IS NOT NULL AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
        AND f.role IN ('server', 'workstation', 'laptop')),
lines AS MATERIALIZED (
    SELECT a.company_id, l.product_id, coalesce(p.name, l.name) AS product, l.unit_price, l.currency,
        CASE a.billing_cycle WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 WHEN 'semiannual' THEN 6 WHEN 'yearly' THEN 12
            WHEN 'weekly' THEN 12 / 52.0 WHEN 'biweekly' THEN 12 / 26.0 END AS months,
        sum(coalesce(l.quantity, l.billed_quantity)) AS billed, jsonb_agg(DISTINCT a.name) AS agreements
    FROM live.agreement_lines l
    JOIN live.agreements a ON a.tenant_id = :'tenant'::uuid AND a.id = l.agreement_id
    LEFT JOIN live.products p ON p.tenant_id = :'tenant'::uuid AND p.id = l.product_id
    WHERE l.tenant_id = :'tenant'::uuid AND a.status = 'active' AND a.company_id IS NOT NULL
        AND (a.starts_on IS NULL OR a.starts_on <= :'on') AND (a.ends_on IS NULL OR a.ends_on >= :'on')
        AND (l.starts_on IS NULL OR l.starts_on <= :'on') AND (l.ends_on IS NULL OR l.ends_on >= :'on')
        AND (:'companies'::uuid[] IS NULL OR a.company_id = ANY (:'companies'::uuid[]))
    GROUP BY 1, 2, 3, 4, 5, 6),
named AS MATERIALIZED (
    SELECT p.product, report.suggested_measure(p.product) AS measure FROM (SELECT DISTINCT product FROM lines) AS p),
measured AS MATERIALIZED (
    SELECT l.*, coalesce(c.measure, s.measure) AS measure,
        CASE WHEN c.measure IS NOT NULL THEN c.category WHEN s.measure = 'software_category' THEN 'antivirus' END
            AS category,
        CASE WHEN c.measure IS NOT NULL THEN 'confirmed' WHEN s.measure IS NOT NULL THEN 'suggested'
            ELSE 'not mapped' END AS mapping
    FROM lines l
    LEFT JOIN named s ON s.product = l.product
    LEFT JOIN report.product_measures c ON c.tenant_id = :'tenant'::uuid AND c.product_id = l.product_id),
matched AS MATERIALIZED (
    SELECT DISTINCT o.company_id FROM report.organization_company o WHERE o.tenant_id = :'tenant'::uuid),
counted AS (
    SELECT s.company_id, m.measure, m.category, count(*) AS machines,
        jsonb_agg(jsonb_build_object('machine_id', s.machine_id, 'hostname', s.hostname) ORDER BY s.hostname COLLATE "C") AS devices
    FROM (
        -- Those that machines count for.
        SELECT DISTINCT company_id, measure, category FROM measured
        WHERE measure NOT IN ('contacts', 'nothing')) AS m
    JOIN seen s ON s.company_id = m.company_id
    WHERE CASE m.measure
        WHEN 'servers' THEN s.role = 'server'
        WHEN 'workstations' THEN s.role IN ('workstation', 'laptop')
        WHEN 'devices' THEN true
        WHEN 'protected_servers' THEN s.role = 'server' AND s.is_protected
        WHEN 'protected_devices' THEN s.is_protected
        WHEN 'software_category' THEN m.category = ANY (s.categories) OR m.category = 'antivirus' AND s.has_antivirus
        ELSE false END
    GROUP BY 1, 2, 3),
people AS (
    SELECT c.company_id, count(*) AS contacts FROM live.contacts c
    WHERE c.tenant_id = :'tenant'::uuid AND c.is_active IS NOT FALSE GROUP BY c.company_id)
SELECT m.mapping, k.name AS company, m.product,
    CASE m.measure WHEN 'software_category' THEN concat('devices with ', m.category) ELSE replace(m.measure, '_', ' ') END
        AS counts,
    m.billed, n.seen, n.seen - m.billed AS difference,
    round((n.seen - m.billed) * m.unit_price / m.months, 2) AS monthly,
    CASE
        WHEN m.mapping = 'not mapped' THEN 'nobody has said what this product counts'
        WHEN m.measure = 'nothing' THEN 'this product counts nothing that is seen'
        WHEN n.seen IS NULL THEN 'no organisation of an RMM is matched to the company'
    END AS reason,
    m.unit_price, m.currency, c.devices, m.agreements, m.product_id, m.company_id
FROM measured m
JOIN live.companies k ON k.tenant_id = :'tenant'::uuid AND k.id = m.company_id
LEFT JOIN counted c ON c.company_id = m.company_id AND c.measure = m.measure
    AND c.category IS NOT DISTINCT FROM m.category
LEFT JOIN people ON people.company_id = m.company_id
LEFT JOIN matched ON matched.company_id = m.company_id
CROSS JOIN LATERAL (SELECT CASE
    WHEN m.measure IS NULL OR m.measure = 'nothing' THEN NULL
    WHEN m.measure = 'contacts' THEN coalesce(people.contacts, 0)
    WHEN matched.company_id IS NOT NULL THEN coalesce(c.machines, 0)
    END AS seen) AS n
WHERE m.measure IS DISTINCT FROM 'nothing'
ORDER BY array_position(ARRAY['not mapped', 'suggested', 'confirmed'], m.mapping), monthly DESC NULLS LAST, company,
    m.product, m.unit_price
