"""Noticing within a second that a tenant's access rules have moved: for streams, which make no further requests."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy import text

from charter.core.db import Database, is_outage
from charter.core.telemetry import logs

_log = logs.get(__name__)
_LOOK_EVERY_S = 0.5


class AccessWatch:
    """Compares the epochs of tenants with open streams with the database's, all in one statement. One per process.

    Notifications make it prompt, looking makes it certain. While the database does not answer nothing is compared; then
    streams show nothing new either, since what they show is read from it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[UUID, dict[asyncio.Future[None], int]] = {}
        self._woken = asyncio.Event()

    def moved(self, tenant_id: UUID, epoch: int) -> asyncio.Future[None]:
        """Return a future that is done once the tenant's epoch is another than ``epoch``; cancel it when not needed."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(tenant_id, {})[future] = epoch
        future.add_done_callback(lambda done: self._forget(tenant_id, done))
        return future

    def heard(self, payload: str) -> None:
        """A tenant's rules moved (empty: perhaps)."""
        if not payload or UUID(payload) in self._waiting:
            self._woken.set()

    async def run(self) -> None:
        """Look for ever."""
        while True:
            try:
                async with asyncio.timeout(_LOOK_EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            if self._waiting:
                await self._look()

    async def _look(self) -> None:
        try:
            async with self._database.system_session(reason="compare the access epochs of open streams") as db:
                query = text("SELECT id, authz_epoch, state FROM tenants WHERE id = ANY(:ids)")
                rows = (await db.execute(query, {"ids": list(self._waiting)})).all()
        except Exception as error:
            if not is_outage(error):
                raise
            _log.warning("access: the database does not answer", extra={"reason": str(error)[:200]})
            return
        current = {row.id: row.authz_epoch for row in rows if row.state == "active"}
        for tenant_id, waiting in list(self._waiting.items()):
            for future, epoch in list(waiting.items()):
                if current.get(tenant_id) != epoch and not future.done():
                    future.set_result(None)

    def _forget(self, tenant_id: UUID, future: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(tenant_id, {})
        waiting.pop(future, None)
        if not waiting:
            self._waiting.pop(tenant_id, None)
