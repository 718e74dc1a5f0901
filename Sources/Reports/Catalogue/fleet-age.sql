-- Fleet and age
-- question: Of what is the fleet made, how old is it, and how well is that known?
-- sources: devices, configurations
-- chart: age machines
-- parameter: seen_days integer = 30 | Machines that were not seen for so many days are left out.
-- total: machines integer = coalesce(sum(machines), 0) | Servers, hypervisors, workstations and laptops seen.
-- total: known integer = coalesce(sum(known), 0) | Of them, with an age that rests on purchase or warranty.
-- total: out_of_warranty integer = coalesce(sum(out_of_warranty), 0) | Of them, out of warranty.
-- column: age text | The age in whole years; virtual machines apart.
-- column: role text | server, hypervisor, workstation or laptop.
-- column: machines integer | How many.
-- column: known integer | How many of them have an age by purchase or warranty; the others' is by BIOS date or first sight.
-- column: in_warranty integer | How many are under warranty.
-- column: out_of_warranty integer | How many are no longer.
-- column: devices json hidden | The machines: machine_id, hostname.
SELECT CASE WHEN f.is_virtual THEN 'virtual' ELSE concat(least(greatest((:'on' - f.age_from) / 365, 0), 9),
        CASE WHEN (:'on' - f.age_from) / 365 >= 9 THEN ' years and more' ELSE ' years' END) END AS age,
    f.role, count(*) AS machines,
    count(*) FILTER (WHERE f.age_basis IN ('purchase', 'warranty')) AS known,
    count(*) FILTER (WHERE f.warranty_ends_on >= :'on') AS in_warranty,
    count(*) FILTER (WHERE f.warranty_ends_on < :'on') AS out_of_warranty,
    jsonb_agg(jsonb_build_object('machine_id', f.machine_id, 'hostname', f.hostname) ORDER BY f.hostname COLLATE "C") AS devices
FROM machine_facts f
WHERE f.role IN ('server', 'hypervisor', 'workstation', 'laptop')
    AND f.last_seen_at::date >= :'on' - :'seen_days'::integer
GROUP BY 1, 2
ORDER BY age, f.role
