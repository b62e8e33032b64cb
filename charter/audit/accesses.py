"""Entries of what is used and not changed: a tool called through the gateway has no transaction to write its entry in.

They are written together (group commit), at once when fewer than two batches are being written, in one statement that
enters the tenant by itself: one round trip, one commit. Each is waited for by whoever it tells of, so that nobody gets
an answer that the log does not know of.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Final
from uuid import UUID

import asyncpg
from pydantic import JsonValue

from charter.audit.outbox import prepare
from charter.audit.service import COLUMNS
from charter.core.clock import Clock
from charter.core.db import Database
from charter.core.principal import Principal

_BATCH, _AT_ONCE = 200, 2

_TYPES = {"at": "timestamptz"} | dict.fromkeys(("tenant_id", "id", "actor_id", "resource_id"), "uuid")
_TYPES |= dict.fromkeys(("before", "after", "personal"), "jsonb") | dict.fromkeys(("salts", "leaf_hash"), "bytea")
_ARRAYS = ", ".join(f"${number}::{_TYPES.get(name, 'text')}[]" for number, name in enumerate(COLUMNS, start=2))
# The tenant is entered before the first row is there to be judged by row security.
_INSERT: Final = f"""
WITH entered AS MATERIALIZED (SELECT set_config('charter.tenant_id', $1, true) AS tenant)
INSERT INTO audit_pending ({", ".join(COLUMNS)})
SELECT entry.* FROM entered, unnest({_ARRAYS}) AS entry WHERE entered.tenant <> ''
"""

_Row = dict[str, object]


class AccessLog:
    """Collects the accesses of one process and writes them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: list[tuple[_Row, asyncio.Future[None]]] = []
        self._writing: set[asyncio.Task[None]] = set()
        self._writers = 0

    def begin(
        self,
        principal: Principal,
        action: str,
        resource_kind: str,
        resource_id: UUID | None,
        *,
        after: dict[str, JsonValue],
    ) -> asyncio.Future[None]:
        """Begin to write an entry.

        Returns: done when it is committed; failed when the database refused or is not there. To leave it does not take
            the entry along.
        """
        row = prepare(
            principal.tenant_id, principal, action, resource_kind, resource_id,
            before=None, after=after, at=self._clock(),
        )  # fmt: skip
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, written))
        if self._writers < _AT_ONCE:
            self._writers += 1
            writing = asyncio.create_task(self._write())
            self._writing.add(writing)
            writing.add_done_callback(self._writing.discard)
        return written

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
                of_tenant: dict[object, list[tuple[_Row, asyncio.Future[None]]]] = defaultdict(list)
                for row, written in batch:
                    of_tenant[row["tenant_id"]].append((row, written))
                if len(of_tenant) == 1:
                    await self._write_of(*of_tenant.popitem())
                else:
                    await asyncio.gather(*(self._write_of(tenant, entries) for tenant, entries in of_tenant.items()))
        finally:
            self._writers -= 1  # at once: whoever comes before this task is over begins another

    async def _write_of(self, tenant_id: object, entries: list[tuple[_Row, asyncio.Future[None]]]) -> None:
        try:
            async with self._database.single_statement() as connection:
                columns = [[row[name] for row, _ in entries] for name in COLUMNS]
                await connection.execute(_INSERT, str(tenant_id), *columns)
        except Exception as error:  # noqa: BLE001 - each of those who wait is told, and tells its caller
            if len(entries) > 1 and isinstance(error, asyncpg.DataError):
                # One that cannot be stored does not take the others along.
                for entry in entries:
                    await self._write_of(tenant_id, [entry])
                return
            for _, written in entries:
                if not written.done():
                    written.set_exception(error)
            return
        for _, written in entries:
            if not written.done():
                written.set_result(None)
