-- Upsell opportunities
-- question: What is worth offering to which client now, at what price, why, and on which machines?
-- sources: devices, software, backups, device_antivirus, patch_status, device_volumes, companies, agreements,
--     agreement_lines, products, opportunities
-- chart: opportunity first_year
-- parameter: client_years integer = 5 | The age in years at which a workstation or laptop is due.
-- parameter: server_years integer = 6 | The age in years at which a physical server or hypervisor is due.
-- parameter: horizon_months integer = 12 | How many months ahead to look.
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days are left out.
-- parameter: minimum money = 0 | Opportunities with a smaller first-year value are left out.
-- parameter: without text | Kinds to leave out, with commas between: unbilled,agreement.
-- parameter: show text = open | open (neither dismissed nor won, nor snoozed until a later day) or all.
-- total: opportunities integer = count(*) | Opportunities, one a client and kind.
-- total: companies integer = count(DISTINCT company_id) | Clients with one.
-- total: one_time money = coalesce(sum(one_time), 0) | What is paid once.
-- total: monthly money = coalesce(sum(monthly), 0) | What is paid each month.
-- total: first_year money = coalesce(sum(first_year), 0) | Both, over a year.
-- column: rank integer | By first-year value, the greatest first.
-- column: company text | The client.
-- column: opportunity text | What to offer.
-- column: machines integer | How many machines are behind it.
-- column: one_time money | What is paid once.
-- column: monthly money | What is paid each month.
-- column: first_year money | Both, over a year.
-- column: reasoning text below | What was counted, from which report, at whose price.
-- column: already_open text below | What an open opportunity of the PSA for the same client already covers.
-- column: noted text below | What became of it so far, by whose word and why.
-- column: state text hidden | open, snoozed, dismissed, quoted or won.
-- column: confidence text hidden | high (counted), or medium (an age by BIOS date or first sight, or an unconfirmed product, is
--     behind it).
-- column: kind text hidden | The kind of opportunity.
-- column: report text hidden | The report that has the rows behind it.
-- column: key text hidden | The same as long as it is the same client and kind: for remembering what became of it.
-- column: currency text hidden | Of the prices.
-- column: devices json hidden | The machines: machine_id, hostname, detail.
-- column: company_id id hidden | The company.
WITH refresh AS MATERIALIZED (
    SELECT r.company_id, r.machine_id, r.hostname, r.one_time, r.currency, r.price_basis,
        concat(r.role, ', ', r.age_years, ' years by ', replace(r.age_basis, '_', ' ')) AS detail,
        r.age_basis IN ('purchase', 'warranty') AS is_sure
    FROM {hardware-refresh} r WHERE r.company_id IS NOT NULL),
-- A machine that is to be replaced needs no upgrade beside.
offered AS (
    SELECT 'refresh' AS kind, r.company_id, r.machine_id, r.hostname, r.one_time, NULL::numeric AS monthly, r.currency,
        r.price_basis AS basis, r.detail, r.is_sure
    FROM refresh r
    UNION ALL
    SELECT CASE WHEN s.role IN ('server', 'hypervisor') THEN 'server_upgrade' ELSE 'windows_upgrade' END, s.company_id,
        s.machine_id, s.hostname, s.one_time, NULL, s.currency, s.price_basis,
        concat(s.product, ', ', CASE s.state WHEN 'ending' THEN 'ends ' ELSE 'ended ' END, s.ends_on), true
    FROM {operating-systems-end-of-life} s
    WHERE s.one_time > 0 AND (s.role IN ('server', 'hypervisor') OR s.machine_id NOT IN (SELECT machine_id FROM refresh))
    UNION ALL
    SELECT 'backup', b.company_id, b.machine_id, b.hostname, NULL, b.monthly, b.currency, 'price book', b.reason, true
    FROM {servers-without-backup} b WHERE b.state = 'none'
    UNION ALL
    SELECT 'antivirus', a.company_id, a.machine_id, a.hostname, NULL, a.monthly, a.currency, 'price book', a.reason, true
    FROM {antivirus-gaps} a WHERE a.state = 'none'
    UNION ALL
    SELECT m.shortfall, m.company_id, m.machine_id, m.hostname, m.one_time, NULL, m.currency, 'price book', m.detail, true
    FROM {memory-and-disk-shortfalls} m WHERE m.machine_id NOT IN (SELECT machine_id FROM refresh)),
grouped AS (
    SELECT o.kind, o.company_id, count(*) AS machines, sum(o.one_time) AS one_time, sum(o.monthly) AS monthly,
        min(o.currency) AS currency, min(o.basis) AS basis, bool_and(o.is_sure) AS is_sure,
        -- The dearest first: it is the example.
        jsonb_agg(jsonb_build_object('machine_id', o.machine_id, 'hostname', o.hostname, 'detail', o.detail)
            ORDER BY o.one_time DESC NULLS LAST, o.hostname COLLATE "C", o.machine_id) AS devices, NULL AS example
    FROM offered o WHERE o.company_id IS NOT NULL GROUP BY o.kind, o.company_id
    UNION ALL
    SELECT 'unbilled', b.company_id, m.machines, NULL, b.monthly, b.currency, 'the line''s price', b.is_sure, m.devices,
        b.words
    FROM (
        SELECT b.company_id, sum(b.monthly) AS monthly, min(b.currency) AS currency,
            bool_and(b.mapping = 'confirmed') AS is_sure, jsonb_agg(b.devices) AS devices,
            string_agg(concat(b.product, ': ', b.seen, ' seen, ', trim_scale(b.billed), ' billed'), '; '
                ORDER BY b.monthly DESC) AS words
        FROM {billed-against-seen} b WHERE b.difference > 0 AND b.monthly > 0 GROUP BY b.company_id) AS b
    -- A machine may be on several lines.
    CROSS JOIN LATERAL (
        SELECT count(*) AS machines, jsonb_agg(d.device ORDER BY d.device ->> 'hostname') AS devices
        FROM (SELECT DISTINCT jsonb_path_query(b.devices, '$[*][*]') AS device) AS d) AS m
    UNION ALL
    SELECT 'agreement', w.company_id, w.machines, NULL, w.monthly, w.currency, 'price book', true, w.devices,
        concat(w.servers, ' servers, ', w.workstations, ' workstations, ', w.tickets, ' tickets and ', w.hours,
            ' hours in 90 days', ', last agreement: ' || nullif(w.last_agreement, ''))
    FROM {companies-without-agreement} w WHERE w.monthly > 0),
valued AS (
    SELECT g.*, coalesce(g.one_time, 0) + 12 * coalesce(g.monthly, 0) AS first_year, n.*
    FROM grouped g
    JOIN (VALUES
        ('refresh', 'Replace ageing hardware', 'hardware-refresh', '(laptop|hardware|refresh|server|workstation|desktop)'),
        ('server_upgrade', 'Upgrade server systems', 'operating-systems-end-of-life', '(server|migration)'),
        ('windows_upgrade', 'Upgrade Windows on clients', 'operating-systems-end-of-life', '(windows|upgrade)'),
        ('backup', 'Protect servers with backups', 'servers-without-backup', '(backup|bcdr|recovery)'),
        ('antivirus', 'Add managed antivirus', 'antivirus-gaps', '(antivirus|edr|security|endpoint)'),
        ('memory', 'Add memory', 'memory-and-disk-shortfalls', '(memory|ram)'),
        ('disk', 'Larger drives', 'memory-and-disk-shortfalls', '(disk|drive|ssd)'),
        ('unbilled', 'Bill what is seen', 'billed-against-seen', '(managed|agreement)'),
        ('agreement', 'Offer an agreement', 'companies-without-agreement', '(managed|agreement)')
    ) AS n (its_kind, opportunity, report, words) ON n.its_kind = g.kind
    WHERE coalesce(g.one_time, 0) + 12 * coalesce(g.monthly, 0) > 0)
SELECT rank() OVER (ORDER BY v.first_year DESC) AS rank, c.name AS company, v.opportunity, v.machines, v.one_time, v.monthly,
    v.first_year,
    concat(CASE v.kind
        WHEN 'unbilled' THEN v.example
        WHEN 'agreement' THEN v.example
        ELSE concat(v.machines, CASE v.machines WHEN 1 THEN ' machine: ' ELSE ' machines, such as ' END,
            v.devices -> 0 ->> 'hostname', ' (', v.devices -> 0 ->> 'detail', ')')
    END, '; at ', CASE v.basis WHEN 'own price' THEN 'your own price' WHEN 'price book' THEN 'the price book''s price'
        ELSE v.basis END, CASE WHEN NOT v.is_sure AND v.kind = 'unbilled' THEN '; confirm first what the product counts' END)
        AS reasoning,
    (SELECT string_agg(concat(o.name, ' (' || nullif(concat_ws(', ', o.stage_label, o.amount), '') || ')'), '; '
        ORDER BY o.name)
        FROM live.opportunities o
        WHERE o.tenant_id = :'tenant'::uuid AND o.company_id = v.company_id AND o.status = 'open'
            AND lower(o.name) ~ v.words) AS already_open,
    nullif(concat(n.state, ' by ' || n.decided_by, ' on ' || n.decided_at::date, ', until ' || n.until, ': ' || n.reason), '') AS noted,
    coalesce(n.state, 'open') AS state,
    CASE WHEN v.is_sure THEN 'high' ELSE 'medium' END AS confidence,
    v.kind, v.report, concat(v.kind, ':', v.company_id) AS key, v.currency, v.devices, v.company_id
FROM valued v
JOIN live.companies c ON c.tenant_id = :'tenant'::uuid AND c.id = v.company_id
LEFT JOIN report.findings n ON n.tenant_id = :'tenant'::uuid AND n.key = concat(v.kind, ':', v.company_id)
WHERE v.first_year >= :'minimum'::numeric
    AND (:'without'::text IS NULL OR v.kind <> ALL (string_to_array(:'without'::text, ','))) AND (:'show'::text = 'all' OR n.state IS NULL OR n.state = 'quoted'
    OR n.state = 'snoozed' AND n.until <= :'on')
ORDER BY rank, company, v.kind
