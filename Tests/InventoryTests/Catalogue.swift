import Inventory
import Postgres

/// Reads PostgreSQL's catalogue and says where it breaks the house's rules for tenants' data.
struct Catalogue {
    let client: PostgresClient
    let rolePrefix: String

    /// What is wrong, in words; empty when all is well.
    func findings() async throws -> [String] {
        var findings: [String] = []
        for rule in [tables, policies, keys, foreignKeys, views, functions, roles] {
            findings += try await client.query(rule).map { $0[0] ?? "" }
        }
        return findings
    }

    /// Every table of a tenant's data has its tenant in it, and row-level security enabled and forced.
    private var tables: SQL {
        """
        SELECT format('%s.%s: %s', n.nspname, c.relname, problem)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (VALUES
            (CASE WHEN n.nspname = 'inventory' AND NOT EXISTS (SELECT FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') THEN 'has no tenant_id' END),
            (CASE WHEN NOT c.relrowsecurity THEN 'row-level security is off' END),
            (CASE WHEN NOT c.relforcerowsecurity THEN 'row-level security is not forced' END)) AS rule (problem)
        WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('inventory', 'control', 'live', 'report')
            AND problem IS NOT NULL
            AND (n.nspname = 'inventory' OR c.relname = 'tenants' OR EXISTS (SELECT FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'))
        """
    }

    /// Every such table has the service's policy for both roles and all commands, and its one plain comparison; no
    /// policy lets anything else through.
    private var policies: SQL {
        """
        SELECT format('%s.%s: no policy of the house', n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND NOT EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive
            AND \(rolePrefix + "_worker")::regrole = ANY (p.polroles)
            AND \(rolePrefix + "_reader")::regrole = ANY (p.polroles))
        UNION ALL
        SELECT format('%s: policy %s is not the plain comparison', p.polrelid::regclass, p.polname)
        FROM pg_policy p
        WHERE NOT (\(ofAnalysts)) AND NOT (\(ofLimitedKeys)) AND NOT (\(ofLimitedWrites)) AND (p.polwithcheck IS NOT NULL OR pg_get_expr(p.polqual, p.polrelid) NOT IN (
            '(tenant_id = (NULLIF(current_setting(''quartermaster.tenant''::text, true), ''''::text))::uuid)',
            '(id = (NULLIF(current_setting(''quartermaster.tenant''::text, true), ''''::text))::uuid)')
        OR (pg_get_expr(p.polqual, p.polrelid) LIKE '(id %' AND p.polrelid <> 'control.tenants'::regclass))
        """
    }

    /// The tenant's rows, and of them those that hang on some companies.
    private var ofLimitedKeys: SQL {
        """
        p.polroles = ARRAY[\(rolePrefix + "_limited")::regrole::oid] AND p.polcmd = 'r' AND p.polwithcheck IS NULL
        AND p.polpermissive AND pg_get_expr(p.polqual, p.polrelid) ~ ('^[(][(]' || CASE p.polrelid
            WHEN 'control.tenants'::regclass THEN 'id' ELSE 'tenant_id' END
            || ' = [(]NULLIF[(]current_setting[(]''quartermaster.tenant''::text, true[)], ''''::text[)][)]::uuid[)] AND[[:space:]]')
        """
    }

    /// What they write: of the tenant and of their companies alone; and what they did.
    private var ofLimitedWrites: SQL {
        """
        p.polroles = ARRAY[\(rolePrefix + "_limited")::regrole::oid] AND p.polpermissive
        AND (p.polcmd = 'a' AND p.polqual IS NULL OR p.polcmd IN ('w', 'd') AND p.polwithcheck IS NULL)
        AND pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid) ~ (CASE
            WHEN p.polrelid = 'control.audit'::regclass AND p.polcmd = 'a' THEN '^[(]tenant_id'
            WHEN p.polrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'report'::regnamespace)
                THEN '^[(][(]tenant_id' END
            || ' = [(]NULLIF[(]current_setting[(]''quartermaster.tenant''::text, true[)], ''''::text[)][)]::uuid[)]'
            || CASE WHEN p.polrelid = 'control.audit'::regclass THEN '$' ELSE ' AND [(]company_id = ANY ' END)
        """
    }

    /// The analysts' two: to their group alone, for reading alone, by the tenant in the login's name.
    private var ofAnalysts: SQL {
        """
        p.polroles = ARRAY[\(rolePrefix + "_analysts")::regrole::oid] AND p.polcmd = 'r' AND p.polwithcheck IS NULL
        AND CASE WHEN p.polpermissive
            THEN pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = (substr((SESSION_USER)::text, 9, 32))::uuid)'
            ELSE pg_get_expr(p.polqual, p.polrelid) = '( SELECT inventory.analyst_limits_hold() AS analyst_limits_hold)' END
        """
    }

    /// Every index of a table with a tenant begins with it, and there is a primary key.
    private var keys: SQL {
        """
        SELECT format('%s: begins with another column than tenant_id', i.indexrelid::regclass)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
        WHERE c.relnamespace IN ('inventory'::regnamespace, 'control'::regnamespace) AND i.indkey[0] <> t.attnum
        UNION ALL
        SELECT format('%s: no primary key', c.oid::regclass)
        FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN ('inventory'::regnamespace, 'control'::regnamespace)
            AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
        UNION ALL
        SELECT format('%s: indexes the volatile %s', i.indexrelid::regclass, a.attname)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relname LIKE '%\\_readings'
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND a.attname NOT IN ('tenant_id', 'id')
        """
    }

    /// Foreign keys begin with the tenant; the bulk tables have none.
    private var foreignKeys: SQL {
        """
        SELECT format('%s: foreign key %s does not begin with tenant_id', k.conrelid::regclass, k.conname)
        FROM pg_constraint k JOIN pg_attribute t ON t.attrelid = k.conrelid AND t.attname = 'tenant_id'
        WHERE k.contype = 'f' AND k.conkey[1] <> t.attnum
        UNION ALL
        SELECT format('%s: a bulk table with a foreign key', k.conrelid::regclass)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype = 'f' AND (c.relname LIKE '%\\_rows' OR c.relname LIKE 'software\\_%'
            OR c.relname IN ('patch_titles', 'patch_states', 'device_numbers', 'changes') OR c.relname LIKE '%\\_facts'
            OR c.relname LIKE '%\\_readings')
        """
    }

    /// Views run with their caller's rights; none is stored.
    private var views: SQL {
        """
        SELECT format('%s: a view that is not security_invoker', c.oid::regclass)
        FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('inventory', 'live', 'report', 'control') AND
            (c.relkind = 'm' OR c.relkind = 'v' AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false))
        """
    }

    /// What runs with its owner's rights is known by name, has its search path pinned, and is not for everybody.
    private var functions: SQL {
        """
        SELECT format('%s: a function with its owner''s rights that is not on the list', p.oid::regprocedure)
        FROM pg_proc p WHERE p.prosecdef AND p.pronamespace::regnamespace::text IN
            ('inventory', 'live', 'report', 'control', 'public')
            AND p.pronamespace::regnamespace::text || '.' || p.proname NOT IN
            ('control.find_key', 'control.find_tenant', 'control.claim_connections', 'control.seconds_to_next_due',
                'control.claim_housekeeping', 'control.find_platform_key', 'control.share_request_counts', 'inventory.similar_names',
                'inventory.analyze_matches')

        UNION ALL
        SELECT format('%s: its search path is not pinned', p.oid::regprocedure) FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace::regnamespace::text IN ('inventory', 'live', 'report', 'control')
            AND NOT coalesce(array_to_string(p.proconfig, ';') LIKE '%search_path=pg_catalog,%pg_temp%', false)
        UNION ALL
        SELECT format('%s: everybody may call it', p.oid::regprocedure) FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace::regnamespace::text IN ('inventory', 'live', 'report', 'control')
            AND (p.proacl IS NULL OR array_to_string(p.proacl, ';') ~ '(^|;)=X')
        """
    }

    /// The service's roles pass no policy and own nothing.
    private var roles: SQL {
        """
        SELECT format('%s: may pass policies or make roles', r.rolname) FROM pg_roles r
        WHERE r.rolname IN (\(rolePrefix + "_worker"), \(rolePrefix + "_reader"), \(rolePrefix + "_limited"))
            AND (r.rolbypassrls OR r.rolsuper OR r.rolcreaterole)
        UNION ALL
        SELECT format('%s: of another role, %s', m.member::regrole, m.roleid::regrole) FROM pg_auth_members m
        WHERE m.member = \(rolePrefix + "_analysts")::regrole
        UNION ALL
        SELECT format('%s: owned by %s', c.oid::regclass, r.rolname)
        FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname IN (\(rolePrefix + "_worker"), \(rolePrefix + "_reader"))
        """
    }
}
