"""Credentials of tools: headers for one host, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0022_tool_credentials"
down_revision = "0023_mcp_servers"


def upgrade() -> None:
    op.create_table(
        "tool_credentials",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("over_http", sa.Boolean(), nullable=False),
        sa.Column("sealed_value", postgresql.BYTEA(), nullable=True),
        sa.Column("last4", sa.Text(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_tool_credentials_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tool_credentials")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_tool_credentials_tenant_id_name")),
    )
    protect("tool_credentials")
