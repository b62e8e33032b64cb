"""Periods of budgets: minutes, days and calendar months of the tenant's time zone, or all time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ALL_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Where the one period of a total begins."""


class Period(StrEnum):
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    TOTAL = "total"

    def start(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return when the period that ``now`` lies in began, in UTC."""
        local = now.astimezone(zone)
        match self:
            case Period.MINUTE:
                return now.astimezone(UTC).replace(second=0, microsecond=0)
            case Period.DAY:
                begun = local.replace(hour=0, minute=0, second=0, microsecond=0)
            case Period.MONTH:
                begun = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            case Period.TOTAL:
                return ALL_TIME
        # ``fold`` of a midnight that comes twice: the first one; a midnight that does not exist: where it would be.
        return begun.replace(fold=0).astimezone(UTC)

    def end(self, start: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when a period that began at ``start`` ends, in UTC; None for a total."""
        local = start.astimezone(zone)
        match self:
            case Period.MINUTE:
                return start + timedelta(minutes=1)
            case Period.DAY:
                return (local.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone).astimezone(UTC)
            case Period.MONTH:
                following = (local.replace(tzinfo=None, day=1) + timedelta(days=32)).replace(day=1)
                return following.replace(tzinfo=zone).astimezone(UTC)
            case Period.TOTAL:
                return None
