"""Guardrails beyond runs: policies for tools and workflows, violations of calls that no run makes, questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027_guardrail_reach"
down_revision = "0026_guardrails"


def upgrade() -> None:
    op.add_column("guardrail_assignments", sa.Column("tool", sa.Text(), nullable=True))
    op.add_column("guardrail_assignments", sa.Column("process", sa.Text(), nullable=True))
    op.alter_column("guardrail_assignments", "agent_id", existing_type=sa.UUID(), nullable=True)
    op.create_check_constraint(
        op.f("ck_guardrail_assignments_one_thing"),
        "guardrail_assignments",
        "num_nonnulls(agent_id, tool, process) = 1",
    )
    op.create_unique_constraint(
        op.f("uq_guardrail_assignments_tenant_id_tool"), "guardrail_assignments", ["tenant_id", "tool"]
    )
    op.create_unique_constraint(
        op.f("uq_guardrail_assignments_tenant_id_process"), "guardrail_assignments", ["tenant_id", "process"]
    )
    op.drop_constraint(op.f("ck_approvals_purpose"), "approvals")
    op.create_check_constraint(
        op.f("ck_approvals_purpose"), "approvals", "purpose IN ('policy', 'repeat', 'guardrail')"
    )
    op.add_column("violations", sa.Column("origin", sa.Text(), server_default=sa.text("'run'"), nullable=False))
    op.add_column("violations", sa.Column("instance_id", sa.Uuid(), nullable=True))
    op.add_column("violations", sa.Column("tool", sa.Text(), nullable=True))
