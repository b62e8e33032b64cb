"""Budgets, reservations and usage records; the time zone of a tenant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from charter.core.db.protect import protect

revision = "0011_budgets"
down_revision = "0010_tenants"

_TENANT = "nullif(current_setting('charter.tenant_id', true), '')::uuid"
_MOMENT = postgresql.TIMESTAMP(timezone=True)


def _tenant_column() -> sa.Column[object]:
    return sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(_TENANT), nullable=False)


def _uuid(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, default: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text(default) if default else None, nullable=False)


def _goes_with(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    parent = target.partition(".")[0]
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{parent}.tenant_id", target],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    """Create the tables and their row security."""
    op.add_column("tenants", sa.Column("time_zone", sa.Text(), server_default=sa.text("'UTC'"), nullable=False))
    op.create_table(
        "budgets",
        _tenant_column(),
        _uuid("id"),
        *(_text(name) for name in ("name", "metric", "period")),
        _number("ceiling"),
        sa.Column("warn_percent", sa.Integer(), nullable=True),
        *(_uuid(name, nullable=True) for name in ("agent_id", "team_id", "user_id", "api_key_id")),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "metric IN ('requests', 'runs', 'concurrent_runs', 'agents', 'tokens', 'cost_micros')",
            name=op.f("ck_budgets_metric"),
        ),
        sa.CheckConstraint("period IN ('minute', 'day', 'month', 'total')", name=op.f("ck_budgets_period")),
        sa.CheckConstraint("ceiling >= 0", name=op.f("ck_budgets_ceiling")),
        sa.CheckConstraint(
            "num_nonnulls(agent_id, team_id, user_id, api_key_id) <= 1", name=op.f("ck_budgets_at_most_one_scope")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_budgets_tenant_id")),
        _goes_with("budgets", "agent_id", "agents.id"),
        _goes_with("budgets", "team_id", "teams.id"),
        _goes_with("budgets", "user_id", "members.user_id"),
        _goes_with("budgets", "api_key_id", "api_keys.id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_budgets")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_budgets_tenant_id_name")),
    )
    op.create_table(
        "budget_counters",
        _tenant_column(),
        _uuid("budget_id"),
        sa.Column("period_start", _MOMENT, nullable=False),
        _number("used", "0"),
        _number("reserved", "0"),
        sa.Column("warned", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("used >= 0 AND reserved >= 0", name=op.f("ck_budget_counters_not_negative")),
        _goes_with("budget_counters", "budget_id", "budgets.id"),
        sa.PrimaryKeyConstraint("tenant_id", "budget_id", "period_start", name=op.f("pk_budget_counters")),
    )
    op.create_table(
        "budget_reservations",
        _tenant_column(),
        _uuid("run_id"),
        _uuid("budget_id"),
        sa.Column("period_start", _MOMENT, nullable=False),
        _number("reserved"),
        _number("settled"),
        _goes_with("budget_reservations", "budget_id", "budgets.id"),
        sa.PrimaryKeyConstraint("tenant_id", "run_id", "budget_id", name=op.f("pk_budget_reservations")),
    )
    op.create_table(
        "usage_records",
        _tenant_column(),
        _uuid("id"),
        sa.Column("at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        *(_uuid(name) for name in ("run_id", "agent_id")),
        _text("agent_slug"),
        _uuid("principal_id"),
        _text("model"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("input_tokens", "output_tokens")),
        _number("cost_micros"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_usage_records_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_usage_records")),
    )
    op.create_index("ix_usage_records_at", "usage_records", ["tenant_id", "at"])
    for table in ("budgets", "budget_counters", "budget_reservations"):
        protect(table)
    protect("usage_records", app="SELECT, INSERT")
