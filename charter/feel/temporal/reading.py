"""Reads temporal values from their ISO 8601 text (as XML Schema writes it, plus ``@Zone/Name``)."""

from __future__ import annotations

import re
from typing import TypeAlias

from charter.feel.temporal.values import (
    DAY_NS,
    NANOS,
    Date,
    DateTime,
    DaysTimeDuration,
    OutOfCalendar,
    Time,
    YearsMonthsDuration,
    date,
    date_of_days,
)
from charter.feel.temporal.zones import zone

Temporal: TypeAlias = Date | DateTime | Time | DaysTimeDuration | YearsMonthsDuration

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})(\.\d{1,30})?([Zz+@-].*)?", re.ASCII)
_YEARS_MONTHS = re.compile(r"(-)?P(?:(\d{1,15})Y)?(?:(\d{1,15})M)?", re.ASCII)
_DAYS_TIME = re.compile(
    r"(-)?P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,30}))?S)?)?", re.ASCII
)
# What Java writes, offset and zone; the zone is enough.
_BOTH = re.compile(r"(?:Z|[+-]\d{2}:\d{2}(?::\d{2})?)\[([^\]]+)\]")
MAX_CHARACTERS = 200


def read_date(text: str) -> Date | None:
    """Return a date, or None if the text is not one."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except OutOfCalendar:
        return None


def read_time(text: str) -> Time | None:
    """Return a time of day, or None if the text is not one; 24:00:00 is midnight."""
    found = _read_time(text)
    return found[0] if found else None


def _read_time(text: str) -> tuple[Time, int] | None:
    """Return the time and the days to add to its date."""
    match = _TIME.fullmatch(text.removeprefix("T"))
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    nanosecond = int((match[4] or ".")[1:10].ljust(9, "0"))
    place = zone(_BOTH.sub(r"@\1", match[5])) if match[5] else None
    if minute > 59 or second > 59 or (match[5] and place is None):
        return None
    if hour == 24 and not (minute or second or nanosecond):
        return Time(0, 0, 0, 0, place), 1
    if hour > 23:
        return None
    return Time(hour, minute, second, nanosecond, place), 0


def read_date_time(text: str) -> DateTime | None:
    """Return a date and time, or None if the text is not one."""
    before, _, behind = text.partition("T")
    day, time = read_date(before), _read_time(behind)
    if day is None or time is None:
        return None
    try:
        return DateTime(date_of_days(day.days + time[1]) if time[1] else day, time[0])
    except OutOfCalendar:
        return None


def read_duration(text: str) -> DaysTimeDuration | YearsMonthsDuration | None:
    """Return a duration of either kind, or None if the text is not one."""
    match = _YEARS_MONTHS.fullmatch(text)
    if match and (match[2] or match[3]):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonthsDuration(-months if match[1] else months)
    match = _DAYS_TIME.fullmatch(text)
    if match is None or text[-1] in "PT":
        return None
    seconds = (int(match[3] or 0) * 60 + int(match[4] or 0)) * 60 + int(match[5] or 0)
    nanoseconds = int(match[2] or 0) * DAY_NS + seconds * NANOS + int((match[6] or "")[:9].ljust(9, "0"))
    return DaysTimeDuration(-nanoseconds if match[1] else nanoseconds)


def read_temporal(text: str) -> Temporal | None:
    """Return what an at-literal means, or None if it means nothing."""
    if len(text) > MAX_CHARACTERS or not text:
        return None
    if text[0] == "P" or text.startswith("-P"):
        return read_duration(text)
    if "T" in text and text.find("T") < (text.find("@") if "@" in text else len(text)):
        return read_date_time(text)
    return read_time(text) if ":" in text else read_date(text)
