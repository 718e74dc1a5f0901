-- Patch compliance
-- question: Which machines are not fully patched, and how many patches wait or have failed?
-- sources: devices, patch_status
-- chart: state rows
-- parameter: scan_days integer = 30 | A machine whose last scan is older counts as unknown.
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days are left out.
-- total: compliant integer = count(*) filter (where state = 'compliant') | Machines with nothing to install.
-- total: not_compliant integer = count(*) filter (where state not in ('compliant', 'unknown')) | Machines with patches that
--     wait or failed, or that wait for a restart.
-- total: unknown integer = count(*) filter (where state = 'unknown') | Machines that no source has scanned lately.
-- total: share percent = round(100.0 * count(*) filter (where state = 'compliant') / nullif(count(*) filter (where state <>
--     'unknown'), 0), 1) | Compliant machines in a hundred that are known.
-- total: pending_patches integer = coalesce(sum(pending), 0) | Patches that wait.
-- total: failed_patches integer = coalesce(sum(failed), 0) | Patches that failed.
-- column: state text | failed, pending, reboot_required, unknown or compliant.
-- column: company text | The company of the PSA that the machine counts for.
-- column: hostname text | The machine's name.
-- column: operating_system text | What it runs.
-- column: pending integer | Patches that wait to be installed.
-- column: failed integer | Patches that failed.
-- column: scanned_at time | When the machine was last scanned, where the RMM says.
-- column: role text hidden | server, workstation or laptop.
-- column: company_id id hidden | The company.
-- column: machine_id id hidden | The machine in report.machine_facts.
SELECT s.state, f.company_name AS company, f.hostname, f.os_name AS operating_system, f.patches_pending AS pending,
    f.patches_failed AS failed, f.patches_scanned_at AS scanned_at, f.role, f.company_id, f.machine_id
FROM machine_facts f
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN f.patches_scanned_at::date < :'on' - :'scan_days'::integer THEN 'unknown'
        ELSE coalesce(f.patch_status, CASE WHEN f.patches_failed > 0 THEN 'failed' WHEN f.patches_pending > 0
            THEN 'pending' WHEN f.patches_pending = 0 THEN 'compliant' END, 'unknown')
    END AS state) AS s
WHERE f.role IN ('server', 'workstation', 'laptop') AND f.os_family = 'windows'
    AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
ORDER BY array_position(ARRAY['failed', 'pending', 'reboot_required', 'unknown', 'compliant'], s.state),
    f.patches_failed DESC NULLS LAST, f.patches_pending DESC NULLS LAST, company NULLS LAST, f.hostname, f.machine_id
