"""Texts that wait for a person: sealed, and gone with the decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0034_held_texts"
down_revision = "0033_workflows_go_ahead"

_BEFORE = "purpose IN ('policy', 'repeat', 'guardrail', 'input')"
_AFTER = "purpose IN ('policy', 'repeat', 'guardrail', 'input', 'tool_result', 'output', 'tool_description')"


def upgrade() -> None:
    _purposes(_AFTER)
    op.create_table(
        "held_texts",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "approval_id"],
            ["approvals.tenant_id", "approvals.id"],
            name=op.f("fk_held_texts_tenant_id_approval_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_held_texts")),
        sa.UniqueConstraint("tenant_id", "approval_id", name=op.f("uq_held_texts_tenant_id_approval_id")),
    )
    op.create_index("ix_held_texts_origin", "held_texts", ["tenant_id", "origin_id"])
    protect("held_texts")


def downgrade() -> None:
    op.drop_table("held_texts")
    op.execute("DELETE FROM approvals WHERE purpose IN ('tool_result', 'output', 'tool_description')")
    _purposes(_BEFORE)


def _purposes(condition: str) -> None:
    op.drop_constraint(op.f("ck_approvals_purpose"), "approvals")
    op.create_check_constraint(op.f("ck_approvals_purpose"), "approvals", condition)
