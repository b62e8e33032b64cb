"""Where a clock stands: a fixed offset or a named zone of the IANA database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

MAX_OFFSET_S = 18 * 3600
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*")
# Files beside the zones that depend on the machine, or repeat the zones under other rules.
_NO_ZONES = re.compile(r"localtime|posixrules|Factory|(posix|right)/.*")
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from UTC in seconds, positive to the east."""

    seconds: int

    def __str__(self) -> str:
        if not self.seconds:
            return "Z"
        minutes, seconds = divmod(abs(self.seconds), 60)
        text = f"{'-' if self.seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone with its rules, such as ``Europe/Paris``."""

    name: str
    rules: ZoneInfo = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"@{self.name}"


Zone: TypeAlias = Offset | NamedZone
UTC = Offset(0)


@lru_cache(maxsize=512)
def named_zone(name: str) -> NamedZone | None:
    """Return a zone of the IANA database, or None when there is none of that name."""
    if not _NAME.fullmatch(name) or _NO_ZONES.fullmatch(name):
        return None
    try:
        return NamedZone(name, ZoneInfo(name))
    except (OSError, ValueError, LookupError):
        return None


def zone(text: str) -> Zone | None:
    """Read the end of a time: ``Z``, ``+01:00``, ``@Europe/Paris``; None when it is none of these."""
    if text in {"Z", "z"}:
        return UTC
    if text.startswith("@"):
        return named_zone(text[1:])
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = int(match[2]), int(match[3]), int(match[4] or 0)
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > MAX_OFFSET_S:
        return None
    return Offset(-total if match[1] == "-" else total)


def offset_at(place: Zone, year: int, month: int, day: int, second_of_day: int) -> int:
    """Return a zone's offset in seconds at a moment of its own clock.

    Where a clock is set back, the earlier of the two moments is meant. Python's rules end at year 9999; a year behind
    follows the rules of one with the same calendar, a year before 1 has local mean time.
    """
    if isinstance(place, Offset):
        return place.seconds
    if year > 9998:
        year = 9600 + year % 400 - (400 if year % 400 > 398 else 0)
    elif year < 1:
        year, month, day = 1, 1, 2
    hour, rest = divmod(second_of_day, 3600)
    moment = datetime(year, month, day, hour, rest // 60, rest % 60, tzinfo=place.rules)
    return _seconds(moment)


def offset_at_utc(place: Zone, year: int, month: int, day: int, second_of_day: int) -> int:
    """Return a zone's offset in seconds at a moment given in UTC."""
    if isinstance(place, Offset):
        return place.seconds
    if not 1 < year < 9999:
        return offset_at(place, year, month, day, second_of_day)
    hour, rest = divmod(second_of_day, 3600)
    moment = datetime(year, month, day, hour, rest // 60, rest % 60, tzinfo=place.rules)
    return _seconds(place.rules.fromutc(moment))


def _seconds(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
