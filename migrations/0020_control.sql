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

-- What each table and column of the schema means stands in the database, as it does for the model's and the reports'.
COMMENT ON SCHEMA control IS 'What the service itself keeps: tenants, connections, runs, keys and what people decided of them.';
DO $tables$
DECLARE
    described record;
BEGIN
    FOR described IN SELECT * FROM (VALUES
        ('tenant_keys', 'Each tenant''s data key, wrapped by the master key: it seals credentials and tokens.'),
        ('connections', 'The vendors'' systems that are read: a row an account of a tenant.'),
        ('credentials', 'What opens a vendor''s system, sealed with the tenant''s data key: a row a field.'),
        ('leases', 'Which worker owns a connection, and until when.'),
        ('streams', 'How each stream of a connection stands, and when it is due.'),
        ('seen', 'The ids that an unfinished whole read has met, page by page.'),
        ('runs', 'The syncs that were asked for or due.'),
        ('run_streams', 'What a run did to each stream.'),
        ('quarantine', 'Records that were set aside because they could not be read.'),
        ('api_keys', 'Keys to the query service; only a hash is kept.'),
        ('audit', 'Who did what, and which reads there were: a key, route and minute together.'),
        ('budgets', 'What may be called of a vendor in a minute and at one time, by what the vendor counts by.'),
        ('retention', 'How many days a tenant keeps what it need not keep for ever.'),
        ('retention_in_force', 'The same with what holds where a tenant has said nothing.'),
        ('request_counts', 'What each process that serves has answered in a minute, so that all keep to the limits together.')
    ) AS m (name, meaning) LOOP
        EXECUTE format('COMMENT ON %s control.%I IS %L', CASE (SELECT c.relkind FROM pg_class c
            WHERE c.oid = format('control.%I', described.name)::regclass) WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
            described.name, described.meaning);
    END LOOP;
END
$tables$;

-- The first that names the table counts, else what the name means everywhere.
DO $columns$
DECLARE
    described record;
BEGIN
    FOR described IN SELECT c.oid::regclass AS thing, a.attname AS name, (
            SELECT m.meaning FROM (VALUES
                (NULL, 'tenant_id', 'The tenant.'), (NULL, 'id', 'Its id.'),
                (NULL, 'connection_id', 'The connection.'), (NULL, 'stream', 'The stream, as the connector names it.'),
                (NULL, 'created_at', 'When it was made.'), (NULL, 'updated_at', 'When it was last written.'),
                (NULL, 'reason', 'Why it is so, for people.'),
                (NULL, 'started_at', 'When it began; null: not yet.'),
                (NULL, 'ended_at', 'When it ended; null: not yet.'),
                (NULL, 'external_id', 'The vendor''s own id.'), (NULL, 'decided_by', 'Who decided it; null: nobody yet.'),
                (NULL, 'decided_at', 'When it was decided.'), (NULL, 'created_by', 'Who made it.'),
                (NULL, 'expires_at', 'From then on it is worth nothing; null: never.'),
                (NULL, 'revoked_at', 'When it was taken back; null: it holds.'), (NULL, 'revoked_by', 'Who took it back.'),
                (NULL, 'vendor', 'The vendor, as `quartermaster connection create` names it.'),
                (NULL, 'prefix', 'The key''s public first part, by which it is found and recognised.'),
                (NULL, 'hash', 'SHA-256 of the key.'), (NULL, 'profile', 'The permission profile.'),
                (NULL, 'grants', 'Permission group to level, over the profile''s.'),
                (NULL, 'sealed', 'The value, sealed with the tenant''s data key.'),
                (NULL, 'requested', 'The streams that were asked for; null: all.'),
                (NULL, 'trigger', 'What asked for it: command, api, schedule or refresh.'),
                (NULL, 'history_days', 'Former versions of rows.'), (NULL, 'changes_days', 'Rows of the change feed.'),
                (NULL, 'resolved_alerts_days', 'Alerts, since they were resolved.'), (NULL, 'runs_days', 'Runs, since they ended.'),
                (NULL, 'quarantine_days', 'Records in quarantine, since they were resolved.'),
                (NULL, 'last_run_at', 'When somebody last began to remove what is older.'),
                ('tenants', 'slug', 'Its short name, in commands and addresses.'), ('tenants', 'name', 'What people call it.'),
                ('tenant_keys', 'wrapped_key', 'The data key, wrapped by the master key.'),
                ('connections', 'name', 'What people call it; one a tenant.'),
                ('connections', 'base_url', 'The vendor''s host; the connector adds its paths.'),
                ('connections', 'settings',
                    'What was set beside: calls_per_minute, concurrent_calls, timezone, tls_pin, the vendor''s own.'),
                ('connections', 'state', 'active, paused (by a person), failing (tried again) or blocked (someone must act).'),
                ('connections', 'state_reason', 'Why, and what is to be done, for people.'),
                ('connections', 'failures', 'Failed runs in a row.'),
                ('connections', 'retry_at', 'Until then the schedule leaves it alone; null: it does not.'),
                ('credentials', 'field', 'Which of the vendor''s fields it is: client_secret.'),
                ('leases', 'token', 'Rises with every owner, and is checked inside every commit.'),
                ('leases', 'owner', 'The process that owns the connection.'),
                ('leases', 'expires_at', 'Until then, by the database''s clock, unless it is renewed.'),
                ('leases', 'taken_at', 'When a worker last took it: whose turn it was.'),
                ('streams', 'entity', 'The table that it fills.'),
                ('streams', 'state',
                    'never_read, current, late, deferred (waits for a budget), held (the brake), failing or not_available.'),
                ('streams', 'state_reason', 'Why, for people.'),
                ('streams', 'period', 'Between two reads, as it is in force.'),
                ('streams', 'declared_period', 'Between two reads, as the connector declares it.'),
                ('streams', 'cron', 'The cron expression by which it is read instead; null: none.'),
                ('streams', 'sweep_period', 'Between two reads of the whole, by which deletions are found.'),
                ('streams', 'next_due', 'When it is read again.'),
                ('streams', 'checkpoint', 'Where an unfinished read stands; null between reads.'),
                ('streams', 'high_water',
                    'The greatest modified time seen in the vendor''s data: where the next incremental read begins.'),
                ('streams', 'as_of', 'The database''s time at the first request of the last finished read; null: never read.'),
                ('streams', 'last_success_at', 'When a read of it last ended well.'),
                ('streams', 'last_sweep_at', 'When the whole of it was last read.'),
                ('streams', 'last_error', 'What last went wrong; null: nothing since it last went well.'),
                ('streams', 'failures', 'Failed reads in a row.'),
                ('seen', 'page', 'The page''s number, from 0.'),
                ('seen', 'hashes', '8 bytes of hash of each id.'),
                ('runs', 'is_full', 'Whether all is read, not only what has changed.'),
                ('runs', 'idempotency_key', 'The caller''s word by which the same wish is known again.'),
                ('runs', 'state', 'queued, running, done, partly_done, deferred, held, failed or abandoned.'),
                ('runs', 'queued_at', 'When it was queued for a worker; null: begun at once by who asked.'),
                ('runs', 'attempts', 'How often a worker has begun it.'),
                ('runs', 'releases_brake', 'Whether the brake lets pass what it would hold.'),
                ('syncs', 'connection', 'The connection''s name.'),
                ('syncs', 'full', 'Whether all is read, not only what has changed.'),
                ('syncs', 'state', 'queued, running, done, partly_done, deferred, held, failed or abandoned.'),
                ('run_streams', 'run_id', 'The run.'),
                ('run_streams', 'state', 'queued, running, done, partly_done, deferred, held, failed or abandoned.'),
                ('run_streams', 'is_sweep', 'Whether the whole was read, so that deletions could be found.'),
                ('run_streams', 'read', 'Records that the vendor gave.'), ('run_streams', 'created', 'Rows that are new.'),
                ('run_streams', 'updated', 'Rows that were changed.'),
                ('run_streams', 'unchanged', 'Records that said nothing new; nothing was written.'),
                ('run_streams', 'deleted', 'Rows that are gone.'),
                ('run_streams', 'quarantined', 'Records that were set aside.'),
                ('run_streams', 'calls', 'Requests to the vendor.'), ('run_streams', 'bytes', 'Bytes that the vendor sent.'),
                ('run_streams', 'seconds', 'How long it took, in seconds.'),
                ('run_streams', 'would_delete', 'Of a held stream: how many rows it would have deleted or moved.'),
                ('run_streams', 'would_details', 'Which ones: the first hundred external ids.'),
                ('run_streams', 'hold_id', 'What it was held for, in control.holds.'),
                ('quarantine', 'external_id', 'The vendor''s own id, where the record has one.'),
                ('quarantine', 'reason', 'What is wrong with it.'), ('quarantine', 'payload', 'The record as it came.'),
                ('quarantine', 'occurrences', 'How often it was met.'),
                ('quarantine', 'first_seen_at', 'When it was first met.'), ('quarantine', 'last_seen_at', 'When it was last met.'),
                ('quarantine', 'resolved_at', 'When it could be read after all; null: it is still set aside.'),
                ('api_keys', 'name', 'What people call it; one a tenant.'),
                ('api_keys', 'company_ids', 'The companies that it is limited to; null: all.'),
                ('api_keys', 'is_test', 'Whether it was made for trying.'),
                ('audit', 'at', 'When; of reads: the minute.'),
                ('audit', 'actor', 'Who: operator:<login>, key:<name>, platform:<name> or worker.'),
                ('audit', 'action', 'What was done: sync.request.'), ('audit', 'subject', 'With what; of reads: the route.'),
                ('audit', 'details', 'More of it, by name; no secrets.'), ('audit', 'outcome', 'done, refused or failed.'),
                ('budgets', 'scope', 'What the vendor counts by: an account, an endpoint or the caller''s address.'),
                ('budgets', 'calls_per_minute', 'Calls a minute that are allowed, where that was learned.'),
                ('budgets', 'concurrent_calls', 'Calls at one time that are allowed, where that was learned.'),
                ('budgets', 'paused_until', 'Until then nobody calls; null: there is no pause.'),
                ('schedules', 'connection_id', 'The connection that it holds for; null: all of the tenant.'),
                ('schedules', 'stream', 'The stream that it holds for; null: all.'),
                ('schedules', 'period', 'Between two reads; of a cron expression, the shortest time between two of its moments.'),
                ('schedules', 'cron', 'The cron expression; null: the period alone.'),
                ('holds', 'run_id', 'The last run that met it.'),
                ('holds', 'kind', 'deletion, empty_list or move.'), ('holds', 'count', 'How many rows it is about.'),
                ('holds', 'hashes', '8 bytes of hash of each row''s external id, in order.'),
                ('holds', 'examples', 'The external ids of the first hundred.'),
                ('holds', 'words', 'What was held, for people.'),
                ('holds', 'state', 'waiting, accepted, rejected or lapsed.'),
                ('holds', 'ended_at', 'When it was over; null while it waits or its decision is in force.'),
                ('drift', 'day', 'The day.'), ('drift', 'due', 'Rows that are to be read again on this day.'),
                ('drift', 'checked', 'Rows of which the vendor told how they are.'),
                ('drift', 'differed',
                    'Of these, those that were not as told though the read before should have seen it; they were set right.'),
                ('drift', 'missing', 'Of these, those that are not there any more.'),
                ('drift', 'stale', 'Of these, those that the vendor has changed since the last read.'),
                ('drift', 'unread', 'Rows of which the vendor would not tell.'),
                ('drift', 'examples', 'The first of those that differed or are missing: external id, and the names of the fields.'),
                ('drift', 'last_id', 'Where the next sample begins.'), ('drift', 'checked_at', 'When it was last written.'),
                ('parent_reads', 'external_id', 'The parent''s own id at the vendor.'),
                ('parent_reads', 'read_at', 'When the read began that last saw its children; null: none has yet.'),
                ('parent_reads', 'previous_at', 'The one before: its place in the order of the read that is under way.'),
                ('parent_reads', 'failures', 'How often in a row the vendor would not answer for it.'),
                ('parent_reads', 'failed_at', 'Since when it is left alone for a while; null: it is not.'),
                ('tokens', 'account', 'A digest of what identifies the account.'),
                ('tokens', 'name', 'Which of its tokens it is.'),
                ('tokens', 'good_until', 'From then on it is worth nothing.'),
                ('tokens', 'ask_after', 'Until then nobody asks for another: somebody does, or the vendor wants it so.'),
                ('analysts', 'name', 'What people call it; one a tenant.'),
                ('analysts', 'login', 'The login''s name in PostgreSQL, which carries the tenant''s id.'),
                ('match_passes', 'looked_at', 'When the last pass began: what changed before is known.'),
                ('platform_keys', 'name', 'What people call it.'),
                ('request_counts', 'counted', 'The key or the tenant.'), ('request_counts', 'process',
                    'The process that answered.'),
                ('request_counts', 'used', 'Requests that it has answered in its minute.'),
                ('request_counts', 'ends_at', 'When its minute is over.')
            ) AS m (thing, name, meaning)
            WHERE m.name = a.attname AND coalesce(m.thing, c.relname) = c.relname
            ORDER BY m.thing NULLS LAST LIMIT 1) AS meaning
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'control'::regnamespace AND c.relkind IN ('r', 'v')
            AND col_description(c.oid, a.attnum) IS NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', described.thing, described.name, described.meaning);
    END LOOP;
END
$columns$;
