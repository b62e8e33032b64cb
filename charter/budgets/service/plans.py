"""Plans: what the operator of the installation allows tenants. A plan's limits are budgets of each tenant that has it.

Tenants see these budgets and cannot change them. A changed plan changes them in all its tenants at once; what was used
stays used, so that a lowered limit refuses new use and takes nothing away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.budgets.errors import PlanNameTaken, PlanNotFound, PlanRetired
from charter.budgets.models import Plan
from charter.budgets.repository import PlanRepository
from charter.budgets.schemas import PlanChange, PlanInput, PlanLimit, PlanRead
from charter.budgets.service.budgets import begin_counting
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.tenants.schemas import TenantInstallationRead
from charter.tenants.service import lifecycle


async def create_plan(db: AsyncSession, principal: Principal, wanted: PlanInput) -> PlanRead:
    """Make a plan. System session.

    Raises:
        Forbidden: the principal lacks ``tenants.write``.
        PlanNameTaken: another plan has the name.
    """
    access.require(principal, "tenants.write")
    plan = Plan(name=wanted.name, description=wanted.description, limits=_stored(wanted.limits))
    await _store(db, plan)
    await _record(db, principal, "plan.created", plan, after=_facts(plan))
    return _read(plan, 0)


async def list_plans(db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int) -> list[PlanRead]:
    """Return plans in the order they were made, retired ones too. System session."""
    access.require(principal, "tenants.read")
    rows = await PlanRepository(db).list_page(after=after, limit=limit)
    return [_read(plan, tenants) for plan, tenants in rows]


async def get_plan(db: AsyncSession, principal: Principal, plan_id: UUID) -> PlanRead:
    """Return a plan. System session.

    Raises:
        PlanNotFound: there is none.
    """
    access.require(principal, "tenants.read")
    repository = PlanRepository(db)
    return _read(_found(await repository.find(plan_id), plan_id), await repository.count_tenants(plan_id))


async def change_plan(
    db: AsyncSession, principal: Principal, plan_id: UUID, change: PlanChange, *, now: datetime
) -> PlanRead:
    """Change a plan, and the limits of all its tenants; what they used stays used. System session.

    Raises:
        PlanNotFound, PlanNameTaken.
    """
    access.require(principal, "tenants.write")
    plan, repository = await _lock(db, plan_id), PlanRepository(db)
    before = _facts(plan)
    plan.name = plan.name if change.name is None else change.name
    plan.description = plan.description if change.description is None else change.description
    plan.limits = plan.limits if change.limits is None else _stored(change.limits)
    await _store(db, plan)
    tenants = await repository.tenants(plan_id)
    await _apply(db, plan, tenants, now)
    await _record(db, principal, "plan.changed", plan, before=before, after=_facts(plan))
    for tenant_id in tenants:
        await _record(
            db, principal, "tenant.plan_changed", plan, before=before, after=_facts(plan), tenant_id=tenant_id
        )
    return _read(plan, len(tenants))


async def retire_plan(db: AsyncSession, principal: Principal, plan_id: UUID, *, now: datetime) -> PlanRead:
    """Give a plan to nobody any more; tenants that have it keep it. Idempotent. System session.

    Raises:
        PlanNotFound: there is none.
    """
    access.require(principal, "tenants.write")
    plan = await _lock(db, plan_id)
    if plan.retired_at is None:
        plan.retired_at = now
        await db.flush()
        await _record(db, principal, "plan.retired", plan)
    return _read(plan, await PlanRepository(db).count_tenants(plan_id))


async def set_plan(
    db: AsyncSession, principal: Principal, tenant_id: UUID, plan_id: UUID | None, *, now: datetime
) -> TenantInstallationRead:
    """Give a tenant a plan in the place of the one it has, or none. System session.

    Raises:
        TenantNotFound, PlanNotFound, PlanRetired.
    """
    access.require(principal, "tenants.write")
    before = await lifecycle.get_tenant(db, principal, tenant_id)
    plan = None if plan_id is None else await _lock(db, plan_id)
    if plan is not None and plan.retired_at is not None and plan.id != before.plan_id:
        raise PlanRetired(f"The plan {plan.name!r} is retired; choose another one with GET /v1/plans.")
    await lifecycle.put_on_plan(db, tenant_id, plan_id)
    await _apply(db, plan, [tenant_id], now)
    after: dict[str, JsonValue] = {"plan": _named(plan_id), "limits": plan.limits if plan else []}
    await audit.record(
        db, principal, "tenant.plan_set", "tenant", tenant_id,
        before={"plan": _named(before.plan_id)}, after=after, tenant_id=tenant_id,
    )  # fmt: skip
    return await lifecycle.get_tenant(db, principal, tenant_id)


async def hold_to_plan(db: AsyncSession, tenant_id: UUID, now: datetime) -> None:
    """Let a tenant's limits be those of its plan, whatever an archive brought in. System session."""
    plan_id = (await lifecycle.read(db, tenant_id)).plan_id
    await _apply(db, None if plan_id is None else await _lock(db, plan_id), [tenant_id], now)


async def _apply(db: AsyncSession, plan: Plan | None, tenants: Sequence[UUID], now: datetime) -> None:
    """Let a plan's limits be the budgets of these tenants, and no other plan's."""
    repository = PlanRepository(db)
    limits = [PlanLimit.model_validate(it) for it in plan.limits] if plan else []
    await repository.end_other_limits(tenants, [(it.metric, it.period) for it in limits], now)
    for limit in limits:
        name = f"{plan.name if plan else ''}: {limit.metric} ({limit.period})"
        for budget, zone in await repository.put_limit(tenants, name, limit, now):
            await begin_counting(db, budget, now, ZoneInfo(zone))
    await repository.bump_config(tenants)


def _stored(limits: Sequence[PlanLimit]) -> list[JsonValue]:
    return [it.model_dump(mode="json") for it in limits]


def _facts(plan: Plan) -> dict[str, JsonValue]:
    return {"name": plan.name, "description": plan.description, "limits": plan.limits}


def _named(plan_id: UUID | None) -> str | None:
    return None if plan_id is None else format_id("plan", plan_id)


async def _record(
    db: AsyncSession,
    principal: Principal,
    action: str,
    plan: Plan,
    *,
    before: dict[str, JsonValue] | None = None,
    after: dict[str, JsonValue] | None = None,
    tenant_id: UUID = audit.INSTALLATION,
) -> None:
    await audit.record(db, principal, action, "plan", plan.id, before=before, after=after, tenant_id=tenant_id)


async def _store(db: AsyncSession, plan: Plan) -> None:
    try:
        async with db.begin_nested():
            db.add(plan)
            await db.flush()
    except IntegrityError as error:
        message = "There is a plan of this name already; choose another name."
        raise PlanNameTaken(message, fields=[{"path": "/name", "message": message}]) from error
    await db.refresh(plan)


def _read(plan: Plan, tenants: int) -> PlanRead:
    return PlanRead(
        id=plan.id,
        name=plan.name,
        description=plan.description,
        limits=[PlanLimit.model_validate(it) for it in plan.limits],
        tenants=tenants,
        retired_at=plan.retired_at,
        created_at=plan.created_at,
    )


async def _lock(db: AsyncSession, plan_id: UUID) -> Plan:
    return _found(await PlanRepository(db).lock(plan_id), plan_id)


def _found(plan: Plan | None, plan_id: UUID) -> Plan:
    if plan is None:
        raise PlanNotFound(f"No plan {format_id('plan', plan_id)}; list them with GET /v1/plans.")
    return plan
