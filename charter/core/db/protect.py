"""Row security and grants of a new table, for migrations."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from charter.core.db.base import TENANT_OF_TRANSACTION
from charter.core.db.roles import app_role, system_role

ALL = "SELECT, INSERT, UPDATE, DELETE"


def protect(table: str, *, app: str = ALL, system: str = ALL, tenant_column: str = "tenant_id") -> None:
    """Force row security on a tenant's table and grant it to the two roles.

    Args:
        app: what the application role may do; the audit outbox gives ``INSERT`` alone.
        system: what the system role may do; of the audit log it may write nothing.
        tenant_column: the column that holds the tenant; ``id`` for the table of tenants itself.
    """
    database = op.get_bind().scalar(text("SELECT current_database()")) or ""
    mine = f"{tenant_column} = {TENANT_OF_TRANSACTION}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f'CREATE POLICY tenant_isolation ON {table} TO "{app_role(database)}" USING ({mine}) WITH CHECK ({mine})'
    )
    op.execute(f'CREATE POLICY system_access ON {table} TO "{system_role(database)}" USING (true) WITH CHECK (true)')
    op.execute(f'GRANT {app} ON {table} TO "{app_role(database)}"')
    op.execute(f'GRANT {system} ON {table} TO "{system_role(database)}"')


def system_only(table: str) -> None:
    """Grant a table without tenants to the system role alone: the application role cannot see it at all."""
    database = op.get_bind().scalar(text("SELECT current_database()")) or ""
    op.execute(f'GRANT {ALL} ON {table} TO "{system_role(database)}"')
