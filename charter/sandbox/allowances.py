"""How much time on the cores kept for short calls each owner's jobs have."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

from charter.sandbox.demotion import Standing

# A neighbour that never stops is beside a call for four hundredths of the time: less than what its p95 is made of.
_RATE = 0.04
_MOST_S, _START_S = 0.1, 0.05
_REMEMBERED = 1_000


class Allowances:
    """Time on the kept cores: each owner gets 40 ms a second, and saves up to 100 ms.

    Who has none left goes on where everything else runs that is not short, and is not slowed when nothing does.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._whole_at: dict[Hashable, float] = {}

    def left(self, owner: Hashable) -> float:
        """Return how many seconds an owner has; less than none after more was used."""
        missing_s = max(0.0, self._whole_at.get(owner, 0.0) - self._clock())
        return _MOST_S - missing_s * _RATE

    def standing_of(self, owner: Hashable) -> Standing:
        """Return how a process that an owner's call waits for is started."""
        return Standing.ANYWHERE if self.left(owner) > 0 else Standing.LOWER

    def pay_for_start(self, owner: Hashable, standing: Standing) -> None:
        """Note that a process was started so for an owner's call."""
        if standing is Standing.ANYWHERE:
            self.spend(owner, _START_S)

    def take(self, owner: Hashable, most_s: float) -> float:
        """Take up to so many seconds for a job, and return how many; what it does not use is given back."""
        taken = max(0.0, min(most_s, self.left(owner)))
        self.spend(owner, taken)
        return taken

    def spend(self, owner: Hashable, seconds: float) -> None:
        """Note what an owner used, or, below zero, gave back."""
        now = self._clock()
        self._whole_at[owner] = max(now, self._whole_at.get(owner, 0.0)) + seconds / _RATE
        if len(self._whole_at) > _REMEMBERED:
            self._whole_at = {who: at for who, at in self._whole_at.items() if at > now}
