"""Types: what ``instance of`` asks, and what DMN coerces values to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from charter.feel.run import Run, Value
from charter.feel.temporal.values import Date, at_midnight
from charter.feel.values import BuiltinValue, Function, Range, kind_of


@dataclass(frozen=True, slots=True)
class Simple:
    """A type without parts, named as FEEL names it; ``Any`` and ``Null`` among them."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items have one type."""

    items: FeelType


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A range whose ends have one type."""

    ends: FeelType


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context with at least these entries."""

    entries: Mapping[str, FeelType] = field(hash=False)


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A function with these parameters and this result."""

    parameters: tuple[FeelType, ...]
    result: FeelType


FeelType: TypeAlias = Simple | ListOf | RangeOf | ContextOf | FunctionOf
ANY: Final = Simple("Any")

SIMPLE_TYPES: Final[Mapping[str, FeelType]] = {
    "Any": ANY,
    "Null": Simple("Null"),
    "number": Simple("number"),
    "string": Simple("string"),
    "boolean": Simple("boolean"),
    "date": Simple("date"),
    "time": Simple("time"),
    "date and time": Simple("date and time"),
    "dateTime": Simple("date and time"),
    "date time": Simple("date and time"),
    "days and time duration": Simple("days and time duration"),
    "dayTimeDuration": Simple("days and time duration"),
    "day-time-duration": Simple("days and time duration"),
    "years and months duration": Simple("years and months duration"),
    "yearMonthDuration": Simple("years and months duration"),
    "year-month-duration": Simple("years and months duration"),
    "list": ListOf(ANY),
    "context": ContextOf({}),
    "range": RangeOf(ANY),
    "function": Simple("function"),
}


def is_instance(run: Run, value: Value, wanted: FeelType) -> bool:
    """Whether a value has a type; null has none but ``Null``."""
    if value is None:
        return wanted == SIMPLE_TYPES["Null"]
    return conforms(run, value, wanted)


def conforms(run: Run, value: Value, wanted: FeelType) -> bool:
    """Whether a value may stand where a type is wanted; null may stand everywhere."""
    if value is None or wanted == ANY:
        return True
    match wanted:
        case Simple(name):
            return kind_of(value) == name
        case ListOf(items):
            return isinstance(value, list) and _items_conform(run, value, items)
        case RangeOf(ends):
            return isinstance(value, Range) and conforms(run, value.start, ends) and conforms(run, value.end, ends)
        case ContextOf(entries):
            return isinstance(value, dict) and all(
                key in value and conforms(run, value[key], entry) for key, entry in entries.items()
            )
        case FunctionOf(parameters, result):
            return isinstance(value, Function) and _function_conforms(value, parameters, result)


def _items_conform(run: Run, items: list[Value], wanted: FeelType) -> bool:
    run.spend(len(items))
    return all(conforms(run, item, wanted) for item in items)


def _function_conforms(value: Function, parameters: tuple[FeelType, ...], result: FeelType) -> bool:
    if isinstance(value, BuiltinValue):
        return value.takes(parameters)
    if len(value.parameters) != len(parameters):
        return False
    takes = all(accepts(own or ANY, given) for own, given in zip(value.types, parameters, strict=True))
    # Of a function that does not say what it returns, anything may be expected.
    return takes and (value.result is None or accepts(result, value.result))


def accepts(wider: FeelType, narrower: FeelType) -> bool:
    """Whether every value of the second type has the first type (DMN 1.5 §10.3.2.9.3)."""
    if wider in (ANY, narrower) or narrower == SIMPLE_TYPES["Null"]:
        return True
    match wider, narrower:
        case (ListOf(a), ListOf(b)) | (RangeOf(a), RangeOf(b)):
            return accepts(a, b)
        case ContextOf(a), ContextOf(b):
            return all(key in b and accepts(entry, b[key]) for key, entry in a.items())
        case FunctionOf(a, result), FunctionOf(b, other):
            return len(a) == len(b) and accepts(result, other) and all(map(accepts, b, a))
    return False


def coerce(run: Run, value: Value, wanted: FeelType | None) -> tuple[Value, bool]:
    """Fit a value to a type by the implicit conversions of DMN 1.5 §10.3.2.9.4.

    Returns:
        the value and True, or null and False when it does not fit.
    """
    if value is None or wanted is None or wanted == ANY or conforms(run, value, wanted):
        return value, True
    if (
        isinstance(value, list)
        and len(value) == 1
        and not isinstance(wanted, ListOf)
        and conforms(run, value[0], wanted)
    ):
        return value[0], True
    if isinstance(wanted, ListOf) and not isinstance(value, list) and conforms(run, value, wanted.items):
        return [value], True
    if wanted == SIMPLE_TYPES["date and time"] and isinstance(value, Date):
        return at_midnight(value), True
    return None, False


def type_text(wanted: FeelType, levels: int = 4) -> str:
    """Return a type as FEEL writes it, down to some levels: types may contain themselves."""
    if not levels:
        return "…"
    match wanted:
        case Simple(name):
            return name
        case ListOf(items):
            return f"list<{type_text(items, levels - 1)}>"
        case RangeOf(ends):
            return f"range<{type_text(ends, levels - 1)}>"
        case ContextOf(entries):
            inner = (f"{key}: {type_text(entry, levels - 1)}" for key, entry in entries.items())
            return f"context<{', '.join(inner)}>"
        case FunctionOf(parameters, result):
            inner = (type_text(parameter, levels - 1) for parameter in parameters)
            return f"function<{', '.join(inner)}> -> {type_text(result, levels - 1)}"
