"""Life cycle, branding and labels of tenants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_tenants"
down_revision = "0009_accounts"

_STATES = "state IN ('active', 'suspended', 'deleting', 'deleted')"


def upgrade() -> None:
    """Add what a tenant says of itself, and when it will be gone."""
    op.drop_constraint(op.f("ck_tenants_state"), "tenants")
    op.create_check_constraint(op.f("ck_tenants_state"), "tenants", _STATES)
    op.add_column("tenants", sa.Column("branding", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("tenants", sa.Column("residency", sa.Text(), nullable=True))
    op.add_column("tenants", sa.Column("retention_days", sa.Integer(), nullable=True))
    op.add_column("tenants", sa.Column("purge_at", postgresql.TIMESTAMP(timezone=True), nullable=True))
