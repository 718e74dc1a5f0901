-- Keys of whoever runs the installation: they belong to no tenant, name one with each call, and reach its syncs alone. No
-- role of the service reads the table; a key is told by its prefix, as a tenant's is.
CREATE TABLE control.platform_keys (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL UNIQUE CHECK (name <> ''),
    prefix     text NOT NULL UNIQUE,
    hash       bytea NOT NULL,
    profile    text NOT NULL,
    grants     jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
COMMENT ON TABLE control.platform_keys IS
    'API keys that name the tenant with each call (/v1/tenants/{slug}/syncs); only a hash is kept.';

CREATE FUNCTION control.find_platform_key(key_prefix text)
RETURNS TABLE (id uuid, name text, hash bytea, profile text, grants jsonb, expires_at timestamptz,
    revoked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
    SELECT k.id, k.name, k.hash, k.profile, k.grants, k.expires_at, k.revoked_at
    FROM control.platform_keys k WHERE k.prefix = key_prefix
$$;
REVOKE ALL ON FUNCTION control.find_platform_key(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.find_platform_key(text) TO {role}_reader;
