-- When the list that makes a row last showed it as new or changed. `changed_at` moves with everything that is written into
-- the row: what other streams fill, and links. Children that are asked for once a parent are read again when the parent's
-- list shows a change, not because something was filled in here. Null: not since this column was added.
DO $columns$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'inventory' AND c.relkind = 'r' AND c.relname LIKE '%\_facts' ORDER BY 1
    LOOP
        EXECUTE format('ALTER TABLE inventory.%I ADD COLUMN listed_at timestamptz', name);
        EXECUTE format('ALTER TABLE inventory.%I ALTER COLUMN listed_at SET DEFAULT now()', name);
    END LOOP;
END
$columns$;

-- As before, but for the new column, which is no fact.
CREATE OR REPLACE FUNCTION inventory.keep_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO inventory.history (tenant_id, entity, id, connection_id, valid_from, valid_to, facts)
    SELECT o.tenant_id, TG_ARGV[0], o.id, o.connection_id, o.changed_at, n.changed_at,
        jsonb_strip_nulls(to_jsonb(o) - ARRAY['tenant_id', 'connection_id', 'id', 'digest', 'stream_digests',
            'vendor_fields', 'stream_vendor_fields', 'custom_fields', 'listed_at'])
        || jsonb_build_object('custom_fields', to_jsonb(o) -> 'custom_fields')
    FROM former o JOIN latter n ON n.tenant_id = o.tenant_id AND n.id = o.id
    WHERE n.changed_at > o.changed_at;
    RETURN NULL;
END
$$;
