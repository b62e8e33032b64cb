"""A limiter of guesses, in this process's memory (GCRA, the leaky bucket of ITU-T I.371)."""

from __future__ import annotations

from collections import OrderedDict

from charter.identity.errors import TooManyAttempts

_MAXIMUM_KEYS = 10_000


class AttemptLimiter:
    """Allows a burst of attempts for a key, then one every ``interval_s``. Success forgets the key."""

    def __init__(self, *, burst: int, interval_s: float) -> None:
        self._burst = burst
        self._interval_s = interval_s
        self._arrivals: OrderedDict[str, float] = OrderedDict()

    def require(self, key: str, now_s: float) -> None:
        """Count an attempt.

        Raises:
            TooManyAttempts: with the seconds to wait.
        """
        arrival = max(self._arrivals.get(key, now_s), now_s)
        wait_s = arrival - now_s - (self._burst - 1) * self._interval_s
        if wait_s > 0:
            raise TooManyAttempts(
                f"Too many attempts; try again in {int(wait_s) + 1} seconds.", retry_after_s=round(wait_s, 1)
            )
        self._arrivals[key] = arrival + self._interval_s
        self._arrivals.move_to_end(key)
        while len(self._arrivals) > _MAXIMUM_KEYS:
            self._arrivals.popitem(last=False)

    def forget(self, key: str) -> None:
        """Start afresh after a success."""
        self._arrivals.pop(key, None)
