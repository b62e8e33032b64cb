"""Tenants: creating them, reading them."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.db import TENANT_OF_TRANSACTION, epochs
from charter.core.ids import new_id, parse_id
from charter.core.principal import Principal
from charter.tenants.errors import TenantNotFound
from charter.tenants.models import Tenant, TenantState
from charter.tenants.schemas import TenantChange, TenantRead


def slug_of(name: str) -> str:
    """Return a name as it may stand in an address: lower-case ASCII letters, digits and hyphens, at most 60."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:60].strip("-") or "tenant"


async def create(db: AsyncSession, name: str, *, residency: str | None = None) -> UUID:
    """Create a tenant and enter it: the transaction is the new tenant's from here on. System session.

    A taken slug gets a number: two companies of one name do not learn of each other.
    """
    tenant_id, wanted = new_id(), slug_of(name)
    taken = set(await db.scalars(select(Tenant.slug).where(Tenant.slug.like(f"{wanted}%"))))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    db.add(Tenant(id=tenant_id, slug=slug, name=name.strip(), residency=residency))
    await db.flush()
    await db.execute(text("SELECT set_config('charter.tenant_id', :tenant, true)"), {"tenant": str(tenant_id)})
    return tenant_id


async def get(db: AsyncSession) -> TenantRead:
    """Return the transaction's tenant.

    Raises:
        TenantNotFound: it was deleted meanwhile.
    """
    return TenantRead.model_validate(await _own(db))


async def slug_by_id(db: AsyncSession, tenant_id: UUID) -> str:
    """Return a tenant's slug, which it keeps for life. System session."""
    return await db.scalar(select(Tenant.slug).where(Tenant.id == tenant_id)) or ""


async def find_by_hint(db: AsyncSession, hint: str) -> UUID | None:
    """Return the id of the active tenant that a slug or an id names. System session."""
    try:
        condition = Tenant.id == parse_id("tenant", hint)
    except ValueError:
        condition = Tenant.slug == hint
    return await db.scalar(select(Tenant.id).where(condition, Tenant.state == TenantState.ACTIVE))


async def change(db: AsyncSession, principal: Principal, wanted: TenantChange) -> TenantRead:
    """Change what the principal's tenant says of itself: its name, time zone, looks, and how long it keeps runs."""
    access.require(principal, "tenant.write")
    tenant = await _own(db, lock=True)
    changes = wanted.model_dump(mode="json", exclude_unset=True)
    before = {name: getattr(tenant, name) for name in changes}
    for name, value in changes.items():
        if value is not None or name in {"branding", "retention_days"}:
            setattr(tenant, name, value)
    await db.flush()
    await epochs.bump_config(db)  # budgets count in the tenant's time zone
    if "second_factor_required" in changes:
        await epochs.bump_authz(db)
    await audit.record(db, principal, "tenant.changed", "tenant", tenant.id, before=before, after=changes)
    return TenantRead.model_validate(tenant)


async def take_over(db: AsyncSession, described: TenantChange) -> None:
    """Let the transaction's tenant be what its archive says of it. System session."""
    tenant = await _own(db, lock=True)
    for name, value in described.model_dump(mode="json", exclude={"second_factor_required"}).items():
        setattr(tenant, name, value)
    await db.flush()
    await epochs.bump_config(db)


async def time_zone(db: AsyncSession) -> str:
    """Return the time zone of the transaction's tenant: its days and months begin there."""
    return (await get(db)).time_zone


async def _own(db: AsyncSession, *, lock: bool = False) -> Tenant:
    query = select(Tenant).where(text(f"tenants.id = {TENANT_OF_TRANSACTION}"))
    tenant = await db.scalar(query.with_for_update() if lock else query)
    if tenant is None:
        raise TenantNotFound("This tenant does not exist any more.")
    return tenant
