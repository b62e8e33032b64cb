"""Budgets on storage: how many bytes a tenant's content takes.

Content is what runs were given and made (counted when they end), versions of agents and the tenant's looks. Triggers
draw on it in the transaction of each write and give back in that of each removal, so that no way of removing things
can be forgotten; they do so only in tenants with such a budget. What is drawn lies beside the level until it is folded
into it: writers never wait for each other.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.budgets.errors import BudgetExhausted
from charter.budgets.repository import StorageRepository, Stored, stored_on
from charter.budgets.schemas import Metric
from charter.budgets.service.reservations import Crossed
from charter.core.db import Connection


async def require_room(db: AsyncSession) -> None:
    """Return when what was written in this transaction fits; call it once that is flushed.

    Raises:
        BudgetExhausted: it does not; nothing of it may stay.
    """
    for it in await StorageRepository(db).stored():
        if it.used > it.ceiling:
            raise _exhausted(it)


async def require_room_for_run(connection: Connection) -> None:
    """Return while a run may begin or go on: how much it will store, nobody knows before.

    Raises:
        BudgetExhausted: there is no room left.
    """
    for it in await stored_on(connection):
        if it.used >= it.ceiling:
            raise _exhausted(it)


async def used(db: AsyncSession) -> int:
    """Return the bytes that the content of the transaction's tenant takes; 0 where no budget counts them."""
    return await StorageRepository(db).used()


async def recount(db: AsyncSession, tenant_id: UUID) -> None:
    """Count a tenant's content anew from the tables; or no more, when it has no such budget. System session."""
    await StorageRepository(db).recount(tenant_id)


async def recount_all(db: AsyncSession) -> int:
    """Count anew wherever a budget says so; returns how many tenants' figures were not right. System session."""
    repository = StorageRepository(db)
    return sum([await repository.recount(tenant_id) for tenant_id in await repository.counted_tenants()])


async def fold(db: AsyncSession) -> list[tuple[UUID, Crossed]]:
    """Put what was drawn into the levels; returns the soft thresholds that it crossed. System session."""
    repository = StorageRepository(db)
    for tenant_id in await repository.drawn_tenants():
        await repository.fold(tenant_id)
    return [
        (tenant_id, Crossed(it.id, it.name, Metric.STORAGE_BYTES, it.used, it.ceiling))
        for tenant_id, it in await repository.crossed()
    ]


def _exhausted(it: Stored) -> BudgetExhausted:
    return BudgetExhausted(
        f"The budget {it.name!r} allows {it.ceiling} bytes of content and {it.used} would be used: delete "
        "conversations or agents, or keep runs for fewer days (PATCH /v1/tenant).",
        budget=it.name,
        metric=Metric.STORAGE_BYTES,
        limit=it.ceiling,
        used=it.used,
        remaining=max(0, it.ceiling - it.used),
        reset=None,
    )
