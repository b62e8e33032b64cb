"""Guardrails: policies in versions, whom they are for, exceptions, violations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0026_guardrails"
down_revision = "0025_approvals"


def upgrade() -> None:
    op.create_table(
        "guardrail_exceptions",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("text_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_guardrail_exceptions_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardrail_exceptions")),
        sa.UniqueConstraint(
            "tenant_id", "detector", "text_hash", name=op.f("uq_guardrail_exceptions_tenant_id_detector_text_hash")
        ),
    )
    op.create_table(
        "guardrail_policies",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active_number", sa.Integer(), nullable=True),
        sa.Column("for_all", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_guardrail_policies_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardrail_policies")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_guardrail_policies_tenant_id_name")),
    )
    op.create_index(
        "ix_guardrail_policies_for_all",
        "guardrail_policies",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("for_all"),
    )
    op.create_table(
        "violations",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("spans", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("text_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("shadow", sa.Boolean(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("policy_number", sa.Integer(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'false_positive', 'appealed')", name=op.f("ck_violations_state")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_violations_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_violations")),
    )
    op.create_index("ix_violations_newest", "violations", ["tenant_id", "id"], unique=False)
    op.create_index("ix_violations_run", "violations", ["tenant_id", "run_id"], unique=False)
    op.create_table(
        "guardrail_assignments",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agent_id"],
            ["agents.tenant_id", "agents.id"],
            name=op.f("fk_guardrail_assignments_tenant_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "policy_id"],
            ["guardrail_policies.tenant_id", "guardrail_policies.id"],
            name=op.f("fk_guardrail_assignments_tenant_id_policy_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardrail_assignments")),
        sa.UniqueConstraint("tenant_id", "agent_id", name=op.f("uq_guardrail_assignments_tenant_id_agent_id")),
    )
    op.create_table(
        "guardrail_policy_versions",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('charter.tenant_id', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "policy_id"],
            ["guardrail_policies.tenant_id", "guardrail_policies.id"],
            name=op.f("fk_guardrail_policy_versions_tenant_id_policy_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_guardrail_policy_versions")),
        sa.UniqueConstraint(
            "tenant_id", "policy_id", "number", name=op.f("uq_guardrail_policy_versions_tenant_id_policy_id_number")
        ),
    )
    protect("guardrail_policies")
    protect("guardrail_policy_versions")
    protect("guardrail_assignments")
    protect("guardrail_exceptions")
    protect("violations")
