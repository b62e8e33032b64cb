"""Tables of budgets: limits, what was used of them, what is held for work in flight, and the record of all use."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from charter.core.db import TENANT_OF_TRANSACTION, Base, TenantOwned
from charter.core.ids import new_id


def _goes_with(column: str, target: str) -> ForeignKeyConstraint:
    table, _, _ = target.partition(".")
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", target], ondelete="CASCADE")


class Plan(Base):
    """What the operator of the installation allows a tenant: limits that become budgets of each tenant that has it."""

    __tablename__ = "plans"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str]
    limits: Mapped[list[JsonValue]]
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Budget(TenantOwned, Base):
    """A hard limit on one kind of use, of the whole tenant or of one agent, team, user or key in it.

    A deleted one stays, without effect, for what was used of it: made again it goes on from there. One that is
    ``from_plan`` follows the tenant's plan and is nothing that a tenant can change.
    """

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint(
            "metric IN ('requests', 'runs', 'concurrent_runs', 'agents', 'tokens', 'cost_micros', 'storage_bytes')",
            name="metric",
        ),
        CheckConstraint("period IN ('minute', 'day', 'month', 'total')", name="period"),
        CheckConstraint("ceiling >= 0", name="ceiling"),
        CheckConstraint("num_nonnulls(agent_id, team_id, user_id, api_key_id) <= 1", name="at_most_one_scope"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        _goes_with("agent_id", "agents.id"),
        _goes_with("team_id", "teams.id"),
        _goes_with("user_id", "members.user_id"),
        _goes_with("api_key_id", "api_keys.id"),
        CheckConstraint(
            "NOT from_plan OR num_nonnulls(agent_id, team_id, user_id, api_key_id) = 0", name="plan_of_tenant"
        ),
        Index(
            "ix_budgets_name",
            "tenant_id",
            "name",
            unique=True,
            postgresql_where=text("deleted_at IS NULL AND NOT from_plan"),
        ),
        Index("ix_budgets_from_plan", "tenant_id", "metric", "period", unique=True, postgresql_where=text("from_plan")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    name: Mapped[str]
    metric: Mapped[str]
    period: Mapped[str]
    ceiling: Mapped[int] = mapped_column(BigInteger)
    warn_percent: Mapped[int | None]
    agent_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    api_key_id: Mapped[UUID | None]
    from_plan: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    deleted_at: Mapped[datetime | None]


class BudgetCounter(Base):
    """What was used, and is held, of a budget in one period. ``warned`` once the soft threshold was crossed."""

    __tablename__ = "budget_counters"
    __table_args__ = (
        CheckConstraint("used >= 0 AND reserved >= 0", name="not_negative"),
        _goes_with("budget_id", "budgets.id"),
    )
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION))
    budget_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[datetime] = mapped_column(primary_key=True)
    used: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    reserved: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    warned: Mapped[bool] = mapped_column(server_default=text("false"))


class BudgetReservation(Base):
    """What a run holds of a budget: ``reserved`` for its call in flight, ``settled`` of what it used before."""

    __tablename__ = "budget_reservations"
    __table_args__ = (_goes_with("budget_id", "budgets.id"),)
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(TENANT_OF_TRANSACTION))
    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    budget_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[datetime]
    reserved: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger)


class ContentLevel(Base):
    """How many bytes a tenant's content took when it was last folded; there only while a budget limits them."""

    __tablename__ = "content_levels"
    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, server_default=text(TENANT_OF_TRANSACTION)
    )
    used: Mapped[int] = mapped_column(BigInteger)


class ContentDraw(TenantOwned, Base):
    """What a transaction added to a tenant's content, or took away, since the level was folded; made by triggers."""

    __tablename__ = "content_draws"
    bytes: Mapped[int] = mapped_column(BigInteger)


class UsageRecord(TenantOwned, Base):
    """One model call: who, what, how much, when. Never changed, never deleted with what it tells of."""

    __tablename__ = "usage_records"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        Index("ix_usage_records_at", "tenant_id", "at"),
    )
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    run_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    agent_slug: Mapped[str]
    principal_id: Mapped[UUID]
    model: Mapped[str]
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost_micros: Mapped[int] = mapped_column(BigInteger)
