"""Plans of tenants; budgets that stay, without effect, when they are deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import system_only

revision = "0013_plans"
down_revision = "0011_budgets"

_MOMENT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Create plans, and let budgets know where they come from and when they ended."""
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("limits", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("retired_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("name", name=op.f("uq_plans_name")),
    )
    system_only("plans")
    op.add_column("tenants", sa.Column("plan_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_tenants_plan_id"), "tenants", "plans", ["plan_id"], ["id"])
    op.add_column("budgets", sa.Column("from_plan", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("budgets", sa.Column("deleted_at", _MOMENT, nullable=True))
    op.drop_constraint(op.f("uq_budgets_tenant_id_name"), "budgets")
    op.create_index(
        "ix_budgets_name",
        "budgets",
        ["tenant_id", "name"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL AND NOT from_plan"),
    )
    op.create_index(
        "ix_budgets_from_plan",
        "budgets",
        ["tenant_id", "metric", "period"],
        unique=True,
        postgresql_where=sa.text("from_plan"),
    )
    op.create_check_constraint(
        op.f("ck_budgets_plan_of_tenant"),
        "budgets",
        "NOT from_plan OR num_nonnulls(agent_id, team_id, user_id, api_key_id) = 0",
    )
