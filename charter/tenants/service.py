"""Tenants: creating them, reading them."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from charter.core.ids import new_id
from charter.tenants.errors import TenantNotFound
from charter.tenants.models import Tenant
from charter.tenants.schemas import TenantRead


def slug_of(name: str) -> str:
    """Return a name as it may stand in an address: lower-case ASCII letters, digits and hyphens, at most 60."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:60].strip("-") or "tenant"


async def create(db: AsyncSession, name: str) -> UUID:
    """Create a tenant and enter it: the transaction is the new tenant's from here on. System session.

    A taken slug gets a number: two companies of one name do not learn of each other.
    """
    tenant_id, wanted = new_id(), slug_of(name)
    taken = set(await db.scalars(select(Tenant.slug).where(Tenant.slug.like(f"{wanted}%"))))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    db.add(Tenant(id=tenant_id, slug=slug, name=name.strip()))
    await db.flush()
    await db.execute(text("SELECT set_config('charter.tenant_id', :tenant, true)"), {"tenant": str(tenant_id)})
    return tenant_id


async def get(db: AsyncSession) -> TenantRead:
    """Return the transaction's tenant.

    Raises:
        TenantNotFound: it was deleted meanwhile.
    """
    tenant = await db.scalar(
        select(Tenant).where(text("tenants.id = nullif(current_setting('charter.tenant_id', true), '')::uuid"))
    )
    if tenant is None:
        raise TenantNotFound("This tenant does not exist any more.")
    return TenantRead.model_validate(tenant)


async def time_zone(db: AsyncSession) -> str:
    """Return the time zone of the transaction's tenant: its days and months begin there."""
    return (await get(db)).time_zone
