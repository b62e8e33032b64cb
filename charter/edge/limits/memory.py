"""A limiter in this process's memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from charter.edge.limits.rules import Charge, Taken, taken

_MAXIMUM_KEYS = 100_000
_OVERFLOW = "others"


class MemoryLimiter:
    """Counts in a dictionary: about a microsecond a rule.

    When there are too many subjects to keep apart, new ones share one count: a flood of made-up addresses is limited
    as one, and cannot push out what is known of the others.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, maximum_keys: int = _MAXIMUM_KEYS) -> None:
        self._clock = clock
        self._maximum_keys = maximum_keys
        self._arrivals: dict[tuple[str, str], float] = {}
        self._swept_at = clock()

    async def take(self, charges: Sequence[Charge], cost: int = 1) -> Taken:
        """Count, or refuse: see :class:`charter.edge.limits.rules.Limiter`."""
        return self.take_now(charges, cost)

    def take_now(self, charges: Sequence[Charge], cost: int = 1) -> Taken:
        """Count at once, without anything to wait for."""
        now, arrivals = self._clock(), self._arrivals
        tightest: Taken | None = None
        writes = []
        for rule, _, subject in charges:
            key = (rule.name, subject)
            arrival = arrivals.get(key)
            if arrival is None:
                key = self._key_of_new(key, now)
                arrival = arrivals.get(key, 0.0)
            ahead = arrival - now
            answer = taken(rule, ahead if ahead > 0 else 0.0, cost)
            if not answer.allowed:
                return answer
            writes.append((key, now + answer.reset_s))
            if tightest is None or answer.remaining < tightest.remaining:
                tightest = answer
        arrivals.update(writes)
        if tightest is None:
            raise ValueError("There is nothing to count.")
        return tightest

    def _key_of_new(self, key: tuple[str, str], now: float) -> tuple[str, str]:
        if len(self._arrivals) < self._maximum_keys:
            return key
        if now - self._swept_at > 1.0:  # a sweep walks through all keys: not for every request of a flood
            self._swept_at = now
            self._arrivals = {known: arrival for known, arrival in self._arrivals.items() if arrival > now}
            if len(self._arrivals) < self._maximum_keys:
                return key
        return (key[0], _OVERFLOW)
