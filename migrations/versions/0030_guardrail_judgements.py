"""What judges said of texts: asked once, remembered before it counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0030_guardrail_judgements"
down_revision = "0029_guardrail_alerts"


def upgrade() -> None:
    op.create_table(
        "guardrail_judgements",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", postgresql.BYTEA(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column(
            "categories",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("model", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("failure", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("verdict IN ('safe', 'unsafe', 'failed')", name=op.f("ck_guardrail_judgements_verdict")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_guardrail_judgements_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardrail_judgements")),
    )
    op.create_index("ix_guardrail_judgements_key", "guardrail_judgements", ["tenant_id", "key"])
    protect("guardrail_judgements")
