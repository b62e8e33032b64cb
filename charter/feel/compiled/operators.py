"""Arithmetic and comparison on any two values; what has no meaning is null with a warning.

The compiled closures handle two small integers themselves and come here for the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Final

from charter.feel.numerals import DECIMAL128, INTEGER_BOUND, SLOW, Number, shrink
from charter.feel.run import Run, Value, WarningCode
from charter.feel.temporal.values import (
    DAY_NS,
    Date,
    DateTime,
    DaysTimeDuration,
    OutOfCalendar,
    Time,
    YearsMonthsDuration,
    add_months,
    at_midnight,
    date_of_days,
    moment,
    time_of_nanoseconds,
)
from charter.feel.values import NUMBER, NotComparable, equal, kind_of, order_key

Operation = Callable[[Value, Value], Value]
_MAX_MONTHS = 12 * 10**15
_MAX_NANOSECONDS = 10**36


def _plus(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int:
        return shrink(left + right)
    return DECIMAL128.add(Decimal(left), Decimal(right))


def _minus(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int:
        return shrink(left - right)
    return DECIMAL128.subtract(Decimal(left), Decimal(right))


def _times(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int:
        return shrink(left * right)
    return DECIMAL128.multiply(Decimal(left), Decimal(right))


def _over(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int and right and not left % right:
        return left // right
    return DECIMAL128.divide(Decimal(left), Decimal(right))


def _power(base: Number, exponent: Number) -> Number:
    if not exponent:
        return 1  # 0 ** 0 too
    result = DECIMAL128.power(Decimal(base), Decimal(exponent))
    if type(base) is int and type(exponent) is int and exponent >= 0 and abs(result) < INTEGER_BOUND:
        return int(result)
    return result


def _shift(value: DateTime, by: DaysTimeDuration) -> DateTime:
    return moment(value.nanoseconds + by.nanoseconds, value.zone)


def _shift_date(value: Date, by: DaysTimeDuration) -> Date:
    return date_of_days((value.days * DAY_NS + by.nanoseconds) // DAY_NS)


def _shift_time(value: Time, by: DaysTimeDuration) -> Time:
    return time_of_nanoseconds(value.nanosecond_of_day + by.nanoseconds, value.zone)


def _shift_months(value: DateTime, by: YearsMonthsDuration) -> DateTime:
    return DateTime(add_months(value.date, by.months), value.time)


def _days(nanoseconds: int) -> DaysTimeDuration:
    if abs(nanoseconds) > _MAX_NANOSECONDS:
        raise OutOfCalendar("a duration that long")
    return DaysTimeDuration(nanoseconds)


def _months(months: int) -> YearsMonthsDuration:
    if abs(months) > _MAX_MONTHS:
        raise OutOfCalendar("a duration that long")
    return YearsMonthsDuration(months)


def _between_moments(left: DateTime, right: DateTime) -> DaysTimeDuration:
    if (left.zone is None) != (right.zone is None):
        raise NotComparable
    return DaysTimeDuration(left.nanoseconds - right.nanoseconds)


def _between_times(left: Time, right: Time) -> DaysTimeDuration:
    first, second = order_key(left, right)
    return DaysTimeDuration(first - second)


def _scaled(amount: int, by: Number, *, divide: bool = False) -> int:
    """Multiply or divide exactly, towards zero."""
    if type(by) is int:
        numerator, denominator = by, 1
    else:
        if Decimal(by).adjusted() > 40 or Decimal(by).adjusted() < -40:
            raise OutOfCalendar("a duration that long")
        numerator, denominator = Decimal(by).as_integer_ratio()
    if divide:
        numerator, denominator = denominator, numerator
    product = abs(amount * numerator) // abs(denominator)
    return -product if (amount < 0) != ((numerator < 0) != (denominator < 0)) else product


def _negated(value: Value) -> Value:
    return type(value)(-(value.months if isinstance(value, YearsMonthsDuration) else value.nanoseconds))


def _swapped(operation: Operation) -> Operation:
    return lambda a, b: operation(b, a)


def _with_negated(operation: Operation) -> Operation:
    return lambda a, b: operation(a, _negated(b))


_D, _T, _DT = "date", "time", "date and time"
_DAYS, _MONTHS, _STRING = "days and time duration", "years and months duration", "string"

_ADDITIONS: Final[dict[tuple[str, str], Operation]] = {
    (NUMBER, NUMBER): _plus,
    (_STRING, _STRING): lambda a, b: a + b,
    (_DT, _DAYS): _shift,
    (_D, _DAYS): _shift_date,
    (_T, _DAYS): _shift_time,
    (_DT, _MONTHS): _shift_months,
    (_D, _MONTHS): lambda a, b: add_months(a, b.months),
    (_DAYS, _DAYS): lambda a, b: _days(a.nanoseconds + b.nanoseconds),
    (_MONTHS, _MONTHS): lambda a, b: _months(a.months + b.months),
}
_ADDITIONS.update({(right, left): _swapped(add) for (left, right), add in list(_ADDITIONS.items()) if left != right})
_SUBTRACTIONS: Final[dict[tuple[str, str], Operation]] = {
    (NUMBER, NUMBER): _minus,
    (_DT, _DT): _between_moments,
    (_D, _D): lambda a, b: DaysTimeDuration((a.days - b.days) * DAY_NS),
    (_DT, _D): lambda a, b: _between_moments(a, at_midnight(b)),
    (_D, _DT): lambda a, b: _between_moments(at_midnight(a), b),
    (_T, _T): _between_times,
    **{
        (left, right): _with_negated(add)
        for (left, right), add in _ADDITIONS.items()
        if right in {_DAYS, _MONTHS} and (left not in {_DAYS, _MONTHS} or left == right)
    },
}
_MULTIPLICATIONS: Final[dict[tuple[str, str], Operation]] = {
    (NUMBER, NUMBER): _times,
    (_DAYS, NUMBER): lambda a, b: _days(_scaled(a.nanoseconds, b)),
    (NUMBER, _DAYS): lambda a, b: _days(_scaled(b.nanoseconds, a)),
    (_MONTHS, NUMBER): lambda a, b: _months(_scaled(a.months, b)),
    (NUMBER, _MONTHS): lambda a, b: _months(_scaled(b.months, a)),
}
_DIVISIONS: Final[dict[tuple[str, str], Operation]] = {
    (NUMBER, NUMBER): _over,
    (_DAYS, NUMBER): lambda a, b: _days(_scaled(a.nanoseconds, b, divide=True)),
    (_MONTHS, NUMBER): lambda a, b: _months(_scaled(a.months, b, divide=True)),
    (_DAYS, _DAYS): lambda a, b: _over(a.nanoseconds, b.nanoseconds),
    (_MONTHS, _MONTHS): lambda a, b: _over(a.months, b.months),
}
_OPERATIONS: Final[dict[str, dict[tuple[str, str], Operation]]] = {
    "+": _ADDITIONS,
    "-": _SUBTRACTIONS,
    "*": _MULTIPLICATIONS,
    "/": _DIVISIONS,
    "**": {(NUMBER, NUMBER): _power},
}


def arithmetic(run: Run, operator: str, left: Value, right: Value, at: int) -> Value:
    """Return what an arithmetic operator makes of two values."""
    operation = _OPERATIONS[operator].get((kind_of(left), kind_of(right)))
    if operation is None:
        run.warn(WarningCode.INVALID_TYPE, f"Can't apply '{operator}' to {kind_of(left)} and {kind_of(right)}", at)
        return None
    if operator == "**" or type(left) is DateTime or type(right) is DateTime:
        run.spend(SLOW)
    try:
        result = operation(left, right)
    except (DecimalException, ZeroDivisionError):
        run.warn(WarningCode.OUT_OF_BOUNDS, f"The result of '{operator}' is no number", at)
        return None
    except OutOfCalendar as error:
        run.warn(WarningCode.OUT_OF_BOUNDS, f"The calendar does not have {error}", at)
        return None
    except NotComparable:
        run.warn(WarningCode.INVALID_TYPE, "One of the two has a time zone and the other has none", at)
        return None
    if type(result) is str:
        run.spend(len(result) >> 6)
        return run.long(result)
    return result


def negate(run: Run, value: Value, at: int) -> Value:
    """Return ``-value``."""
    kind = kind_of(value)
    if kind == NUMBER:
        return -value if type(value) is int else DECIMAL128.minus(value)
    if kind in {_DAYS, _MONTHS}:
        return _negated(value)
    run.warn(WarningCode.INVALID_TYPE, f"Can't negate a {kind}", at)
    return None


def equality(run: Run, left: Value, right: Value, at: int) -> bool | None:
    """Return whether two values are equal; null when their types differ and neither is null."""
    try:
        return equal(run, left, right)
    except NotComparable:
        run.warn(WarningCode.NOT_COMPARABLE, f"Can't compare {kind_of(left)} with {kind_of(right)}", at)
        return None


def compare(run: Run, operator: str, left: Value, right: Value, at: int) -> bool | None:
    """Return what ``<``, ``<=``, ``>`` or ``>=`` says of two values; null when they have no order."""
    if type(left) is str:
        run.spend(len(left) >> 6)
    elif type(left) is DateTime:
        run.spend(SLOW // 2)  # both offsets are looked up
    try:
        first, second = order_key(left, right)
    except NotComparable:
        run.warn(WarningCode.NOT_COMPARABLE, f"Can't compare {kind_of(left)} with {kind_of(right)}", at)
        return None
    if operator == "<":
        return bool(first < second)
    if operator == "<=":
        return bool(first <= second)
    return bool(first > second) if operator == ">" else bool(first >= second)
