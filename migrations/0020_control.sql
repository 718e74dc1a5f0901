-- What each process that serves has answered of a key's and a tenant's requests, so that all of them together keep to the
-- limits. It is worth nothing after a crash, and a minute later anyway. No role of the service reads the table.
CREATE UNLOGGED TABLE control.request_counts (
    counted uuid NOT NULL,
    process uuid NOT NULL,
    used    integer NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (counted, process)
) WITH (fillfactor = 50);

-- Tells what a process has counted, and answers what the others have of the same. Whose is not asked: a request is counted
-- before it is known whether its tenant is there.
CREATE FUNCTION control.share_request_counts(of_process uuid, ids uuid[], counts integer[], seconds integer[])
RETURNS TABLE (counted uuid, used bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
#variable_conflict use_column
BEGIN
    DELETE FROM control.request_counts o WHERE (o.counted, o.process) IN (
        SELECT g.counted, g.process FROM control.request_counts g WHERE g.ends_at <= clock_timestamp()
        FOR UPDATE SKIP LOCKED);
    INSERT INTO control.request_counts AS r (counted, process, used, ends_at)
    SELECT n.id, of_process, n.count, clock_timestamp() + n.seconds * interval '1 second'
    FROM unnest(ids, counts, seconds) AS n (id, count, seconds)
    ON CONFLICT (counted, process) DO UPDATE SET used = excluded.used, ends_at = excluded.ends_at;
    RETURN QUERY SELECT r.counted, sum(r.used) FROM control.request_counts r
        WHERE r.counted = ANY (ids) AND r.process <> of_process AND r.ends_at > clock_timestamp() GROUP BY r.counted;
END
$$;
REVOKE ALL ON FUNCTION control.share_request_counts(uuid, uuid[], integer[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.share_request_counts(uuid, uuid[], integer[], integer[]) TO {role}_reader;
