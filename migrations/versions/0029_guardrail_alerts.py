"""Guardrails that learn and tell: test cases, alerts of violations, who has seen them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0029_guardrail_alerts"
down_revision = "0028_mcp_programs"


def upgrade() -> None:
    op.create_table(
        "guardrail_cases",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("violation_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("expected IN ('passes', 'hits')", name=op.f("ck_guardrail_cases_expected")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_guardrail_cases_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardrail_cases")),
        sa.UniqueConstraint(
            "tenant_id",
            "stage",
            "detector",
            "text_hash",
            name=op.f("uq_guardrail_cases_tenant_id_stage_detector_text_hash"),
        ),
    )
    op.create_table(
        "violation_alerts",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("sealed_secret", postgresql.BYTEA(), nullable=True),
        sa.Column("actions", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column("sent_until", sa.Uuid(), nullable=True),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(kind = 'webhook') = (url IS NOT NULL)", name=op.f("ck_violation_alerts_url")),
        sa.CheckConstraint("kind IN ('webhook', 'mail')", name=op.f("ck_violation_alerts_kind")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_violation_alerts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_violation_alerts")),
    )
    op.create_table(
        "violation_readers",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seen_until", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_violation_readers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_violation_readers")),
    )
    protect("guardrail_cases")
    protect("violation_alerts")
    protect("violation_readers")
