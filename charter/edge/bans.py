"""Who is not listened to for a while: bans in force, and the count of refusals that leads to one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_network

from charter.edge.addresses import parse_address
from charter.edge.policy import BanRules

_MAXIMUM_COUNTED = 20_000


@lru_cache(maxsize=20_000)
def subject_of(address: str) -> str:
    """Return what is counted and banned for an address: itself, or its /64, since a host of IPv6 has all of those."""
    parsed = parse_address(address)
    if parsed is None or parsed.version == 4:
        return address
    return str(ip_network((parsed, 64), strict=False))


class BanList:
    """The bans that are in force, by subject, and until when."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def replace(self, until: dict[str, datetime]) -> None:
        """Take the bans of the database for those in force."""
        self._until = until

    def add(self, subject: str, until: datetime) -> None:
        """Ban at once, before the database knows of it."""
        self._until[subject] = until

    def until(self, subject: str, now: datetime) -> datetime | None:
        """Return until when a subject is banned, None when it is not."""
        until = self._until.get(subject)
        return until if until is not None and until > now else None

    def __bool__(self) -> bool:
        return bool(self._until)


class RefusalCounter:
    """Counts refusals by subject in windows of the policy's length, and says when they are too many.

    The count is of this process: with several processes a subject may collect that much in each of them.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, subject: str, rules: BanRules) -> bool:
        """Count a refusal; returns True when the subject is to be banned, and starts anew then."""
        if not rules.refusals:
            return False
        now = self._clock()
        began, count = self._counts.pop(subject, (now, 0))
        if now - began > rules.seconds:
            began, count = now, 0
        if count + 1 >= rules.refusals:
            return True
        self._counts[subject] = (began, count + 1)
        if len(self._counts) > _MAXIMUM_COUNTED:
            self._counts.popitem(last=False)
        return False
