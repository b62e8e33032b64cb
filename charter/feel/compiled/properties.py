"""What stands behind a dot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from charter.feel.numerals import DECIMAL128, Number
from charter.feel.run import Run, Value, WarningCode
from charter.feel.temporal.values import DAY_NS, NANOS, DateTime, DaysTimeDuration, Time
from charter.feel.temporal.zones import NamedZone
from charter.feel.values import kind_of

Reader = Callable[[Value], Value]


def _offset(value: Time | DateTime) -> DaysTimeDuration | None:
    offset = value.offset_s
    return None if offset is None else DaysTimeDuration(offset * NANOS)


def _zone_name(value: Time | DateTime) -> str | None:
    return value.zone.name if isinstance(value.zone, NamedZone) else None


def _signed_part(size: int, period: int, total: int) -> int:
    part = abs(total) // size % period
    return -part if total < 0 else part


def _seconds(value: DaysTimeDuration) -> Number:
    nanos = abs(value.nanoseconds) % (60 * NANOS)
    nanos = -nanos if value.nanoseconds < 0 else nanos
    return nanos // NANOS if not nanos % NANOS else DECIMAL128.divide(nanos, NANOS)


def _of_date(reader: Reader) -> Reader:
    return lambda value: reader(value.date)


def _of_time(reader: Reader) -> Reader:
    return lambda value: reader(value.time)


_DATE: dict[str, Reader] = {
    "year": lambda v: v.year,
    "month": lambda v: v.month,
    "day": lambda v: v.day,
    "weekday": lambda v: v.weekday,
}
_TIME: dict[str, Reader] = {
    "hour": lambda v: v.hour,
    "minute": lambda v: v.minute,
    "second": lambda v: v.second if not v.nanosecond else v.second + DECIMAL128.divide(v.nanosecond, NANOS),
    "time offset": _offset,
    "timezone": _zone_name,
}
_DATE_TIME: dict[str, Reader] = {
    **{name: _of_date(reader) for name, reader in _DATE.items()},
    **{name: _of_time(reader) for name, reader in _TIME.items()},
    "time offset": _offset,
    "timezone": _zone_name,
}
_DAYS: dict[str, Reader] = {
    "days": lambda v: _signed_part(DAY_NS, 10**30, v.nanoseconds),
    "hours": lambda v: _signed_part(3600 * NANOS, 24, v.nanoseconds),
    "minutes": lambda v: _signed_part(60 * NANOS, 60, v.nanoseconds),
    "seconds": _seconds,
}
_MONTHS: dict[str, Reader] = {
    "years": lambda v: _signed_part(12, 10**30, v.months),
    "months": lambda v: _signed_part(1, 12, v.months),
}
_RANGE: dict[str, Reader] = {
    "start": lambda v: v.start,
    "end": lambda v: v.end,
    "start included": lambda v: v.start_included,
    "end included": lambda v: v.end_included,
}
_PROPERTIES: Final[dict[str, dict[str, Reader]]] = {
    "date": _DATE,
    "time": _TIME,
    "date and time": _DATE_TIME,
    "days and time duration": _DAYS,
    "years and months duration": _MONTHS,
    "range": _RANGE,
}


def read(run: Run, value: Value, name: str, at: int) -> Value:
    """Return ``value.name``; of a list, that of each item."""
    kind = type(value)
    if kind is dict:
        if name in value:
            return value[name]
        run.warn(WarningCode.NO_CONTEXT_ENTRY_FOUND, f"The context has no entry {name!r}", at)
        return None
    if kind is list:
        run.spend(len(value))
        return [read(run, item, name, at) for item in value]
    reader = _PROPERTIES.get(kind_of(value), {}).get(name)
    if reader is None:
        what = "Null" if value is None else f"A {kind_of(value)}"
        run.warn(WarningCode.NO_PROPERTY_FOUND, f"{what} has no property {name!r}", at)
        return None
    return reader(value)
