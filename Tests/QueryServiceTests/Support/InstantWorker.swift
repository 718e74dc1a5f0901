import Postgres
import TestSupport

extension Fixture {
    /// Has whatever is queued be done at once, as a quick worker would: the run has ended, and its streams were read just
    /// now. Devices are called `hostname` then.
    func letRunsBeDone(_ state: String = "done", reason: String? = nil, hostname: String = "new") async throws {
        let reason = reason.map { "'\($0)'" } ?? "NULL"
        try await database.owner.query(
            """
            CREATE FUNCTION control.work_at_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                UPDATE control.runs SET state = '\(raw: state)', reason = \(raw: reason), started_at = clock_timestamp(),
                    ended_at = clock_timestamp() WHERE id = NEW.id;
                INSERT INTO control.run_streams (tenant_id, run_id, stream, state, read)
                SELECT NEW.tenant_id, NEW.id, s, '\(raw: state)', CASE WHEN '\(raw: state)' = 'done' THEN 1 ELSE 0 END
                FROM unnest(NEW.requested) s;
                IF NEW.record_id IS NULL AND '\(raw: state)' = 'done' THEN
                    INSERT INTO control.streams (tenant_id, connection_id, stream, entity, state, period, sweep_period, as_of)
                    SELECT NEW.tenant_id, NEW.connection_id, s, s, 'current', '15 minutes', '1 day', clock_timestamp()
                    FROM unnest(NEW.requested) s
                    ON CONFLICT (tenant_id, connection_id, stream) DO UPDATE
                    SET as_of = excluded.as_of, state = 'current';
                END IF;
                UPDATE inventory.device_facts SET hostname = '\(raw: hostname)' WHERE '\(raw: state)' = 'done';
                RETURN NULL;
            END
            $$
            """)
        try await database.owner.query(
            """
            CREATE TRIGGER work_at_once AFTER INSERT ON control.runs FOR EACH ROW EXECUTE FUNCTION control.work_at_once()
            """)
    }
}
