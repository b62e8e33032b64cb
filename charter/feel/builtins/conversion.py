"""Functions that make values of one type from another."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from charter.feel.admission import from_json, to_json
from charter.feel.builtins.moments import date_of
from charter.feel.builtins.registry import Refused, implements
from charter.feel.errors import FeelLimitExceeded
from charter.feel.numerals import Number, as_integer, number, quantize
from charter.feel.run import Run, Value
from charter.feel.temporal.reading import MAX_CHARACTERS, read_date, read_date_time, read_duration, read_time
from charter.feel.temporal.values import (
    NANOS,
    UTC,
    Date,
    DateTime,
    DaysTimeDuration,
    Offset,
    Time,
    YearsMonthsDuration,
    at_midnight,
    date,
    moment,
    months_between,
)
from charter.feel.temporal.zones import MAX_OFFSET_S, named_zone, zone
from charter.feel.values import text

_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def _short(string: str) -> str:
    if len(string) > MAX_CHARACTERS:
        raise Refused("the text is too long")
    return string


@implements("date", signature=0)
def date_from(_run: Run, value: str | Date | DateTime) -> Date:
    if not isinstance(value, str):
        return date_of(value)
    read = read_date(_short(value))
    if read is None:
        raise Refused(f"{value!r} is no date such as 2026-01-31")
    return read


@implements("date", signature=1)
def date_of_parts(_run: Run, year: Number, month: Number, day: Number) -> Date:
    return date(as_integer(year), as_integer(month), as_integer(day))


@implements("time", signature=0)
def time_from(_run: Run, value: str | Time | Date | DateTime) -> Time:
    if isinstance(value, Time):
        return value
    if isinstance(value, DateTime):
        return value.time
    if isinstance(value, Date):
        return Time(0, 0, 0, 0, UTC)
    read = read_time(_short(value))
    if read is None:
        raise Refused(f"{value!r} is no time such as 13:30:00, 13:30:00+02:00 or 13:30:00@Europe/Paris")
    return read


@implements("time", signature=1)
def time_of_parts(
    _run: Run, hour: Number, minute: Number, second: Number, offset: DaysTimeDuration | None = None
) -> Time:
    hours, minutes, seconds = as_integer(hour), as_integer(minute), as_integer(second)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 60):
        raise Refused("there is no such time of day")
    nanoseconds = as_integer(quantize(second, 9, "ROUND_DOWN") * NANOS) % NANOS
    place = None
    if offset is not None:
        place = Offset(offset.nanoseconds // NANOS)
        if abs(place.seconds) > MAX_OFFSET_S:
            raise Refused("the offset is larger than 18 hours")
    return Time(hours, minutes, seconds, nanoseconds, place)


@implements("date and time", signature=0)
def date_time_from(_run: Run, value: str | Date | DateTime) -> DateTime:
    if isinstance(value, DateTime):
        return value
    if isinstance(value, Date):
        return at_midnight(value)
    read = read_date_time(_short(value))
    if read is None:
        day = read_date(value)
        if day is None:
            raise Refused(f"{value!r} is no date and time such as 2026-01-31T13:30:00")
        return DateTime(day, Time(0, 0, 0))
    return read


@implements("date and time", signature=1)
def date_time_of_parts(_run: Run, day: Date | DateTime, time: Time) -> DateTime:
    return DateTime(date_of(day), time)


@implements("date and time", signature=2)
def date_time_in_zone(_run: Run, value: DateTime, timezone: str) -> DateTime:
    """Return the same moment on another clock; a value without zone gets it."""
    place = zone(timezone) or named_zone(timezone)
    if place is None:
        raise Refused(f"there is no time zone {timezone!r}")
    if value.zone is None:
        clock = value.time
        return DateTime(value.date, Time(clock.hour, clock.minute, clock.second, clock.nanosecond, place))
    return moment(value.nanoseconds, place)


@implements("number")
def number_from(_run: Run, value: str | Number, grouping: str | None = None, decimal: str | None = None) -> Number:
    if grouping not in {None, " ", ",", "."} or decimal not in {None, ",", "."} or (grouping and grouping == decimal):
        raise Refused("the separators must be different: ' ', ',' or '.' for groups, ',' or '.' for decimals")
    if not isinstance(value, str):
        return value
    digits = _short(value)
    if grouping:
        digits = digits.replace(grouping, "")
    if decimal:
        if decimal != "." and "." in digits:
            raise Refused(f"{value!r} is no number")
        digits = digits.replace(decimal, ".")
    if not _NUMBER.fullmatch(digits):
        raise Refused(f"{value!r} is no number")
    return number(digits)


@implements("string")
def string_from(run: Run, value: Value) -> str | None:
    return None if value is None else text(run, value)


@implements("duration")
def duration_from(
    _run: Run, value: str | DaysTimeDuration | YearsMonthsDuration
) -> DaysTimeDuration | YearsMonthsDuration:
    if not isinstance(value, str):
        return value
    read = read_duration(_short(value))
    if read is None:
        raise Refused(f"{value!r} is no duration such as P1DT2H or P1Y6M")
    return read


@implements("years and months duration")
def months_from(_run: Run, start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    return YearsMonthsDuration(months_between(date_of(start), date_of(end)))


@implements("from json")
def value_from_json(run: Run, value: str) -> Value:
    run.spend(len(value) >> 2)
    try:
        return from_json(json.loads(value, parse_float=Decimal, parse_constant=_refuse_constant))
    except (ValueError, RecursionError, FeelLimitExceeded):
        raise Refused("the text is no JSON") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


@implements("to json")
def json_of_value(run: Run, value: Value) -> str:
    written = run.long(json.dumps(to_json(value, run.limits), ensure_ascii=False, separators=(",", ":")))
    run.spend(len(written) >> 2)
    return written
