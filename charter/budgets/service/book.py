"""Which budgets a run draws on: a tenant's budgets, read once per change of its configuration."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from charter.budgets.models import Budget
from charter.budgets.periods import Period
from charter.budgets.repository import BudgetRepository
from charter.tenants import service as tenants

OF_RUNS = frozenset({"runs", "concurrent_runs", "tokens", "cost_micros"})


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """What the way of a run needs to know of a budget."""

    id: UUID
    period: Period
    scope_id: UUID | None


@dataclass(frozen=True, slots=True)
class BudgetBook:
    """A tenant's budgets on runs."""

    entries: tuple[BudgetEntry, ...]
    zone: ZoneInfo
    limits_storage: bool = False

    def drawn_on(self, scopes: Collection[UUID | None], now: datetime) -> tuple[list[UUID], list[datetime]]:
        """Return the ids of the budgets on the tenant and on any of these scopes, and where their periods began.

        Args:
            scopes: ids of the agent, the user, the key and the teams of a run.
        """
        drawn = [it for it in self.entries if it.scope_id is None or it.scope_id in scopes]
        return [it.id for it in drawn], [it.period.start(now, self.zone) for it in drawn]


async def load_book(db: AsyncSession, metrics: Collection[str] = OF_RUNS) -> BudgetBook:
    """Return the budgets of the transaction's tenant on these metrics; by default those that runs draw on."""
    budgets = await BudgetRepository(db).all()
    entries = tuple(BudgetEntry(it.id, Period(it.period), scope_of(it)) for it in budgets if it.metric in metrics)
    zone = ZoneInfo(await tenants.time_zone(db)) if entries else ZoneInfo("UTC")
    return BudgetBook(entries, zone, any(it.metric == "storage_bytes" for it in budgets))


def scope_of(budget: Budget) -> UUID | None:
    """Return the id of the agent, team, user or key that a budget is for; None for the whole tenant."""
    return budget.agent_id or budget.team_id or budget.user_id or budget.api_key_id
