-- Remote access and unwanted software
-- question: On which machines is there remote-access software, or software that a business does not want?
-- sources: software, devices
-- parameter: category text | remote_access or unwanted; left out: both.
-- total: titles integer = count(DISTINCT title) | Titles found.
-- total: machines integer = coalesce(sum(machines), 0) | Machines that have one (counted again for each title).
-- total: remote_access integer = coalesce(sum(machines) filter (where category = 'remote_access'), 0) | Of them, with remote
--     access.
-- total: one_time money = coalesce(sum(one_time), 0) | What removing them costs.
-- column: category text | remote_access or unwanted; a tenant can agree to a title for all or for one company.
-- column: company text | The company of the PSA.
-- column: title text | The title as the RMM tells it.
-- column: machines integer | Machines that have it.
-- column: versions integer | How many versions are about.
-- column: one_time money | What removing it costs.
-- column: devices json hidden | The machines: machine_id, hostname.
-- column: currency text hidden | Of the price.
-- column: company_id id hidden | The company.
SELECT c.category, f.company_name AS company, c.name AS title, count(DISTINCT f.machine_id) AS machines,
    count(DISTINCT c.version) AS versions, count(DISTINCT f.machine_id) * min(price.one_time) AS one_time,
    jsonb_agg(DISTINCT jsonb_build_object('machine_id', f.machine_id, 'hostname', f.hostname)) AS devices,
    min(price.currency) AS currency, f.company_id
FROM classed_software c
JOIN machine_facts f USING (machine_id)
LEFT JOIN prices price ON price.name = 'remove_software'
    AND price.company_id = coalesce(f.company_id, :'nobody'::uuid)
WHERE c.category IN ('remote_access', 'unwanted') AND (:'category'::text IS NULL OR c.category = :'category'::text)
GROUP BY c.category, f.company_name, f.company_id, c.name
ORDER BY c.category, machines DESC, title, company NULLS LAST
