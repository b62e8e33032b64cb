"""MCP servers: the servers, their tools as they were approved and as they are, what people granted there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0023_mcp_servers"
down_revision = "0021_tools"


def upgrade() -> None:
    op.create_table(
        "mcp_servers",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("auth", sa.Text(), nullable=False),
        sa.Column("auth_header", sa.Text(), nullable=False),
        sa.Column("sealed_key", postgresql.BYTEA(), nullable=True),
        sa.Column("key_last4", sa.Text(), nullable=True),
        sa.Column("oauth", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("sealed_client_secret", postgresql.BYTEA(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_detail", sa.Text(), nullable=True),
        sa.Column("facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("resources", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("prompts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("skipped", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("checked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("auth IN ('none', 'api_key', 'oauth')", name=op.f("ck_mcp_servers_auth")),
        sa.CheckConstraint("state IN ('ready', 'failing', 'no_credential')", name=op.f("ck_mcp_servers_state")),
        sa.CheckConstraint("transport IN ('auto', 'sse')", name=op.f("ck_mcp_servers_transport")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_mcp_servers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mcp_servers")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_mcp_servers_tenant_id_name")),
    )
    op.create_table(
        "mcp_grants",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_tokens", postgresql.BYTEA(), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("sealed_flow", postgresql.BYTEA(), nullable=True),
        sa.Column("flow_expires_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "server_id"],
            ["mcp_servers.tenant_id", "mcp_servers.id"],
            name=op.f("fk_mcp_grants_tenant_id_server_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mcp_grants")),
        sa.UniqueConstraint(
            "tenant_id", "server_id", "principal_id", name=op.f("uq_mcp_grants_tenant_id_server_id_principal_id")
        ),
    )
    op.create_table(
        "mcp_tool_offers",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seen", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("seen_hash", sa.Text(), nullable=False),
        sa.Column("pinned", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("pinned_hash", sa.Text(), nullable=True),
        sa.Column("flags", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("tool_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("seen_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'approved' OR pinned_hash IS NOT DISTINCT FROM seen_hash",
            name=op.f("ck_mcp_tool_offers_approved_as_seen"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'approved', 'changed', 'gone', 'refused')", name=op.f("ck_mcp_tool_offers_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "server_id"],
            ["mcp_servers.tenant_id", "mcp_servers.id"],
            name=op.f("fk_mcp_tool_offers_tenant_id_server_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mcp_tool_offers")),
        sa.UniqueConstraint("tenant_id", "server_id", "name", name=op.f("uq_mcp_tool_offers_tenant_id_server_id_name")),
    )
    for table in ("mcp_servers", "mcp_grants", "mcp_tool_offers"):
        protect(table)
