"""The values that are not plain Python ones, and what holds for all values: kinds, equality, order, text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from charter.feel.numerals import text_of
from charter.feel.run import Run, Value
from charter.feel.temporal.values import DAY_NS, NANOS, UTC, Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

if TYPE_CHECKING:
    from charter.feel.types import FeelType


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """An interval. An end that is None has no bound.

    Attributes:
        operator: for a range that was written as a test, such as ``(> 5)``, its operator; otherwise empty.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


def open_range(operator: str, value: Value) -> Range | None:
    """Return what ``< value`` and the like stand for."""
    if value is None:
        return None
    match operator:
        case "<" | "<=":
            return Range(None, value, False, operator == "<=", operator)
        case ">" | ">=":
            return Range(value, None, operator == ">=", False, operator)
        case _:
            return Range(value, value, True, True, operator)


class Function:
    """Something that can be called: a closure, a built-in, a business knowledge model or a decision service."""

    __slots__ = ("call", "name", "parameters", "result", "types")

    def __init__(
        self,
        name: str,
        parameters: tuple[str, ...],
        call: Callable[[Run, list[Value]], Value],
        *,
        types: tuple[FeelType | None, ...] = (),
        result: FeelType | None = None,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.call = call
        self.types = types or (None,) * len(parameters)
        self.result = result

    def __repr__(self) -> str:
        return f"function({', '.join(self.parameters)})"


class BuiltinValue(Function):
    """A built-in that is used as a value; it chooses its signature when it is called."""

    __slots__ = ("call_named", "takes")

    def __init__(
        self,
        name: str,
        parameters: tuple[str, ...],
        call: Callable[[Run, list[Value]], Value],
        call_named: Callable[[Run, dict[str, Value]], Value],
        takes: Callable[[tuple[FeelType, ...]], bool],
    ) -> None:
        super().__init__(name, parameters, call)
        self.call_named = call_named
        self.takes = takes


NUMBER: Final = "number"
_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: NUMBER,
    Decimal: NUMBER,
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTimeDuration: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    Range: "range",
    Function: "function",
    BuiltinValue: "function",
}


def kind_of(value: Value) -> str:
    """Return the name of a value's type, as FEEL writes it."""
    return _KINDS[type(value)]


class NotComparable(Exception):
    """The two values have no order, or are of different types."""


def equal(run: Run, left: Value, right: Value) -> bool:
    """Whether two values are equal; null equals null only.

    Raises:
        NotComparable: neither is null and their types differ (DMN 1.5 table 53), or they are functions.
    """
    if left is None or right is None:
        return left is right
    kind = _KINDS[type(left)]
    if kind != _KINDS[type(right)]:
        raise NotComparable
    if left is right:
        return True
    if kind == "string":
        run.spend(len(left) >> 6)
    equality = _EQUALITIES.get(kind)
    return bool(left == right) if equality is None else equality(run, left, right)


def same(run: Run, left: Value, right: Value) -> bool:
    """Whether two values are equal, where values of different types just are not."""
    try:
        return equal(run, left, right)
    except NotComparable:
        return False


def _equal_lists(run: Run, left: list[Value], right: list[Value]) -> bool:
    run.spend(len(left))
    return len(left) == len(right) and all(same(run, a, b) for a, b in zip(left, right, strict=True))


def _equal_contexts(run: Run, left: dict[str, Value], right: dict[str, Value]) -> bool:
    run.spend(len(left))
    return left.keys() == right.keys() and all(same(run, value, right[key]) for key, value in left.items())


def _equal_ranges(run: Run, left: Range, right: Range) -> bool:
    return (
        left.start_included == right.start_included
        and left.end_included == right.end_included
        and left.operator == right.operator
        and same(run, left.start, right.start)
        and same(run, left.end, right.end)
    )


def _equal_times(_run: Run, left: Time, right: Time) -> bool:
    """Compare whole seconds, which is the resolution of equality (DMN 1.5 §10.3.2.3.4)."""
    if (left.zone is None) != (right.zone is None):
        return False
    if left.zone == right.zone:
        return left.second_of_day == right.second_of_day
    return bool(left.second_of_day - (left.offset_s or 0) == right.second_of_day - (right.offset_s or 0))


def _equal_date_times(_run: Run, left: DateTime, right: DateTime) -> bool:
    if (left.zone is None) != (right.zone is None):
        return False
    return left.nanoseconds // NANOS == right.nanoseconds // NANOS


def _equal_functions(_run: Run, left: Function, right: Function) -> bool:
    return left is right


_EQUALITIES: dict[str, Callable[[Run, Value, Value], bool]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "time": _equal_times,
    "date and time": _equal_date_times,
    "function": _equal_functions,
}


def order_key(left: Value, right: Value) -> tuple[Value, Value]:
    """Return two Python values that compare like the two FEEL values.

    Raises:
        NotComparable: their types differ or have no order.
    """
    kind = _KINDS[type(left)]
    if kind != _KINDS[type(right)]:
        raise NotComparable
    if kind in {NUMBER, "string"}:
        return left, right
    if kind == "date":
        return (left.year, left.month, left.day), (right.year, right.month, right.day)
    if kind in {"date and time", "time"}:
        return _moment_keys(left, right)
    if kind == "days and time duration":
        return left.nanoseconds, right.nanoseconds
    if kind == "years and months duration":
        return left.months, right.months
    raise NotComparable


def _moment_keys(left: Time | DateTime, right: Time | DateTime) -> tuple[int, int]:
    """Return nanoseconds; a value without zone is taken to be in the zone of the other (DMN 1.5 table 54)."""
    first = left.date.days * DAY_NS if isinstance(left, DateTime) else 0
    second = right.date.days * DAY_NS if isinstance(right, DateTime) else 0
    first += left.nanosecond_of_day
    second += right.nanosecond_of_day
    if left.zone is None or right.zone is None or left.zone == right.zone == UTC:
        return first, second
    if left.zone == right.zone and isinstance(left, Time):
        return first, second
    return first - (left.offset_s or 0) * NANOS, second - (right.offset_s or 0) * NANOS


def less(left: Value, right: Value) -> bool:
    """Whether the first value comes before the second.

    Raises:
        NotComparable: they have no order.
    """
    first, second = order_key(left, right)
    return bool(first < second)


def contains(run: Run, interval: Range, value: Value) -> bool | None:
    """Whether a value lies in a range; None when it cannot be compared with the ends."""
    start, end = interval.start, interval.end
    if type(value) is int and type(start) is int and type(end) is int and not interval.operator:
        return start + (not interval.start_included) <= value <= end - (not interval.end_included)
    try:
        if interval.operator in {"=", "!="}:
            return equal(run, value, start) == (interval.operator == "=")
        if start is not None:
            first, second = order_key(start, value)
            if first > second or (first == second and not interval.start_included):
                return False
        if end is not None:
            first, second = order_key(value, end)
            if first > second or (first == second and not interval.end_included):
                return False
    except NotComparable:
        return None
    return True


def text(run: Run, value: Value) -> str:
    """Return a value as FEEL's ``string()`` prints it."""
    if type(value) is str:
        return value
    pieces: list[str] = []
    size = 0
    for piece in _pieces(run, value):
        pieces.append(piece)
        size += len(piece)
        if size > run.limits.string_characters:
            run.exceeded("string_characters")
    return "".join(pieces)


def quoted(value: str) -> str:
    """Return a string as a FEEL literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _pieces(run: Run, value: Value) -> Iterable[str]:  # noqa: C901 - one branch for each kind of value
    run.spend(1)
    kind = _KINDS[type(value)]
    if value is None:
        yield "null"
    elif kind == "boolean":
        yield "true" if value else "false"
    elif kind == NUMBER:
        yield text_of(value)
    elif kind == "string":
        yield quoted(value)
    elif kind == "list":
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ", "
            yield from _pieces(run, item)
        yield "]"
    elif kind == "context":
        yield "{"
        for index, (key, entry) in enumerate(value.items()):
            yield ", " if index else ""
            yield key if key.isidentifier() else quoted(key)
            yield ": "
            yield from _pieces(run, entry)
        yield "}"
    elif kind == "range":
        yield from _range_pieces(run, value)
    else:
        yield repr(value) if kind == "function" else str(value)


def _range_pieces(run: Run, value: Range) -> Iterable[str]:
    if value.operator:
        yield f"({value.operator} "
        yield from _pieces(run, value.start if value.start is not None else value.end)
        yield ")"
        return
    yield "[" if value.start_included else "("
    yield from _pieces(run, value.start)
    yield ".."
    yield from _pieces(run, value.end)
    yield "]" if value.end_included else ")"
