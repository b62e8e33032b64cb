"""Lets Python and JSON values in, and FEEL values out as JSON.

Variables come as plain dictionaries from JSON. Integers, strings, booleans and null are FEEL values as they are; floats
become Decimals; a list or dictionary is looked through the first time an expression touches it, and is copied only if
something in it has to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from math import isfinite
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from charter.feel.errors import FeelLimitExceeded
from charter.feel.limits import DEFAULT_LIMITS, Limits
from charter.feel.numerals import DECIMAL128, INTEGER_BOUND, Number, from_float, shrink
from charter.feel.run import Run, Value
from charter.feel.temporal.values import NANOS, Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from charter.feel.temporal.zones import NamedZone, Offset, Zone
from charter.feel.values import BuiltinValue, Function, Range, text

Json: TypeAlias = Any

MAX_DEPTH = 200
_LARGEST = 2**63 - 1  # what JSON readers and writers have in common
_EXACT = 2**53  # floats hold all integers up to this
_AS_THEY_ARE = frozenset(
    {
        str,
        bool,
        type(None),
        Date,
        Time,
        DateTime,
        DaysTimeDuration,
        YearsMonthsDuration,
        Range,
        Function,
        BuiltinValue,
    }
)


def admit(run: Run, value: Any) -> Value:
    """Return a value from outside as a FEEL value.

    Raises:
        TypeError: FEEL has nothing like it.
        FeelLimitExceeded: it is nested too deeply.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict or kind is list:
        if run.admitted is None:
            run.admitted = {}
        known = run.admitted.get(id(value))
        if known is None:
            known = run.admitted[id(value)] = _admit(value, MAX_DEPTH)
        return known
    return _admit(value, MAX_DEPTH)


def from_json(value: Json) -> Value:
    """Return a JSON value (or any value that :meth:`Expression.evaluate` takes) as a FEEL value."""
    return _admit(value, MAX_DEPTH)


def _admit(value: Any, levels: int) -> Value:  # noqa: PLR0911 - one answer for each kind of value
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is int:
        if -INTEGER_BOUND < value < INTEGER_BOUND:
            return value
        try:
            return shrink(value)
        except DecimalException:
            return None
    if kind is float:
        return from_float(value)
    if kind is dict or kind is list:
        if levels <= 0:
            raise FeelLimitExceeded("nesting_levels", MAX_DEPTH, "a variable")
        return _admit_context(value, levels - 1) if kind is dict else _admit_list(value, levels - 1)
    if kind is Decimal:
        try:
            return DECIMAL128.plus(value) if value.is_finite() else None
        except DecimalException:
            return None
    return _admit_other(value, levels)


def _admit_list(items: list[Any], levels: int) -> list[Value]:
    for index, item in enumerate(items):
        admitted = _admit(item, levels)
        if admitted is not item:
            return [*items[:index], admitted, *(_admit(rest, levels) for rest in items[index + 1 :])]
    return items


def _admit_context(entries: dict[Any, Any], levels: int) -> dict[str, Value]:
    for key, item in entries.items():
        if _admit(item, levels) is not item or type(key) is not str:
            return {str(name): _admit(entry, levels) for name, entry in entries.items()}
    return entries


def _admit_other(value: Any, levels: int) -> Value:  # noqa: PLR0911 - one answer for each kind of value
    match value:
        case datetime():
            clock = Time(value.hour, value.minute, value.second, value.microsecond * 1000, _zone_of(value))
            return DateTime(Date(value.year, value.month, value.day), clock)
        case date():
            return Date(value.year, value.month, value.day)
        case time():
            return Time(value.hour, value.minute, value.second, value.microsecond * 1000, _zone_of(value))
        case timedelta():
            return DaysTimeDuration((value.days * 86_400 + value.seconds) * NANOS + value.microseconds * 1000)
        case Mapping():
            return _admit(dict(value), levels)
        case tuple():
            return _admit(list(value), levels)
        case str():
            return str(value)
        case int():
            return _admit(int(value), levels)
    raise TypeError(f"{type(value).__name__} is no value of FEEL")


def _zone_of(value: datetime | time) -> Zone | None:
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key != "UTC":
        return NamedZone(value.tzinfo.key, value.tzinfo)
    offset = value.utcoffset()
    if offset is None:
        offset = UTC.utcoffset(None) if value.tzinfo is not None else None
    return None if offset is None else Offset(int(offset.total_seconds()))


def to_json(value: Value, limits: Limits = DEFAULT_LIMITS) -> Json:
    """Return a FEEL value as JSON: temporal values as ISO 8601 strings, numbers as int or float, functions as null.

    A number without a fraction becomes an int if 64 bits hold it, any other the nearest float (null without one).

    Raises:
        FeelLimitExceeded: the value has too many parts or is nested too deeply.
    """
    return _Outlet(limits).json(value, MAX_DEPTH)


class _Outlet:
    """Counts what goes out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.result_nodes

    def json(self, value: Value, levels: int) -> Json:  # noqa: PLR0911 - one answer for each kind of value
        self._left -= 1
        if self._left < 0:
            raise FeelLimitExceeded("result_nodes", self._limits.result_nodes)
        kind = type(value)
        if value is None or kind is str or kind is bool or (kind is int and -_LARGEST <= value <= _LARGEST):
            return value
        if levels <= 0:
            raise FeelLimitExceeded("nesting_levels", MAX_DEPTH, "the result")
        if kind is Decimal or kind is int:
            return _json_number(value)
        if kind is dict:
            return {key: self.json(entry, levels - 1) for key, entry in value.items()}
        if kind is list:
            return [self.json(item, levels - 1) for item in value]
        if isinstance(value, Function):
            return None
        if kind is DateTime:
            return value.java_text()
        return text(Run({}, None, self._limits), value) if kind is Range else str(value)


def _json_number(value: Number) -> int | float | None:
    nearest = float(value)
    if -_LARGEST <= value <= _LARGEST and value == int(value):
        # 1.5E+17 came from a float, or at least a float means the same.
        from_a_float = type(value) is Decimal and abs(value) > _EXACT and from_float(nearest) == value
        return nearest if from_a_float else int(value)
    return nearest if isfinite(nearest) else None
