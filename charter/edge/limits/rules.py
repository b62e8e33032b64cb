"""What every limiter counts by and answers with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self

from charter.edge.policy import RateLimit


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rate limit, ready for counting.

    Attributes:
        burst: what may be used at once.
        interval_s: seconds in which one unit comes back.
        tolerance_s: how far the theoretical arrival time may lie ahead: ``burst * interval_s``.
    """

    name: str
    requests: int
    seconds: float
    burst: int
    interval_s: float
    tolerance_s: float

    @classmethod
    def of(cls, limit: RateLimit) -> Self:
        """Return the rule of a limit."""
        interval, burst = limit.seconds / limit.requests, limit.burst or limit.requests
        return cls(limit.name, limit.requests, limit.seconds, burst, interval, burst * interval)

    def shared_by(self, processes: int) -> Rule:
        """Return the part of this rule that one of several processes may grant on its own."""
        interval, burst = self.interval_s * processes, max(1, self.burst // processes)
        return Rule(self.name, self.requests, self.seconds, burst, interval, burst * interval)


class Charge(NamedTuple):
    """Something to be counted: whose it is and by which rule.

    ``owner`` keeps together what is counted together in one step: in a Redis cluster it names the slot.
    """

    rule: Rule
    owner: str
    subject: str


@dataclass(slots=True)
class Taken:
    """What a limiter answered: by the rule that is nearest to its end, or the one that refused.

    Attributes:
        remaining: units left at once.
        reset_s: seconds until everything is there again.
        retry_after_s: seconds after which the same request would pass; 0 when it passed.
    """

    rule: Rule
    allowed: bool
    remaining: int
    reset_s: float
    retry_after_s: float = 0.0


class Limiter(Protocol):
    """Counts; one battery of tests holds for every implementation."""

    async def take(self, charges: Sequence[Charge], cost: int = 1) -> Taken:
        """Count ``cost`` units by every charge, or by none when one of them has not enough left.

        Args:
            charges: at least one, all of one owner.
        """
        ...


def taken(rule: Rule, ahead_s: float, cost: int) -> Taken:
    """Return the answer for one rule.

    Args:
        ahead_s: how far the theoretical arrival time lies ahead of now, before this request.
    """
    wanted = ahead_s + cost * rule.interval_s
    # A thousandth of an interval covers the rounding of floating point at the exact moment.
    over = wanted - rule.tolerance_s
    if over > rule.interval_s * 1e-3:
        return Taken(rule, allowed=False, remaining=left(rule, ahead_s), reset_s=ahead_s, retry_after_s=over)
    return Taken(rule, allowed=True, remaining=left(rule, wanted), reset_s=wanted)


def left(rule: Rule, ahead_s: float) -> int:
    """Return the units that can be used at once."""
    return max(0, math.floor((rule.tolerance_s - ahead_s) / rule.interval_s + 1e-3))
