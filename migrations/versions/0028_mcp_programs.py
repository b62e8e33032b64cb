"""MCP servers on standard input and output."""

from __future__ import annotations

from alembic import op

revision = "0028_mcp_programs"
down_revision = "0027_guardrail_reach"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_mcp_servers_transport"), "mcp_servers", type_="check")
    op.create_check_constraint(op.f("ck_mcp_servers_transport"), "mcp_servers", "transport IN ('auto', 'sse', 'stdio')")


def downgrade() -> None:
    op.execute("DELETE FROM mcp_servers WHERE transport = 'stdio'")
    op.drop_constraint(op.f("ck_mcp_servers_transport"), "mcp_servers", type_="check")
    op.create_check_constraint(op.f("ck_mcp_servers_transport"), "mcp_servers", "transport IN ('auto', 'sse')")
