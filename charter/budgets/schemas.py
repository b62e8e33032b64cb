"""Input and output of budgets."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from charter.budgets.periods import Period
from charter.core.ids import IdOf, format_id, parse_id
from charter.tenants.schemas import PlanId

BudgetId = Annotated[UUID, IdOf("budget")]
_LARGEST = 2**53  # what JSON clients can count exactly
_SCOPES = {"agent_id": "agent", "team_id": "team", "user_id": "user", "api_key_id": "key"}


class Metric(StrEnum):
    REQUESTS = "requests"
    RUNS = "runs"
    CONCURRENT_RUNS = "concurrent_runs"
    AGENTS = "agents"
    TOKENS = "tokens"
    COST_MICROS = "cost_micros"
    STORAGE_BYTES = "storage_bytes"


LEVELS = frozenset({Metric.CONCURRENT_RUNS, Metric.AGENTS, Metric.STORAGE_BYTES})
"""Metrics of what there is now, which no period begins anew."""


def parse_scope(text: str) -> tuple[str, UUID] | None:
    """Return the column and the id that a scope names; None for the whole tenant.

    Raises:
        ValueError: says what was expected.
    """
    if text == "tenant":
        return None
    for column, prefix in _SCOPES.items():
        if text.startswith(f"{prefix}_"):
            return column, parse_id(prefix, text)
    raise ValueError("expected tenant, or an id agent_…, team_…, user_… or key_…")


def format_scope(row: object) -> str:
    """Return the scope of a budget's row as text."""
    for column, prefix in _SCOPES.items():
        if (id_ := getattr(row, column)) is not None:
            return format_id(prefix, id_)
    return "tenant"


def _checked(text: str) -> str:
    parse_scope(text)
    return text


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Scope = Annotated[
    str,
    StringConstraints(max_length=100),
    AfterValidator(_checked),
    Field(description="`tenant`, or the id of an agent, team, user or key.", examples=["tenant"]),
]


class Input(BaseModel):
    """Base of inputs: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class BudgetInput(Input):
    """A new budget: a hard limit. Money is in millionths of a US dollar."""

    name: Name
    metric: Metric
    period: Period = Field(description="Calendar days and months are those of the tenant's time zone.")
    limit: int = Field(ge=0, le=_LARGEST)
    scope: Scope = "tenant"
    warn_percent: int | None = Field(80, ge=1, le=100, description="Notify when so much of it is used.")


class PlanLimit(Input):
    """One limit of a plan, on the whole tenant. Money is in millionths of a US dollar."""

    metric: Metric
    period: Period = Field(description="Calendar days and months are those of the tenant's time zone.")
    limit: int = Field(ge=0, le=_LARGEST)
    warn_percent: int | None = Field(80, ge=1, le=100, description="Notify when so much of it is used.")


def _once_each(limits: list[PlanLimit]) -> list[PlanLimit]:
    given = [(it.metric, it.period) for it in limits]
    if twice := next((it for it in given if given.count(it) > 1), None):
        raise ValueError(f"{twice[0]} per {twice[1]} is limited twice; keep one")
    for it in limits:
        if it.metric in LEVELS and it.period != Period.TOTAL:
            raise ValueError(f"{it.metric} are counted as they are now: give the period total")
    return limits


PlanLimits = Annotated[list[PlanLimit], Field(max_length=40), AfterValidator(_once_each)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]


class PlanInput(Input):
    """A new plan: limits that every tenant with it has."""

    name: Name
    description: Description = ""
    limits: PlanLimits


class PlanChange(Input):
    """What is to change of a plan; what is left out stays. New limits replace all there were, in all its tenants."""

    name: Name | None = None
    description: Description | None = None
    limits: PlanLimits | None = None


class PlanRead(BaseModel):
    """A plan, and how many tenants have it."""

    id: PlanId
    name: str
    description: str
    limits: list[PlanLimit]
    tenants: int
    retired_at: datetime | None = Field(description="Since when no tenant can be given it; those that have it keep it.")
    created_at: datetime


class PlanChoice(Input):
    """Which plan a tenant has; null for none."""

    plan_id: PlanId | None


class BudgetChange(Input):
    """What is to change of a budget; what is left out stays."""

    name: Name | None = None
    limit: int | None = Field(None, ge=0, le=_LARGEST)
    warn_percent: int | None = Field(None, ge=1, le=100)


class BudgetRead(BaseModel):
    """A budget and how it stands in its present period."""

    id: BudgetId
    name: str
    metric: Metric
    period: Period
    limit: int
    scope: str
    warn_percent: int | None
    from_plan: bool = Field(description="Set by the operator of the installation; a tenant cannot change it.")
    state: Literal["ok", "warned", "exhausted"]
    used: int
    reserved: int = Field(description="Held for work in flight.")
    remaining: int
    reset: datetime | None
    created_at: datetime


class UsageRow(BaseModel):
    """Usage summed: by the dimensions that were asked for."""

    by: dict[str, str | None]
    runs: int
    model_calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


class UsageReport(BaseModel):
    """A report of usage, largest cost first. Money is in millionths of a US dollar."""

    since: datetime
    until: datetime
    rows: list[UsageRow]
    truncated: bool
