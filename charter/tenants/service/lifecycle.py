"""The life of tenants, as the operator of the installation steers it, without reading what is in them.

Suspended: nothing runs and nobody gets in; running work stops at its next step and goes on when the tenant is resumed.
Deleted: suspended for a grace period, in which it can be restored; then gone from every table.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import epochs
from charter.core.db.purge import purge_tenant
from charter.core.ids import format_id
from charter.core.principal import Principal
from charter.core.telemetry import logs
from charter.tenants.errors import TenantIsYourOwn, TenantNotFound, TenantStateConflict
from charter.tenants.models import Tenant, TenantState
from charter.tenants.schemas import TenantInstallationRead

_log = logs.get(__name__)


async def list_tenants(
    db: AsyncSession, principal: Principal, *, after: UUID | None, limit: int
) -> list[TenantInstallationRead]:
    """Return the installation's tenants in the order they were made. System session."""
    access.require(principal, "tenants.read")
    query = select(Tenant).where(Tenant.state != TenantState.DELETED).order_by(Tenant.id).limit(limit)
    rows = await db.scalars(query.where(Tenant.id > after) if after else query)
    return [TenantInstallationRead.model_validate(row) for row in rows]


async def get_tenant(db: AsyncSession, principal: Principal, tenant_id: UUID) -> TenantInstallationRead:
    """Return a tenant. System session.

    Raises:
        TenantNotFound: there is none.
    """
    access.require(principal, "tenants.read")
    return TenantInstallationRead.model_validate(await _find(db, tenant_id))


async def read(db: AsyncSession, tenant_id: UUID) -> TenantInstallationRead:
    """Return a tenant that the caller has just been allowed to make. System session."""
    return TenantInstallationRead.model_validate(await _find(db, tenant_id))


async def suspend(db: AsyncSession, principal: Principal, tenant_id: UUID) -> TenantInstallationRead:
    """Stop a tenant: effective on the next request everywhere, in streams within a second, in runs at their next step.

    Raises:
        TenantNotFound, TenantStateConflict, TenantIsYourOwn.
    """
    access.require(principal, "tenants.write")
    tenant = await _lock_anothers(db, principal, tenant_id)
    return await _move(db, principal, tenant, TenantState.SUSPENDED, {TenantState.ACTIVE}, "tenant.suspended")


async def resume(db: AsyncSession, principal: Principal, tenant_id: UUID) -> TenantInstallationRead:
    """Let a suspended tenant go on; its parked work does as well.

    Raises:
        TenantNotFound, TenantStateConflict.
    """
    access.require(principal, "tenants.write")
    tenant = await _lock(db, tenant_id)
    return await _move(db, principal, tenant, TenantState.ACTIVE, {TenantState.SUSPENDED}, "tenant.resumed")


async def delete(
    db: AsyncSession, principal: Principal, tenant_id: UUID, *, grace_days: int, now: datetime
) -> TenantInstallationRead:
    """Suspend a tenant and remove it when the grace period is over; until then it can be restored.

    Raises:
        TenantNotFound, TenantStateConflict, TenantIsYourOwn.
    """
    access.require(principal, "tenants.write")
    tenant = await _lock_anothers(db, principal, tenant_id)
    tenant.purge_at = now + timedelta(days=grace_days)
    before = {TenantState.ACTIVE, TenantState.SUSPENDED}
    return await _move(db, principal, tenant, TenantState.DELETING, before, "tenant.deletion_requested")


async def restore(db: AsyncSession, principal: Principal, tenant_id: UUID) -> TenantInstallationRead:
    """Take a deletion back within its grace period; the tenant is suspended then.

    Raises:
        TenantNotFound, TenantStateConflict.
    """
    access.require(principal, "tenants.write")
    tenant = await _lock(db, tenant_id)
    tenant.purge_at = None
    return await _move(db, principal, tenant, TenantState.SUSPENDED, {TenantState.DELETING}, "tenant.restored")


async def put_on_plan(db: AsyncSession, tenant_id: UUID, plan_id: UUID | None) -> None:
    """Write down which plan a tenant has; the caller has been allowed to, and applies it. System session.

    Raises:
        TenantNotFound: there is none.
    """
    (await _lock(db, tenant_id)).plan_id = plan_id
    await db.flush()


async def lock_suspended(db: AsyncSession, tenant_id: UUID) -> None:
    """Hold a tenant in its suspension until the transaction ends. System session.

    Raises:
        TenantNotFound, TenantStateConflict.
    """
    tenant = await _lock(db, tenant_id)
    if tenant.state != TenantState.SUSPENDED:
        raise TenantStateConflict(f"The tenant is {tenant.state}; suspend it first.")


async def purge_due(db: AsyncSession, now: datetime) -> int:
    """Remove the tenants whose grace period is over; returns how many. System session.

    A row without a name stays, so that no other tenant is ever given the id.
    """
    due = select(Tenant).where(Tenant.state == TenantState.DELETING, Tenant.purge_at <= now)
    tenants = list(await db.scalars(due.with_for_update(skip_locked=True)))
    for tenant in tenants:
        removed = await purge_tenant(db, tenant.id)
        name = format_id("tenant", tenant.id)
        tenant.name, tenant.slug, tenant.state = "", name, TenantState.DELETED
        tenant.branding, tenant.purge_at, tenant.plan_id = None, None, None
        await db.flush()
        _log.warning("tenant purged", extra={"tenant": name, "rows": sum(removed.values())})
    return len(tenants)


async def _move(
    db: AsyncSession, principal: Principal, tenant: Tenant, to: TenantState, allowed: set[TenantState], action: str
) -> TenantInstallationRead:
    """Change the state, in the tenant's own audit log as well as by its epoch."""
    before = tenant.state
    if before not in allowed:
        expected = " or ".join(sorted(allowed))
        raise TenantStateConflict(f"The tenant is {before}; this needs it {expected}.")
    tenant.state = to
    await db.flush()
    await db.execute(text("SELECT set_config('charter.tenant_id', :id, true)"), {"id": str(tenant.id)})
    await epochs.bump_authz(db)
    await db.refresh(tenant)
    facts: dict[str, JsonValue] = {"state": to, "purge_at": tenant.purge_at.isoformat() if tenant.purge_at else None}
    await audit.record(
        db, principal, action, "tenant", tenant.id, before={"state": before}, after=facts, tenant_id=tenant.id
    )
    return TenantInstallationRead.model_validate(tenant)


async def _lock_anothers(db: AsyncSession, principal: Principal, tenant_id: UUID) -> Tenant:
    if tenant_id == principal.tenant_id:
        raise TenantIsYourOwn("This is the tenant you work in: nobody would be left to undo it. Use another operator.")
    return await _lock(db, tenant_id)


async def _lock(db: AsyncSession, tenant_id: UUID) -> Tenant:
    return _found(await db.scalar(select(Tenant).where(Tenant.id == tenant_id).with_for_update()), tenant_id)


async def _find(db: AsyncSession, tenant_id: UUID) -> Tenant:
    return _found(await db.scalar(select(Tenant).where(Tenant.id == tenant_id)), tenant_id)


def _found(tenant: Tenant | None, tenant_id: UUID) -> Tenant:
    if tenant is None or tenant.state == TenantState.DELETED:
        raise TenantNotFound(f"No tenant {format_id('tenant', tenant_id)}; list them with GET /v1/tenants.")
    return tenant
