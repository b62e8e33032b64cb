"""Functions on dates and times."""

from __future__ import annotations

from datetime import datetime

from charter.feel.admission import from_json
from charter.feel.builtins.registry import Refused, implements
from charter.feel.run import Run, Value
from charter.feel.temporal.calendar import days_from_date, days_in_month, iso_week
from charter.feel.temporal.values import Date, DateTime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_of(value: Date | DateTime) -> Date:
    """Return the day of a date or a date and time."""
    return value.date if isinstance(value, DateTime) else value


def _clock(run: Run) -> datetime:
    if run.clock is None:
        raise Refused("this evaluation has no clock")
    return run.clock()


@implements("now")
def now(run: Run) -> Value:
    return from_json(_clock(run))


@implements("today")
def today(run: Run) -> Value:
    return from_json(_clock(run).date())


@implements("day of week")
def day_of_week(_run: Run, value: Date | DateTime) -> str:
    return _DAYS[date_of(value).weekday - 1]


@implements("day of year")
def day_of_year(_run: Run, value: Date | DateTime) -> int:
    day = date_of(value)
    return day.days - days_from_date(day.year, 1, 1) + 1


@implements("week of year")
def week_of_year(_run: Run, value: Date | DateTime) -> int:
    day = date_of(value)
    return iso_week(day.year, day.month, day.day)


@implements("month of year")
def month_of_year(_run: Run, value: Date | DateTime) -> str:
    return _MONTHS[date_of(value).month - 1]


@implements("last day of month")
def last_day_of_month(_run: Run, value: Date | DateTime) -> Date:
    day = date_of(value)
    return Date(day.year, day.month, days_in_month(day.year, day.month))
