"""Keeping budgets: made, changed, read, deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.access.errors import SubjectNotFound
from charter.audit import service as audit
from charter.budgets.errors import BudgetExhausted, BudgetNameTaken, BudgetNotFound, BudgetOfPlan
from charter.budgets.models import Budget
from charter.budgets.periods import ALL_TIME, Period
from charter.budgets.repository import BudgetRepository
from charter.budgets.schemas import LEVELS, BudgetChange, BudgetInput, BudgetRead, Metric, format_scope, parse_scope
from charter.budgets.service import storage
from charter.budgets.service.reservations import Crossed
from charter.core.db import Database, epochs
from charter.core.errors import InputInvalid
from charter.core.principal import Principal
from charter.core.telemetry import logs
from charter.tenants import service as tenants

_log = logs.get(__name__)


async def create_budget(db: AsyncSession, principal: Principal, wanted: BudgetInput, *, now: datetime) -> BudgetRead:
    """Make a budget; what was used in its present period before it was made counts.

    One that was deleted and is made again is the same as before, whatever it is called now.

    Raises:
        BudgetNameTaken: another budget has the name.
        SubjectNotFound: no such agent, team, user or key in this tenant.
    """
    access.require(principal, "budgets.write")
    _require_fitting(wanted)
    scope = parse_scope(wanted.scope)
    budget = Budget(
        name=wanted.name,
        metric=wanted.metric,
        period=wanted.period,
        ceiling=wanted.limit,
        warn_percent=wanted.warn_percent,
        **({scope[0]: scope[1]} if scope else {}),
    )
    repository = BudgetRepository(db)
    if before := await repository.find_deleted_like(budget):
        before.name, before.ceiling, before.warn_percent = budget.name, budget.ceiling, budget.warn_percent
        before.created_at, before.deleted_at = now, None
        budget = before
    await _store(db, budget, wanted.name, wanted.scope)
    await db.refresh(budget)
    await begin_counting(db, budget, now, await _zone(db))
    await epochs.bump_config(db)
    await audit.record(db, principal, "budget.created", "budget", budget.id, after=wanted.model_dump(mode="json"))
    return await _read(db, budget, now)


async def list_budgets(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int, now: datetime
) -> list[BudgetRead]:
    """Return budgets and how they stand, in the order they were made."""
    access.require(principal, "budgets.read")
    return [await _read(db, it, now) for it in await BudgetRepository(db).list_page(after=after, limit=limit)]


async def get_budget(db: AsyncSession, principal: Principal, budget_id: UUID, *, now: datetime) -> BudgetRead:
    """Return a budget and how it stands.

    Raises:
        BudgetNotFound: no such budget in this tenant.
    """
    access.require(principal, "budgets.read")
    return await _read(db, _found(await BudgetRepository(db).find(budget_id)), now)


async def change_budget(
    db: AsyncSession, principal: Principal, budget_id: UUID, change: BudgetChange, *, now: datetime
) -> BudgetRead:
    """Change a budget's name, limit or soft threshold; what was used stays used.

    Raises:
        BudgetNotFound, BudgetNameTaken.
        BudgetOfPlan: it is the operator's.
    """
    access.require(principal, "budgets.write")
    budget = _require_own(_found(await BudgetRepository(db).lock(budget_id)))
    before = _facts(budget)
    budget.name = budget.name if change.name is None else change.name
    budget.ceiling = budget.ceiling if change.limit is None else change.limit
    if "warn_percent" in change.model_fields_set:
        budget.warn_percent = change.warn_percent
    await _store(db, budget, budget.name, "")
    # A higher limit is crossed anew.
    await db.execute(text("UPDATE budget_counters SET warned = false WHERE budget_id = :id"), {"id": budget_id})
    await epochs.bump_config(db)
    await audit.record(db, principal, "budget.changed", "budget", budget_id, before=before, after=_facts(budget))
    return await _read(db, budget, now)


async def delete_budget(db: AsyncSession, principal: Principal, budget_id: UUID, *, now: datetime) -> None:
    """Delete a budget; what was used of it stays used, also when it is made again.

    Raises:
        BudgetNotFound: no such budget in this tenant.
        BudgetOfPlan: it is the operator's.
    """
    access.require(principal, "budgets.write")
    budget = _require_own(_found(await BudgetRepository(db).lock(budget_id)))
    before = _facts(budget)
    budget.deleted_at = now
    await db.flush()
    await epochs.bump_config(db)
    await audit.record(db, principal, "budget.deleted", "budget", budget_id, before=before)


async def begin_counting(db: AsyncSession, budget: Budget, now: datetime, zone: ZoneInfo) -> None:
    """Let a budget that is new, or new again, stand at what was used before: nothing resets that.

    Args:
        db: the tenant's transaction, or a system session.
        zone: the tenant's.
    """
    repository = BudgetRepository(db)
    if budget.metric == Metric.STORAGE_BYTES:
        await storage.recount(db, budget.tenant_id)
    elif budget.metric in LEVELS:
        await repository.let_go_of_ended(budget)
    else:
        await repository.count_at_least(budget, Period(budget.period).start(now, zone))


async def require_room_for_agent(db: AsyncSession, count: Callable[[], Awaitable[int]]) -> None:
    """Return when the tenant may have one agent more; makers of agents wait for each other here.

    Args:
        count: counts the agents there are; asked once the others have made theirs.

    Raises:
        BudgetExhausted: it may not.
    """
    query = text(
        "SELECT name, ceiling FROM budgets WHERE metric = 'agents' AND deleted_at IS NULL ORDER BY id FOR UPDATE"
    )
    limits = (await db.execute(query)).all()
    agents = await count() if limits else 0
    for row in limits:
        if agents >= row.ceiling:
            raise BudgetExhausted(
                f"The budget {row.name!r} allows {row.ceiling} agents and there are {agents}; delete one first.",
                budget=row.name,
                metric="agents",
                limit=row.ceiling,
                used=agents,
                remaining=0,
                reset=None,
            )


async def announce(database: Database, tenant_id: UUID, crossed: list[Crossed]) -> None:
    """Notify that soft thresholds were crossed: an audit entry, and a line in the log."""
    for it in crossed:
        facts: dict[str, JsonValue] = {"name": it.name, "metric": it.metric, "used": it.used, "limit": it.ceiling}
        _log.warning("budget: soft threshold crossed", extra={"budget": it.name, "used": it.used, "limit": it.ceiling})
        async with database.tenant_session(tenant_id) as db:
            await audit.record(db, None, "budget.threshold_crossed", "budget", it.budget_id, after=facts)


def _require_fitting(wanted: BudgetInput) -> None:
    if wanted.metric in LEVELS and wanted.period != Period.TOTAL:
        message = f"{wanted.metric} are counted as they are now: give the period total."
        raise InputInvalid(message, fields=[{"path": "/period", "message": message}])
    if wanted.metric == Metric.REQUESTS and wanted.scope.startswith("agent_"):
        message = "Requests are counted by who makes them: give the tenant, a team, a user or a key."
        raise InputInvalid(message, fields=[{"path": "/scope", "message": message}])
    if wanted.metric in {Metric.AGENTS, Metric.STORAGE_BYTES} and wanted.scope != "tenant":
        message = "Agents and storage are counted for the whole tenant: give the scope tenant."
        raise InputInvalid(message, fields=[{"path": "/scope", "message": message}])


async def _store(db: AsyncSession, budget: Budget, name: str, scope: str) -> None:
    try:
        async with db.begin_nested():
            db.add(budget)
            await db.flush()
    except IntegrityError as error:
        if "violates foreign key" in str(error.orig):
            raise SubjectNotFound(f"There is no {scope} in this tenant.") from error
        message = f"There is a budget {name!r} already; choose another name."
        raise BudgetNameTaken(message, fields=[{"path": "/name", "message": message}]) from error


async def _zone(db: AsyncSession) -> ZoneInfo:
    return ZoneInfo(await tenants.time_zone(db))


async def _read(db: AsyncSession, budget: Budget, now: datetime) -> BudgetRead:
    period, zone = Period(budget.period), await _zone(db)
    start = period.start(now, zone)
    if budget.metric == Metric.AGENTS:
        used, reserved = int(await db.scalar(text("SELECT count(*) FROM agents")) or 0), 0
    elif budget.metric == Metric.STORAGE_BYTES:
        used, reserved = await storage.used(db), 0
    else:
        counter = await BudgetRepository(db).counter(budget.id, start)
        used, reserved = (counter.used, counter.reserved) if counter else (0, 0)
    left = budget.ceiling - used - reserved
    warned = budget.warn_percent is not None and (used + reserved) * 100 >= budget.ceiling * budget.warn_percent
    return BudgetRead(
        id=budget.id,
        name=budget.name,
        metric=Metric(budget.metric),
        period=period,
        limit=budget.ceiling,
        scope=format_scope(budget),
        warn_percent=budget.warn_percent,
        from_plan=budget.from_plan,
        state="exhausted" if left <= 0 else "warned" if warned else "ok",
        used=used,
        reserved=reserved,
        remaining=max(0, left),
        reset=None if start == ALL_TIME else period.end(start, zone),
        created_at=budget.created_at,
    )


def _facts(budget: Budget) -> dict[str, JsonValue]:
    return {"name": budget.name, "limit": budget.ceiling, "warn_percent": budget.warn_percent}


def _require_own(budget: Budget) -> Budget:
    if budget.from_plan:
        raise BudgetOfPlan(
            f"{budget.name!r} comes from this tenant's plan: only the operator of the installation can change it "
            "(PUT /v1/tenants/{tenant_id}/plan, PATCH /v1/plans/{plan_id})."
        )
    return budget


def _found(budget: Budget | None) -> Budget:
    if budget is None:
        raise BudgetNotFound("No such budget; list them with GET /v1/budgets.")
    return budget
