-- Software by title
-- question: What is installed where, how often, and in how many versions?
-- sources: software
-- parameter: title text | A part of the title; left out: all titles.
-- total: titles integer = count(*) | Titles.
-- total: installations integer = coalesce(sum(installations), 0) | Installations of them.
-- total: scattered integer = count(*) filter (where versions > 3) | Titles of which more than three versions are about.
-- column: title text | The title as the RMM tells it.
-- column: publisher text | Who made it.
-- column: installations integer | Devices that have it, as each RMM counts them.
-- column: versions integer | How many versions are about.
-- column: commonest text | The version that most have.
-- column: commonest_share percent | How many in a hundred have that.
-- column: spread json hidden | Each version and how many have it, the commonest first: version, installations.
WITH gone AS MATERIALIZED (
    -- Of devices that are gone, or have not arrived.
    SELECT n.number FROM inventory.device_numbers n
    LEFT JOIN live.devices d ON d.tenant_id = :'tenant'::uuid AND d.connection_id = n.connection_id
        AND d.external_id = n.external_id
    WHERE n.tenant_id = :'tenant'::uuid AND d.id IS NULL),
theirs AS MATERIALIZED (
    SELECT n.number FROM inventory.device_numbers n
    JOIN live.devices d ON d.tenant_id = :'tenant'::uuid AND d.connection_id = n.connection_id
        AND d.external_id = n.external_id
    JOIN report.organization_company c ON c.tenant_id = :'tenant'::uuid AND c.organization_id = d.organization_id
    WHERE n.tenant_id = :'tenant'::uuid AND c.company_id = ANY (:'companies'::uuid[])),
-- All that there is by an index alone, less what is gone; of companies, by their devices.
parts AS (
    SELECT s.title_number, s.version_number, count(*) AS installations FROM inventory.software_rows s
    WHERE s.tenant_id = :'tenant'::uuid AND :'companies'::uuid[] IS NULL GROUP BY s.title_number, s.version_number
    UNION ALL
    SELECT s.title_number, s.version_number, -count(*) FROM gone g
    JOIN inventory.software_rows s ON s.tenant_id = :'tenant'::uuid AND s.device_number = g.number
    WHERE :'companies'::uuid[] IS NULL GROUP BY s.title_number, s.version_number
    UNION ALL
    SELECT s.title_number, s.version_number, count(*) FROM theirs t
    JOIN inventory.software_rows s ON s.tenant_id = :'tenant'::uuid AND s.device_number = t.number
    GROUP BY s.title_number, s.version_number),
counted AS MATERIALIZED (
    SELECT p.title_number, p.version_number, sum(p.installations)::bigint AS installations FROM parts p
    GROUP BY p.title_number, p.version_number HAVING sum(p.installations) > 0),
named AS (
    SELECT t.name, min(t.publisher) AS publisher, v.version, sum(c.installations)::bigint AS installations
    FROM counted c
    JOIN inventory.software_titles t ON t.tenant_id = :'tenant'::uuid AND t.number = c.title_number
    JOIN inventory.software_versions v ON v.tenant_id = :'tenant'::uuid AND v.number = c.version_number
    WHERE :'title'::text IS NULL OR strpos(lower(t.name), lower(:'title'::text)) > 0
    GROUP BY t.name, v.version)
SELECT n.name AS title, min(n.publisher) AS publisher, sum(n.installations)::bigint AS installations,
    count(n.version) AS versions,
    (array_agg(n.version ORDER BY n.installations DESC, n.version))[1] AS commonest,
    round(100.0 * max(n.installations) / sum(n.installations), 1) AS commonest_share,
    jsonb_agg(jsonb_build_object('version', n.version, 'installations', n.installations)
        ORDER BY n.installations DESC, n.version) AS spread
FROM named n
GROUP BY n.name
ORDER BY installations DESC, title
