"""Workers that wait for jobs in this process: a job made while one waits is theirs from the first commit on."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class Taker:
    """A worker's wait for jobs of one type; it may be given up to ``limit``."""

    worker: str
    limit: int
    timeout_s: float
    line: deque[Taker]
    given: int = 0
    jobs: list[Any] = field(default_factory=list)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def give_back(self) -> None:
        """Undo a promise: the job did not come to be."""
        self.given -= 1
        self.woken.set()

    async def kept(self) -> None:
        """Wait until what was promised has been delivered or given back: its commit is under way."""
        while self.given > len(self.jobs):
            self.woken.clear()
            await self.woken.wait()

    def deliver(self, job: Any) -> None:
        """Hand over a job that was promised; its commit has succeeded."""
        self.jobs.append(job)
        self.woken.set()


class Takers:
    """Who waits for which type of job, first come first served. One per process.

    It also remembers for a moment which types had no job in the database, so that waiting again costs no query.
    """

    _REMEMBERED_S = 1.0
    _MOST = 10_000

    def __init__(self) -> None:
        self._lines: dict[tuple[UUID, str], deque[Taker]] = {}
        self._empty: dict[tuple[UUID, str], float] = {}

    def looks(self, tenant_id: UUID, type_: str, moment: float) -> None:
        """Note that somebody looks for jobs, at a moment of the event loop: what is told after it is news."""
        if len(self._empty) >= self._MOST:
            self._empty.clear()
        self._empty[tenant_id, type_] = moment

    def there_may_be(self, tenant_id: UUID | None, type_: str) -> None:
        """Note that jobs may have come: this process or another made some ready; None: of any tenant and type."""
        if tenant_id is None or type_ == "*":
            self._empty.clear()
        else:
            self._empty.pop((tenant_id, type_), None)

    def may_have(self, tenant_id: UUID, type_: str, now: float) -> bool:
        """Return whether a query could find a job."""
        seen = self._empty.get((tenant_id, type_))
        return seen is None or now - seen > self._REMEMBERED_S

    def join(self, tenant_id: UUID, type_: str, worker: str, limit: int, timeout_s: float) -> Taker:
        """Begin to wait."""
        line = self._lines.setdefault((tenant_id, type_), deque())
        taker = Taker(worker, limit, timeout_s, line)
        line.append(taker)
        return taker

    def leave(self, tenant_id: UUID, type_: str, taker: Taker) -> None:
        """Wait no longer. What was promised meanwhile is still delivered."""
        if taker in taker.line:
            taker.line.remove(taker)
        if not taker.line:
            self._lines.pop((tenant_id, type_), None)

    def promise(self, tenant_id: UUID, type_: str) -> Taker | None:
        """Return who gets the next job of a type, if somebody waits; it counts as given."""
        line = self._lines.get((tenant_id, type_))
        while line:
            taker = line[0]
            if taker.given < taker.limit:
                taker.given += 1
                return taker
            line.popleft()
        return None
