-- What the narrow rows of a device are, in 16 bytes. A device whose rows come from the vendor as they are stored need not be
-- read back. A digest stands only while the device's stored rows are those that it was made of.
CREATE TABLE control.device_digests (
    tenant_id     uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    entity        text NOT NULL,
    part          smallint NOT NULL,
    device_number integer NOT NULL,
    digest        bytea NOT NULL,
    PRIMARY KEY (tenant_id, entity, part, device_number)
);
COMMENT ON TABLE control.device_digests IS
    'What the software or patches of a device are as they are stored, in 16 bytes: those who come so again are unchanged.';
COMMENT ON COLUMN control.device_digests.tenant_id IS 'The tenant.';
COMMENT ON COLUMN control.device_digests.entity IS 'software or patches.';
COMMENT ON COLUMN control.device_digests.part IS 'Which of the streams that fill the entity, as in its rows.';
COMMENT ON COLUMN control.device_digests.device_number IS 'The device''s number, as in inventory.device_numbers.';
COMMENT ON COLUMN control.device_digests.digest IS 'The beginning of the SHA-256 of the rows as they came.';
ALTER TABLE control.device_digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.device_digests FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.device_digests TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.device_digests TO {role}_worker;

-- Whoever deletes rows, for whatever reason, ends what is said of their devices: believed, it would keep the rows from ever
-- coming back.
CREATE FUNCTION control.forget_digests() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM control.device_digests d USING (SELECT DISTINCT g.tenant_id, g.part, g.device_number FROM gone g) g
    WHERE d.tenant_id = g.tenant_id AND d.entity = TG_ARGV[0] AND d.part = g.part
        AND d.device_number = g.device_number;
    RETURN NULL;
END
$$;
CREATE TRIGGER forget_digests AFTER DELETE ON inventory.software_rows
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION control.forget_digests('software');
CREATE TRIGGER forget_digests AFTER DELETE ON inventory.patch_rows
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION control.forget_digests('patches');
