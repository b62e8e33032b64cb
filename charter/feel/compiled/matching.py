"""What it means that a value passes a test: ``in``, decision tables, boxed filters."""

from __future__ import annotations

from charter.feel.run import Run, Value, WarningCode
from charter.feel.values import NotComparable, Range, contains, equal, kind_of, same


def matches(run: Run, value: Value, test: Value, at: int) -> bool | None:
    """Whether a value equals a test, lies in it, or is one of it; None when they cannot be compared."""
    kind = type(test)
    if kind is Range:
        if type(value) is Range:
            return same(run, value, test)
        inside = contains(run, test, value)
        if inside is None:
            run.warn(WarningCode.NOT_COMPARABLE, f"Can't compare {kind_of(value)} with the range", at)
        return inside
    if kind is list:
        return _is_one_of(run, value, test)
    if test is None:
        return value is None
    try:
        return equal(run, value, test)
    except NotComparable:
        run.warn(WarningCode.NOT_COMPARABLE, f"Can't compare {kind_of(value)} with {kind_of(test)}", at)
        return None


def _is_one_of(run: Run, value: Value, items: list[Value]) -> bool:
    run.spend(len(items))
    if type(value) is list and same(run, value, items):
        return True
    for item in items:
        if type(item) is Range and type(value) is not Range:
            if contains(run, item, value):
                return True
        elif same(run, value, item):
            return True
    return False
