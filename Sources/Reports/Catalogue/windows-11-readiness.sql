-- Windows 11 readiness
-- question: Which machines with an older Windows can go to Windows 11, and which must be replaced?
-- sources: devices
-- chart: verdict rows
-- parameter: seen_days integer = 90 | Machines that were not seen for so many days are left out.
-- total: ruled_out integer = count(*) filter (where verdict = 'ruled out') | Machines that Windows 11 refuses.
-- total: possible integer = count(*) filter (where verdict = 'possible') | Machines of which all that is known fits; no RMM
--     lists the TPM, so that it is never a promise.
-- total: unknown integer = count(*) filter (where verdict = 'unknown') | Machines of which too little is known.
-- total: one_time money = coalesce(sum(one_time), 0) | Upgrades of the possible ones and replacements of those ruled out.
-- column: verdict text | ruled out, possible or unknown.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: processor text | The processor as the RMM tells it.
-- column: memory_gib number | Memory in GiB.
-- column: storage_gb number | Storage in GB (10^9 bytes).
-- column: one_time money | The price of the upgrade, or of the replacement.
-- column: reason text below | What the verdict rests on.
-- column: role text hidden | workstation or laptop.
-- column: operating_system text hidden | What it runs now.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
SELECT v.verdict, f.company_name AS company, f.hostname, f.cpu_model AS processor,
    round(f.memory_bytes / 1073741824.0, 1) AS memory_gib, round(f.storage_bytes / 1e9) AS storage_gb,
    CASE WHEN v.verdict <> 'unknown' THEN price.one_time END AS one_time,
    CASE
        WHEN c.cpu = 'too old' THEN 'Processor not on the list of Windows 11'
        WHEN f.architecture ILIKE '%32%' OR lower(f.architecture) = 'x86' THEN 'A system of 32 bits'
        WHEN f.memory_bytes < 3.9 * 1073741824 THEN 'Less than 4 GiB of memory'
        WHEN f.storage_bytes < 60e9 THEN 'Less than 64 GB of storage'
        WHEN v.verdict = 'possible' THEN 'Processor, memory and storage suffice; the TPM is not known'
        ELSE concat_ws(', ', CASE WHEN f.cpu_model IS NULL THEN 'no processor is reported'
            WHEN c.cpu IS NULL THEN 'the processor is not recognised' END,
            CASE WHEN f.memory_bytes IS NULL THEN 'no memory is reported' END,
            CASE WHEN f.storage_bytes IS NULL THEN 'no storage is reported' END)
    END AS reason,
    f.role, f.os_name AS operating_system, price.currency, f.company_id, f.machine_id
FROM machine_facts f
-- Intel from its 8th generation, Core Ultra, Ryzen from 2000, EPYC and Snapdragon are on the list.
CROSS JOIN LATERAL (SELECT substring(f.cpu_model FROM 'i[3579]-([0-9]+)') AS core,
    substring(f.cpu_model FROM 'Ryzen [3579]( PRO)? [0-9][0-9][0-9][0-9]') IS NOT NULL AS is_ryzen,
    substring(f.cpu_model FROM 'Ryzen [3579](?: PRO)? ([0-9])[0-9][0-9][0-9]') AS ryzen) AS named
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN length(named.core) = 5 OR length(named.core) = 4 AND left(named.core, 1) IN ('1', '8', '9') THEN 'listed'
        WHEN length(named.core) IN (3, 4) THEN 'too old'
        WHEN named.is_ryzen THEN CASE WHEN named.ryzen = '1' THEN 'too old' ELSE 'listed' END
        WHEN f.cpu_model ~* 'core.*ultra|snapdragon|intel.* n(95|97|100|200|305)' THEN 'listed'
        WHEN f.cpu_model ~* 'core.*2 (duo|quad)|pentium.*dual|athlon|phenom|amd a[0-9]+-' THEN 'too old'
    END AS cpu) AS c
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN c.cpu = 'too old' OR f.architecture ILIKE '%32%' OR lower(f.architecture) = 'x86'
            OR f.memory_bytes < 3.9 * 1073741824 OR f.storage_bytes < 60e9 THEN 'ruled out'
        WHEN c.cpu = 'listed' AND f.memory_bytes IS NOT NULL AND f.storage_bytes IS NOT NULL THEN 'possible'
        ELSE 'unknown'
    END AS verdict) AS v
LEFT JOIN prices price ON price.name = CASE v.verdict WHEN 'possible' THEN 'upgrade_windows' ELSE 'replace_' || f.role END
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE f.os_family = 'windows' AND f.role IN ('workstation', 'laptop') AND NOT f.is_virtual
    AND f.os_name NOT ILIKE '%windows 11%' AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
ORDER BY array_position(ARRAY['ruled out', 'unknown', 'possible'], v.verdict), company NULLS LAST, f.hostname,
    f.machine_id
