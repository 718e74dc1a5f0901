-- Servers without a backup
-- question: Which servers have no recent backup, and of which can nobody say?
-- sources: devices, backups, software
-- chart: state rows
-- parameter: days integer = 3 | A backup is recent if it succeeded within so many days.
-- parameter: seen_days integer = 30 | Servers that were not seen for so many days are left out.
-- total: none integer = count(*) filter (where state = 'none') | Servers without any backup, where a source would know.
-- total: stale integer = count(*) filter (where state = 'stale') | Servers whose last good backup is too old.
-- total: unknown integer = count(*) filter (where state = 'unknown') | Servers of which no source can say.
-- total: servers integer = (select count(*) from machine_facts f where f.role = 'server' and f.last_seen_at::date >=
--     :'on' - :'seen_days'::integer) | All servers looked at.
-- total: monthly money = coalesce(sum(monthly), 0) | What protecting those without any costs each month.
-- column: state text | none (a source that is connected, fresh and matched lists backups, but none of this server); stale
--     (the last success is too old); unknown.
-- column: company text | The company of the PSA that the server counts for.
-- column: hostname text | The server's name.
-- column: last_success_at time | When a backup succeeded last.
-- column: backup text | The backup product.
-- column: monthly money | The price of protecting it.
-- column: reason text below | What the state rests on.
-- column: operating_system text hidden | What it runs.
-- column: is_virtual boolean hidden | Whether it is a virtual machine.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
WITH telling AS MATERIALIZED (
    -- Which connections list backups at all, and whether they can be believed.
    SELECT t.connection_id, t.connection, bool_or(t.is_fresh) AS is_fresh, known.backups, known.untied
    FROM report.sources t
    JOIN (
        SELECT b.connection_id, count(*) AS backups, count(*) FILTER (WHERE b.device_id IS NULL) AS untied
        FROM live.backups b WHERE b.tenant_id = :'tenant'::uuid GROUP BY b.connection_id
    ) AS known ON known.connection_id = t.connection_id
    WHERE t.tenant_id = :'tenant'::uuid AND t.source_table = 'backups'
    GROUP BY t.connection_id, t.connection, known.backups, known.untied),
-- The best of those that see the same machines: fresh, and without backups that are tied to no device.
best AS MATERIALIZED (
    SELECT DISTINCT ON (s.connection_ids) s.connection_ids, t.connection, t.is_fresh, t.untied
    FROM (SELECT DISTINCT connection_ids FROM machine_facts) AS s
    JOIN telling t ON t.connection_id = ANY (s.connection_ids)
    ORDER BY s.connection_ids, t.is_fresh AND t.untied = 0 DESC, t.is_fresh DESC, t.backups DESC, t.connection),
installed AS MATERIALIZED (
    SELECT c.machine_id, min(c.name) AS title FROM classed_software c WHERE c.category = 'backup' GROUP BY c.machine_id)
SELECT s.state, f.company_name AS company, f.hostname, f.backup_success_at AS last_success_at,
    f.backup_product AS backup, CASE WHEN s.state = 'none' THEN price.monthly END AS monthly,
    CASE
        WHEN s.state = 'stale' AND f.backup_success_at IS NULL THEN 'Has backup jobs, none of which ever succeeded'
        WHEN s.state = 'stale' THEN concat('Last success ', :'on' - f.backup_success_at::date, ' days ago')
        WHEN s.state = 'none' THEN concat(k.connection, ' lists backups of other machines, and none of this one')
        WHEN f.backup_jobs > 0 THEN 'The source that lists its backups is not fresh'
        WHEN i.title IS NOT NULL THEN concat(i.title, ' is installed, and no connected source lists its backups')
        WHEN k.connection IS NULL THEN 'No source that sees it lists any backups'
        WHEN NOT f.is_inventoried THEN 'No agent runs on it: it is seen through its host or from outside'
        WHEN NOT k.is_fresh THEN concat(k.connection, ' lists backups, but has not been read lately')
        ELSE concat(k.connection, ' lists backups that are tied to no device yet')
    END AS reason,
    f.os_name AS operating_system, f.is_virtual, price.currency, f.company_id, f.machine_id
FROM machine_facts f
LEFT JOIN best k ON k.connection_ids = f.connection_ids
LEFT JOIN installed i USING (machine_id)
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN f.backup_success_at::date >= :'on' - :'days'::integer THEN 'protected'
        WHEN f.backup_jobs > 0 THEN CASE WHEN k.is_fresh THEN 'stale' ELSE 'unknown' END
        WHEN i.title IS NULL AND f.is_inventoried AND k.is_fresh AND k.untied = 0 THEN 'none'
        ELSE 'unknown'
    END AS state) AS s
LEFT JOIN prices price ON price.name = 'protect_server'
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE f.role = 'server' AND f.last_seen_at::date >= :'on' - :'seen_days'::integer AND s.state <> 'protected'
ORDER BY array_position(ARRAY['none', 'stale', 'unknown'], s.state), company NULLS LAST, f.hostname, f.machine_id
