-- Memory and disk shortfalls
-- question: Which machines have too little memory, or a drive that is nearly full?
-- sources: devices, device_volumes
-- parameter: memory_gib number = 16 | Workstations and laptops with less are listed.
-- parameter: free_percent number = 10 | Drives with less free are listed.
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days are left out.
-- total: machines integer = count(DISTINCT machine_id) | Machines with a shortfall.
-- total: memory integer = count(*) filter (where shortfall = 'memory') | Machines with too little memory.
-- total: disk integer = count(*) filter (where shortfall = 'disk') | Machines with a drive that is nearly full.
-- total: one_time money = coalesce(sum(one_time), 0) | What mending it costs.
-- column: shortfall text | memory or disk (the fullest drive).
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: role text | server, workstation or laptop.
-- column: detail text | The memory, or the drive and what is free on it.
-- column: model text | The maker's model.
-- column: one_time money | The price of more memory or of a larger drive.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
WITH fullest AS MATERIALIZED (
    SELECT DISTINCT ON (m.machine_id) m.machine_id, v.name, v.capacity_bytes, v.free_bytes
    FROM live.device_volumes v
    JOIN report.device_machines m ON m.tenant_id = :'tenant'::uuid AND m.device_id = v.device_id
    WHERE v.tenant_id = :'tenant'::uuid AND v.capacity_bytes >= 20e9
        AND v.free_bytes < v.capacity_bytes * :'free_percent'::float8 / 100
    ORDER BY m.machine_id, v.free_bytes / v.capacity_bytes::float8, v.name),
short AS (
    SELECT 'memory' AS shortfall, f.machine_id, 'add_memory' AS price,
        concat(round(f.memory_bytes / 1073741824.0), ' GiB') AS detail
    FROM machine_facts f
    -- Graphics and firmware take a part of what is built in.
    WHERE f.role IN ('workstation', 'laptop') AND NOT f.is_virtual
        AND f.memory_bytes < 0.93::float8 * :'memory_gib'::float8 * 1073741824
    UNION ALL
    SELECT 'disk', v.machine_id, 'add_disk', concat(v.name, ' ', round(v.free_bytes / 1e9), ' of ',
        round(v.capacity_bytes / 1e9), ' GB free')
    FROM fullest v)
SELECT s.shortfall, f.company_name AS company, f.hostname, f.role, s.detail, f.model, price.one_time, price.currency,
    f.company_id, f.machine_id
FROM short s
JOIN machine_facts f USING (machine_id)
LEFT JOIN prices price ON price.name = s.price
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE f.role IN ('server', 'workstation', 'laptop') AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
ORDER BY s.shortfall DESC, company NULLS LAST, f.hostname, f.machine_id
