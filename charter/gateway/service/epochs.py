"""What a tenant's epochs are now: asked by every call, answered to all who ask at once by one look."""

from __future__ import annotations

import asyncio
from uuid import UUID

from charter.core.db import Database, TenantNow


class Epochs:
    """One per process. Whoever asks is answered by a look that began after they asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: dict[UUID, asyncio.Task[TenantNow]] = {}
        self._next: dict[UUID, asyncio.Task[TenantNow]] = {}

    async def now(self, tenant_id: UUID) -> TenantNow:
        """Return the epochs of a tenant as of some moment after this call began."""
        return await asyncio.shield(self.begin(tenant_id))

    def begin(self, tenant_id: UUID) -> asyncio.Task[TenantNow]:
        """Begin to look, or join a look that is to begin; others may wait for the same one, so nobody cancels it."""
        look = self._next.get(tenant_id)
        if look is None:
            before = self._running.get(tenant_id)
            look = self._next[tenant_id] = asyncio.create_task(self._look(tenant_id, before))
            look.add_done_callback(_heard)
        return look

    async def _look(self, tenant_id: UUID, before: asyncio.Task[TenantNow] | None) -> TenantNow:
        if before is not None:
            await asyncio.wait([before])
        self._running[tenant_id] = mine = self._next.pop(tenant_id)
        try:
            return await self._database.tenant_now(tenant_id)
        finally:
            if self._running.get(tenant_id) is mine:
                del self._running[tenant_id]


def _heard(look: asyncio.Task[TenantNow]) -> None:
    """Take note of a failure that nobody waits for any more: a request may be refused while its look is under way."""
    if not look.cancelled():
        look.exception()
