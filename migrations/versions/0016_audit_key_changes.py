"""Changes of the key that signs the audit log, each signed by the key before it and the one after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect
from charter.core.db.roles import audit_role

revision = "0016_audit_key_changes"
down_revision = "0015_storage"

_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"


def upgrade() -> None:
    """Create the table; the sequencer's role alone writes it."""
    op.create_table(
        "audit_key_changes",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("by_old", postgresql.BYTEA(), nullable=False),
        sa.Column("by_new", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "size", name=op.f("pk_audit_key_changes")),
    )
    protect("audit_key_changes", app="SELECT", system="SELECT, DELETE")
    database = op.get_bind().scalar(sa.text("SELECT current_database()")) or ""
    sequencer = audit_role(database)
    op.execute(f'CREATE POLICY sequencer_access ON audit_key_changes TO "{sequencer}" USING (true) WITH CHECK (true)')
    op.execute(f'GRANT SELECT, INSERT ON audit_key_changes TO "{sequencer}"')
