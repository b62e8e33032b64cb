"""How many jobs run side by side, and how much memory they may need together."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

_OF_ONE_SLOT_BYTES = 256 << 20


class Slots:
    """Slots for jobs; a job takes one for each 256 MB that it may need.

    An owner's jobs take up to half of them: one after the other if need be, beside somebody else's.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._share = max(1, number // 2)
        self._taken = 0
        self._taken_by: Counter[Hashable] = Counter()
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def taken(self, owner: Hashable, memory_bytes: int) -> AsyncIterator[None]:
        """Wait for the slots of a job, and hold them."""
        # A job that needs more than a share runs alone in its owner's.
        wanted = min(-(-memory_bytes // _OF_ONE_SLOT_BYTES), self._share)
        async with self._changed:
            await self._changed.wait_for(lambda: self._fits(owner, wanted))
            self._taken += wanted
            self._taken_by[owner] += wanted
        try:
            yield
        finally:
            await asyncio.shield(self._given_back(owner, wanted))

    def _fits(self, owner: Hashable, wanted: int) -> bool:
        return self._taken + wanted <= self._number and self._taken_by[owner] + wanted <= self._share

    async def _given_back(self, owner: Hashable, wanted: int) -> None:
        async with self._changed:
            self._taken -= wanted
            self._taken_by[owner] -= wanted
            if not self._taken_by[owner]:
                del self._taken_by[owner]
            self._changed.notify_all()
