"""The temporal values. All are immutable and hashable; comparisons that FEEL leaves open are not defined on them."""

from __future__ import annotations

from dataclasses import dataclass

from charter.feel.temporal import calendar
from charter.feel.temporal.zones import UTC, NamedZone, Offset, Zone, offset_at, offset_at_utc

NANOS = 1_000_000_000
DAY_S = 86_400
DAY_NS = DAY_S * NANOS


class OutOfCalendar(Exception):
    """A date beyond nine digits of years, or one that does not exist."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        return calendar.days_from_date(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.days + 3) % 7 + 1


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, perhaps with the place of the clock."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone | None = None

    def __str__(self) -> str:
        fraction = f".{self.nanosecond:09}".rstrip("0") if self.nanosecond else ""
        return f"{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}{self.zone or ''}"

    @property
    def second_of_day(self) -> int:
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def nanosecond_of_day(self) -> int:
        return self.second_of_day * NANOS + self.nanosecond

    @property
    def offset_s(self) -> int | None:
        """Seconds from UTC; None without a zone. A named zone counts with what it had when the epoch began."""
        return None if self.zone is None else offset_at(self.zone, 1970, 1, 1, self.second_of_day)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of it."""

    date: Date
    time: Time

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"

    def java_text(self) -> str:
        """Return the text with a named zone as Java and Camunda write it: ``…+01:00[Europe/Berlin]``."""
        if not isinstance(self.zone, NamedZone):
            return str(self)
        local = Time(self.time.hour, self.time.minute, self.time.second, self.time.nanosecond)
        return f"{self.date}T{local}{Offset(self.offset_s or 0)}[{self.zone.name}]"

    @property
    def zone(self) -> Zone | None:
        return self.time.zone

    @property
    def nanosecond_of_day(self) -> int:
        return self.time.nanosecond_of_day

    @property
    def offset_s(self) -> int | None:
        """Seconds from UTC on that day; None without a zone."""
        if self.zone is None:
            return None
        return offset_at(self.zone, self.date.year, self.date.month, self.date.day, self.time.second_of_day)

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since the epoch: in UTC with a zone, by its own clock without."""
        return self.date.days * DAY_NS + self.time.nanosecond_of_day - (self.offset_s or 0) * NANOS


@dataclass(frozen=True, slots=True)
class DaysTimeDuration:
    """A length of time in nanoseconds."""

    nanoseconds: int

    def __str__(self) -> str:
        seconds, nanos = divmod(abs(self.nanoseconds), NANOS)
        days, seconds = divmod(seconds, DAY_S)
        hours, seconds = divmod(seconds, 3600)
        minutes, seconds = divmod(seconds, 60)
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        clock += f"{seconds}{fraction}S" if seconds or fraction else ""
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-" if self.nanoseconds < 0 else "") + "P" + (text or "T0S")


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A length of time in months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


def date(year: int, month: int, day: int) -> Date:
    """Return a day.

    Raises:
        OutOfCalendar: there is no such day.
    """
    if abs(year) > calendar.MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= calendar.days_in_month(year, month):
        raise OutOfCalendar(f"{year}-{month}-{day}")
    return Date(year, month, day)


def date_of_days(days: int) -> Date:
    """Return the day that many days after 1970-01-01."""
    if abs(days) > 366 * (calendar.MAX_YEAR + 1):
        raise OutOfCalendar(f"{days} days from 1970")
    return date(*calendar.date_from_days(days))


def time_of_nanoseconds(nanoseconds: int, zone: Zone | None) -> Time:
    """Return a time of day; the nanoseconds wrap at midnight."""
    seconds, nanos = divmod(nanoseconds % DAY_NS, NANOS)
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nanos, zone)


def moment(nanoseconds: int, zone: Zone | None) -> DateTime:
    """Return what a clock shows so many nanoseconds after the epoch."""
    if zone is not None:
        days, rest = divmod(nanoseconds, DAY_NS)
        day = date_of_days(days)
        nanoseconds += offset_at_utc(zone, day.year, day.month, day.day, rest // NANOS) * NANOS
    days, rest = divmod(nanoseconds, DAY_NS)
    return DateTime(date_of_days(days), time_of_nanoseconds(rest, zone))


def at_midnight(day: Date) -> DateTime:
    """Return the date as a date and time: midnight in UTC (DMN 1.5 §10.3.2.3.6)."""
    return DateTime(day, Time(0, 0, 0, 0, UTC))


def add_months(day: Date, months: int) -> Date:
    """Return the same day of another month, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > calendar.MAX_YEAR:
        raise OutOfCalendar(f"year {year}")
    return date(year, month + 1, min(day.day, calendar.days_in_month(year, month + 1)))


def months_between(start: Date, end: Date) -> int:
    """Return the full months from one day to another; negative when the second comes first."""
    if (end.year, end.month, end.day) < (start.year, start.month, start.day):
        return -months_between(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


__all__ = [
    "UTC",
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "NamedZone",
    "Offset",
    "OutOfCalendar",
    "Time",
    "YearsMonthsDuration",
    "Zone",
    "add_months",
    "at_midnight",
    "date",
    "date_of_days",
    "moment",
    "months_between",
    "time_of_nanoseconds",
]
