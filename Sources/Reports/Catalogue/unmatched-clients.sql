-- Organisations and companies without each other
-- question: Which clients does only the RMM know, and which customers only the PSA, so that they fall out of every count?
-- sources: organizations, devices, companies, agreements
-- total: organizations integer = count(*) filter (where side = 'organization') | Organisations of an RMM without a company.
-- total: companies integer = count(*) filter (where side = 'company') | Active customers of a PSA without an organisation.
-- total: devices integer = coalesce(sum(devices), 0) | Devices of those organisations.
-- total: monthly money = coalesce(sum(monthly), 0) | What those companies pay each month by their agreements.
-- column: side text | organization (of an RMM) or company (of a PSA).
-- column: connection text | The connection that shows it.
-- column: name text | Its name.
-- column: devices integer | Devices of the organisation.
-- column: monthly money | What the company's agreements bring each month.
-- column: suggestion text | What matching suggests, to be confirmed.
-- column: id id hidden | The organisation or company.
SELECT 'organization' AS side, k.name AS connection, o.name, count(d.id) AS devices, NULL::numeric AS monthly,
    (SELECT concat(c.name, ' (', round(100 * m.score), ' %)') FROM inventory.organization_companies m
        JOIN live.companies c ON c.tenant_id = :'tenant'::uuid AND c.id = m.company_id
        WHERE m.tenant_id = :'tenant'::uuid AND m.organization_id = o.id AND m.state = 'suggested'
        ORDER BY m.score DESC NULLS LAST, c.id LIMIT 1) AS suggestion, o.id
FROM live.organizations o
JOIN report.connections k ON k.tenant_id = :'tenant'::uuid AND k.id = o.connection_id
LEFT JOIN live.devices d ON d.tenant_id = :'tenant'::uuid AND d.organization_id = o.id
WHERE o.tenant_id = :'tenant'::uuid AND :'companies'::uuid[] IS NULL
    AND NOT EXISTS (SELECT FROM inventory.organization_companies m
        WHERE m.tenant_id = :'tenant'::uuid AND m.organization_id = o.id AND m.state IN ('confirmed', 'automatic'))
GROUP BY k.name, o.name, o.id
UNION ALL
SELECT 'company', k.name, c.name, NULL, sum(a.monthly_amount), NULL, c.id
FROM live.companies c
JOIN report.connections k ON k.tenant_id = :'tenant'::uuid AND k.id = c.connection_id
LEFT JOIN live.agreements a ON a.tenant_id = :'tenant'::uuid AND a.company_id = c.id AND a.status = 'active'
WHERE c.tenant_id = :'tenant'::uuid AND c.kind = 'customer' AND c.is_active IS NOT FALSE
    AND (:'companies'::uuid[] IS NULL OR c.id = ANY (:'companies'::uuid[]))
    AND NOT EXISTS (SELECT FROM inventory.organization_companies m
        WHERE m.tenant_id = :'tenant'::uuid AND m.company_id = c.id AND m.state IN ('confirmed', 'automatic'))
GROUP BY k.name, c.name, c.id
ORDER BY side DESC, devices DESC NULLS LAST, monthly DESC NULLS LAST, name, id
