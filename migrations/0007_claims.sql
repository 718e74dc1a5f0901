-- What workers take: connections with a run that is queued or a stream that is due, fairly across tenants.

-- When the lease was last taken by a worker: whose turn it was.
ALTER TABLE control.leases ADD COLUMN taken_at timestamptz;

DROP FUNCTION control.due_connections(integer);

-- When a connection that was never read is due: soon, and many that were made together not all at once.
CREATE FUNCTION control.first_due(connection_id uuid, created_at timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT created_at + abs(hashtext(connection_id::text)::bigint) % 15000 * interval '1 millisecond'
$$;

-- Takes the leases of up to `maximum` connections. Of each, `run_id` is the queued run to begin, or null: what is due.
--
-- A tenant's first connection goes before any other's second, and so on, counting those that run already, wherever they
-- run: however much one tenant has to do, another's turn comes at once. Then refreshes go before other queued runs,
-- and these before what is due (unless that has waited for a minute); then the tenant whose turn is longest ago. `busy`
-- is a tenant for each connection that the worker runs already: none gets more than `share` of its places while there is
-- another tenant, so that a place is left for that one.
--
-- Several workers may call it at once: what one is about to take the others pass over.
CREATE FUNCTION control.claim_connections(
    lease_owner text, lease_duration interval, maximum integer, busy uuid[], share integer)
RETURNS TABLE (tenant_id uuid, connection_id uuid, token bigint, run_id uuid, waited interval)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
#variable_conflict use_column
DECLARE
    moment timestamptz := clock_timestamp();
    most integer := share;
    taken integer := 0;
    candidate record;
BEGIN
    IF (SELECT count(*) < 2 FROM (SELECT FROM control.tenants LIMIT 2) t) THEN
        most := maximum + cardinality(busy);
    END IF;
    FOR candidate IN
        WITH asked AS (
            SELECT r.tenant_id, r.connection_id, CASE r.trigger WHEN 'refresh' THEN 0 ELSE 1 END AS class, r.created_at
            FROM control.runs r WHERE r.state = 'queued'
            UNION ALL
            -- A queued run whose worker is gone.
            SELECT r.tenant_id, r.connection_id, 1, r.created_at
            FROM control.runs r WHERE r.state = 'running' AND r.queued_at IS NOT NULL
        ), due AS (
            SELECT t.id AS tenant_id, d.connection_id, d.since
            FROM control.tenants t CROSS JOIN LATERAL (
                SELECT s.connection_id, min(s.next_due) AS since FROM control.streams s
                WHERE s.tenant_id = t.id AND s.next_due <= moment GROUP BY s.connection_id) d
            UNION ALL
            SELECT c.tenant_id, c.id, control.first_due(c.id, c.created_at) FROM control.connections c
            WHERE control.first_due(c.id, c.created_at) <= moment AND NOT EXISTS (
                SELECT FROM control.streams s WHERE s.tenant_id = c.tenant_id AND s.connection_id = c.id)
        ), waiting AS (
            SELECT a.tenant_id, a.connection_id, min(a.class) AS class, min(a.created_at) AS since
            FROM asked a JOIN control.connections c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
            WHERE c.state <> 'paused'
            GROUP BY a.tenant_id, a.connection_id
            UNION ALL
            SELECT d.tenant_id, d.connection_id,
                CASE WHEN d.since < moment - interval '1 minute' THEN 1 ELSE 2 END, d.since
            FROM due d JOIN control.connections c ON c.tenant_id = d.tenant_id AND c.id = d.connection_id
            WHERE c.state IN ('active', 'failing') AND coalesce(c.retry_at <= moment, true)
                AND NOT EXISTS (SELECT FROM asked a WHERE a.tenant_id = d.tenant_id
                    AND a.connection_id = d.connection_id)
        ), turns AS (
            SELECT l.tenant_id, count(*) FILTER (WHERE l.expires_at > moment) AS running, max(l.taken_at) AS taken_at
            FROM control.leases l GROUP BY l.tenant_id
        ), placed AS (
            SELECT w.*, coalesce(t.running, 0) AS running, t.taken_at,
                row_number() OVER (PARTITION BY w.tenant_id ORDER BY w.class, w.since) AS place
            FROM waiting w
            LEFT JOIN turns t ON t.tenant_id = w.tenant_id
            WHERE NOT EXISTS (SELECT FROM control.leases l WHERE l.tenant_id = w.tenant_id
                AND l.connection_id = w.connection_id AND l.expires_at > moment)
        )
        SELECT p.tenant_id, p.connection_id, p.since FROM placed p
        ORDER BY p.place + p.running, p.class, p.taken_at NULLS FIRST, p.since
    LOOP
        EXIT WHEN taken >= maximum;
        CONTINUE WHEN cardinality(array_positions(busy, candidate.tenant_id)) >= most;
        PERFORM FROM control.connections c
        WHERE c.tenant_id = candidate.tenant_id AND c.id = candidate.connection_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        INSERT INTO control.leases AS l (tenant_id, connection_id, token, owner, expires_at, taken_at)
        VALUES (candidate.tenant_id, candidate.connection_id, 1, lease_owner, clock_timestamp() + lease_duration,
            clock_timestamp())
        ON CONFLICT (tenant_id, connection_id) DO UPDATE
        SET token = l.token + 1, owner = excluded.owner, expires_at = excluded.expires_at, taken_at = excluded.taken_at
        WHERE l.expires_at <= clock_timestamp()
        RETURNING l.tenant_id, l.connection_id, l.token INTO tenant_id, connection_id, token;
        CONTINUE WHEN NOT FOUND;
        SELECT r.id INTO run_id FROM control.runs r
        WHERE r.tenant_id = candidate.tenant_id AND r.connection_id = candidate.connection_id
            AND (r.state = 'queued' OR r.state = 'running' AND r.queued_at IS NOT NULL)
        ORDER BY CASE r.trigger WHEN 'refresh' THEN 0 ELSE 1 END, r.created_at LIMIT 1;
        -- Another worker may have done all of it between our look and our lease.
        IF run_id IS NULL AND NOT control.is_due(tenant_id, connection_id) THEN
            UPDATE control.leases l SET expires_at = clock_timestamp()
            WHERE l.tenant_id = candidate.tenant_id AND l.connection_id = candidate.connection_id;
            CONTINUE;
        END IF;
        taken := taken + 1;
        busy := busy || candidate.tenant_id;
        waited := clock_timestamp() - candidate.since;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Whether a connection has a stream that is due, or none yet.
CREATE FUNCTION control.is_due(of_tenant uuid, of_connection uuid)
RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT min(s.next_due) <= clock_timestamp() FROM control.streams s
        WHERE s.tenant_id = of_tenant AND s.connection_id = of_connection), true)
$$;

-- The seconds until something is due that is not yet; null: nothing will be.
CREATE FUNCTION control.seconds_to_next_due()
RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
    SELECT extract(epoch FROM min(n.due) - statement_timestamp())::double precision
    FROM (
        SELECT d.next_due AS due FROM control.tenants t CROSS JOIN LATERAL (
            SELECT s.next_due FROM control.streams s
            JOIN control.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
            WHERE s.tenant_id = t.id AND s.next_due > statement_timestamp() AND c.state IN ('active', 'failing')
            ORDER BY s.next_due LIMIT 1) d
        UNION ALL
        SELECT control.first_due(c.id, c.created_at) FROM control.connections c
        WHERE control.first_due(c.id, c.created_at) > statement_timestamp() AND c.state IN ('active', 'failing')
            AND NOT EXISTS (SELECT FROM control.streams s WHERE s.tenant_id = c.tenant_id AND s.connection_id = c.id)
    ) n
$$;

REVOKE ALL ON FUNCTION control.claim_connections(text, interval, integer, uuid[], integer),
    control.seconds_to_next_due(), control.is_due(uuid, uuid), control.first_due(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.claim_connections(text, interval, integer, uuid[], integer),
    control.seconds_to_next_due() TO {role}_worker;
