"""The catalogue check: what must hold in the database itself before Charter serves anyone."""

from __future__ import annotations

import asyncpg

from charter.core.errors import StartRefused

WITHOUT_TENANT = (
    "alembic_version",
    "attempt_counts",
    "edge_bans",
    "edge_policy_versions",
    "guardrail_model_lineups",
    "guardrail_model_parts",
    "guardrail_model_scores",
    "guardrail_model_versions",
    "installation",
    "passkey_challenges",
    "passkeys",
    "password_resets",
    "plans",
    "recovery_codes",
    "second_factor_challenges",
    "second_factors",
    "users",
    "workflow_clock",
)
"""Tables of the installation itself; the application role has no grant on them."""

_GIVEN = "WITH given AS (SELECT $1::text[] AS exempt, $2::text AS app) "

_CHECKS = {
    "table without forced row security": """
        SELECT c.relname FROM given, pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity) AND c.relname <> ALL(exempt)""",
    "table without a tenant policy that checks reads and writes": """
        SELECT c.relname FROM given, pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND c.relname <> ALL(exempt) AND NOT EXISTS (
          SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant_isolation' AND p.polcmd = '*'
          AND pg_get_expr(p.polqual, c.oid) = pg_get_expr(p.polwithcheck, c.oid)
          AND pg_get_expr(p.polqual, c.oid) LIKE '%NULLIF(current_setting(''charter.tenant_id''::text, true)%')""",
    "policy that lets the application role past its tenant": """
        SELECT c.relname || '.' || p.polname FROM given, pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = 'public'::regnamespace AND p.polname <> 'tenant_isolation'
        AND (app::regrole = ANY(p.polroles) OR 0 = ANY(p.polroles))""",
    "table of the installation that the application role can reach": """
        SELECT t FROM given, unnest(exempt) AS t WHERE to_regclass(t) IS NOT NULL
        AND has_table_privilege(app, t, 'SELECT, INSERT, UPDATE, DELETE')""",
    "foreign key between tenants' tables that leaves out the tenant": """
        SELECT con.conname FROM given, pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
        JOIN pg_class f ON f.oid = con.confrelid
        WHERE con.contype = 'f' AND c.relnamespace = 'public'::regnamespace
        AND c.relname <> ALL(exempt) AND f.relname <> ALL(exempt || ARRAY['tenants'])
        AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = con.conrelid AND a.attname = 'tenant_id'
                        AND a.attnum = ANY(con.conkey))""",
    "unique index that leaves out the tenant": """
        SELECT i.indexrelid::regclass::text FROM given, pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND c.relname <> ALL(exempt || ARRAY['tenants'])
        AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
                        AND a.attnum = ANY(i.indkey))""",
    "materialized view or foreign table": """
        SELECT relname FROM given, pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('m', 'f')""",
    "view that runs as its owner": """
        SELECT relname FROM given, pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
        AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)""",
    "function that runs as its owner": """
        SELECT p.proname FROM given, pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef""",
    "grant that lets the application role change the audit log": """
        SELECT t FROM given, unnest(ARRAY['audit_entries', 'audit_nodes', 'audit_trees', 'audit_checkpoints',
          'audit_keys', 'audit_key_changes']) AS t
          WHERE to_regclass(t) IS NOT NULL AND has_table_privilege(app, t, 'INSERT, UPDATE, DELETE')
        UNION ALL SELECT 'audit_pending' FROM given WHERE to_regclass('audit_pending') IS NOT NULL
          AND has_table_privilege(app, 'audit_pending', 'SELECT, UPDATE, DELETE')""",
    "power of the application role": """
        SELECT rolname || ' is a superuser, bypasses row security or creates databases or roles' FROM given, pg_roles
          WHERE rolname = app AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole)
        UNION ALL SELECT 'owns ' || relname FROM given, pg_class
          WHERE relnamespace = 'public'::regnamespace AND relowner = app::regrole
        UNION ALL SELECT 'may truncate ' || relname FROM given, pg_class WHERE relnamespace = 'public'::regnamespace
          AND relkind IN ('r', 'p') AND has_table_privilege(app, oid, 'TRUNCATE')
        UNION ALL SELECT 'may create tables' FROM given WHERE has_schema_privilege(app, 'public', 'CREATE')
        UNION ALL SELECT 'is a member of ' || roleid::regrole::text FROM given, pg_auth_members
          WHERE member = app::regrole""",
}


async def violations(connection: asyncpg.Connection, app_role: str) -> list[str]:
    """Return what in the catalogue breaks tenant isolation, in words; empty is good."""
    found: list[str] = []
    for what, query in _CHECKS.items():
        rows = await connection.fetch(_GIVEN + query, list(WITHOUT_TENANT), app_role)
        found.extend(f"{what}: {row[0]}" for row in rows)
    return found


async def require_sound(connection: asyncpg.Connection, app_role: str) -> None:
    """Refuse to serve on a database whose own isolation is not in place.

    Raises:
        StartRefused: names every violation.
    """
    if found := await violations(connection, app_role):
        raise StartRefused(f"The database does not isolate tenants ({'; '.join(found)}); run the migrations again.")
