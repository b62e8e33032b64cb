"""Entries of refusals: what was refused has no transaction of its own to write them in.

They are collected for a moment and written together (group commit): a flood of refusals costs few transactions, and
answering one waits for none. What does not fit into the queue is counted, and the count becomes an entry.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import insert

from charter.audit.entry import Document
from charter.audit.models import AuditPending
from charter.audit.outbox import prepare
from charter.core.clock import Clock
from charter.core.db import Database, is_outage
from charter.core.principal import Principal
from charter.core.telemetry import logs, metrics

_log = logs.get(__name__)

_CAPACITY: Final = 10_000
_BATCH: Final = 500
_GATHER_S: Final = 0.05
_RETRY_S: Final = 1.0
_ALIKE_S: Final = 60.0
_KNOWN_A_MINUTE: Final = 1_000  # of one caller, code and route
_UNKNOWN_A_MINUTE: Final = 600  # of everybody whom nobody knows together: addresses cost an attacker little
_ONCE: Final = ("budgets.",)  # of these, one entry a minute says it also of somebody known


class RefusalLog:
    """Collects the refusals of one process and writes them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: deque[dict[str, object]] = deque()
        self._lost = 0
        self._something = asyncio.Event()
        self._writing = asyncio.Lock()
        self._alike: dict[tuple[str, str, str], tuple[float, int]] = {}
        self._unknown_since, self._unknown = 0.0, 0

    def record(self, principal: Principal | None, *, code: str, method: str, route: str, address: str) -> None:
        """Take note of one refusal; returns at once and never raises.

        Nobody fills the log. Refusals of nobody known are counted by address, code and route: the first becomes an
        entry at once, the rest of the same minute are in the count of the next one; so are those of a caller who is
        known, after a thousand. Of all that nobody known is refused, six hundred entries a minute are written and the
        rest counted in one.
        """
        now = self._clock()
        who = address if principal is None else str(principal.id)
        once = principal is None or code.startswith(_ONCE)
        alike = self._count((who, code, route), now, allowed=1 if once else _KNOWN_A_MINUTE)
        if alike is None or (principal is None and not self._has_room_for_unknown(now)):
            return
        if len(self._waiting) >= _CAPACITY:
            self._lost += 1
            metrics.audit_refusals_lost.inc()
            return
        after: Document = {"code": code, "method": method, "route": route}
        if alike:
            after["alike_before"] = alike
        tenant_id = principal.tenant_id if principal else None
        row = prepare(tenant_id, principal, "request.refused", "route", None, before=None, after=after, at=now)
        self._waiting.append(row)
        self._something.set()

    def _count(self, key: tuple[str, str, str], now: datetime, *, allowed: int) -> int | None:
        """Return how many of the last minute went unwritten; None when this one does as well."""
        since, count = self._alike.get(key, (0.0, 0))
        if now.timestamp() - since < _ALIKE_S:
            self._alike[key] = since, count + 1
            return 0 if count + 1 < allowed else None
        if len(self._alike) >= _CAPACITY:
            self._alike.clear()
        self._alike[key] = now.timestamp(), 0
        return max(0, count - allowed + 1)

    def _has_room_for_unknown(self, now: datetime) -> bool:
        """True while few of nobody known were written in this minute; what the last one left out is told of."""
        if now.timestamp() - self._unknown_since >= _ALIKE_S:
            if self._unknown > _UNKNOWN_A_MINUTE:
                self._waiting.append(self._summed("request.refusals_counted", self._unknown - _UNKNOWN_A_MINUTE))
            self._unknown_since, self._unknown = now.timestamp(), 0
        self._unknown += 1
        return self._unknown <= _UNKNOWN_A_MINUTE

    async def run(self) -> None:
        """Write for ever what was collected."""
        try:
            while True:
                await self._something.wait()
                await asyncio.sleep(_GATHER_S)
                try:
                    await self.flush()
                except Exception as error:
                    if not is_outage(error):
                        raise
                    _log.warning("refusals wait for the database", extra={"waiting": len(self._waiting)})
                    await asyncio.sleep(_RETRY_S)
        finally:
            with suppress(Exception):  # the process is ending and the database may be gone before it
                await self.flush()

    async def flush(self) -> None:
        """Write everything that waits."""
        async with self._writing:
            self._something.clear()
            while self._waiting or self._lost:
                await self._write_batch()

    async def _write_batch(self) -> None:
        batch = list(islice(self._waiting, _BATCH))
        lost = self._lost
        rows = [*batch, self._summed("request.refusals_lost", lost)] if lost else batch
        async with self._database.system_session(reason="record refusals") as db:
            await db.execute(insert(AuditPending).inline(), rows)
        # Only now: what was not committed is tried again.
        for _ in batch:
            self._waiting.popleft()
        self._lost -= lost

    def _summed(self, action: str, count: int) -> dict[str, object]:
        after: Document = {"count": count}
        return prepare(None, None, action, "installation", None, before=None, after=after, at=self._clock())
