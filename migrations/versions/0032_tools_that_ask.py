"""Tools that ask in the middle of a call: forms for people, texts of models for MCP servers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032_tools_that_ask"
down_revision = "0031_guardrail_models"


def _jsonb(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)


def upgrade() -> None:
    op.add_column("mcp_servers", _jsonb("sampling"))
    for name in ("form", "answer", "resume"):
        op.add_column("approvals", _jsonb(name))
    op.drop_constraint(op.f("ck_approvals_purpose"), "approvals")
    op.create_check_constraint(
        op.f("ck_approvals_purpose"), "approvals", "purpose IN ('policy', 'repeat', 'guardrail', 'input')"
    )
    op.create_check_constraint(op.f("ck_approvals_form"), "approvals", "(purpose = 'input') = (form IS NOT NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM approvals WHERE purpose = 'input'")
    op.drop_constraint(op.f("ck_approvals_form"), "approvals")
    op.drop_constraint(op.f("ck_approvals_purpose"), "approvals")
    op.create_check_constraint(
        op.f("ck_approvals_purpose"), "approvals", "purpose IN ('policy', 'repeat', 'guardrail')"
    )
    for name in ("resume", "answer", "form"):
        op.drop_column("approvals", name)
    op.drop_column("mcp_servers", "sampling")
