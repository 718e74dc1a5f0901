-- Operating systems at end of life
-- question: Which machines run a system whose support has ended or ends within the horizon, and what does the upgrade cost?
-- sources: devices
-- chart: product rows
-- parameter: horizon_months integer = 12 | How many months ahead to look.
-- parameter: seen_days integer = 90 | Machines that were not seen for so many days are left out.
-- total: ended integer = count(*) filter (where state in ('ended', 'extended')) | Machines whose support has ended for
--     those who do not pay for more.
-- total: ending integer = count(*) filter (where state = 'ending') | Machines whose support ends within the horizon.
-- total: unknown integer = count(*) filter (where state = 'unknown') | Machines of whose system no date is known.
-- total: one_time money = coalesce(sum(one_time), 0) | What upgrading those that ended or end costs.
-- column: state text | ended; extended (only for those who pay for extended updates); ending (within the horizon); unknown.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: product text | The system and release, as the list of support ends has it.
-- column: ends_on date | The last day of support.
-- column: successor text | What to go to.
-- column: one_time money | The price of the upgrade; none for another release of Windows 11, which patching brings.
-- column: role text hidden | server, workstation, laptop, …
-- column: operating_system text hidden | The system as the RMM tells it.
-- column: reason text hidden | Why the state is what it is.
-- column: extended_ends_on date hidden | The last day for those who pay for extended updates.
-- column: source text hidden | Where the date is from.
-- column: price_basis text hidden | Whose price it is: the price book's, or one of the tenant's own.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
SELECT s.state, f.company_name AS company, f.hostname, l.product, e.ends_on, l.successor,
    CASE WHEN s.state <> 'unknown' AND l.product NOT LIKE 'Windows 11 %' THEN price.one_time END AS one_time, f.role, f.os_name AS operating_system,
    CASE
        WHEN l.product IS NULL THEN 'the list of support ends has no such system'
        WHEN e.ends_on IS NULL THEN l.source
        WHEN own.product IS NOT NULL THEN coalesce(own.reason, 'the tenant''s own date')
        WHEN o.product IS NOT NULL THEN coalesce(o.reason, 'the tenant''s own date')
        ELSE concat(l.ends_term, ' ', e.ends_on)
    END AS reason,
    l.extended_ends_on, l.source, price.basis AS price_basis, price.currency, f.company_id, f.machine_id
FROM machine_facts f
LEFT JOIN systems l ON l.os_name = f.os_name AND l.os_build IS NOT DISTINCT FROM f.os_build
LEFT JOIN report.lifecycle_overrides own ON own.tenant_id = :'tenant'::uuid AND own.kind = 'operating_system'
    AND own.product = l.product AND own.company_id = f.company_id
LEFT JOIN report.lifecycle_overrides o ON o.tenant_id = :'tenant'::uuid AND o.kind = 'operating_system' AND o.product = l.product
    AND o.company_id IS NULL
CROSS JOIN LATERAL (SELECT coalesce(own.ends_on, o.ends_on, l.ends_on) AS ends_on) AS e
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN e.ends_on IS NULL THEN 'unknown'
        WHEN e.ends_on >= :'on' THEN 'ending'
        WHEN l.extended_ends_on >= :'on' THEN 'extended'
        ELSE 'ended'
    END AS state) AS s
LEFT JOIN prices price ON price.name = CASE f.role WHEN 'server' THEN 'upgrade_server' WHEN 'hypervisor' THEN 'upgrade_server'
        ELSE 'upgrade_windows' END
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE f.role IN ('server', 'hypervisor', 'workstation', 'laptop') AND f.os_name IS NOT NULL
    AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
    AND (e.ends_on IS NULL OR e.ends_on <= :'on' + make_interval(months => :'horizon_months'::integer))
ORDER BY array_position(ARRAY['ended', 'extended', 'ending', 'unknown'], s.state), e.ends_on, company NULLS LAST,
    f.hostname, f.machine_id
