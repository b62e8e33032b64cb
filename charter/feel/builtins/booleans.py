"""Logic and guards."""

from __future__ import annotations

from charter.feel.builtins.registry import implements
from charter.feel.errors import FeelAssertionFailed
from charter.feel.run import Run, Value
from charter.feel.temporal.values import DateTime, Time
from charter.feel.values import kind_of, same, text


@implements("not")
def negation(_run: Run, value: Value) -> bool | None:
    return not value if type(value) is bool else None


@implements("is")
def is_same(run: Run, first: Value = None, second: Value = None) -> bool:
    """Whether two values are the same element of their domain: zones are compared by name, not by offset."""
    if kind_of(first) != kind_of(second):
        return False
    if isinstance(first, Time | DateTime):
        return bool(first == second)
    return same(run, first, second)


@implements("is defined")
def is_defined(_run: Run, value: Value) -> bool:
    """Whether a value is there and not null."""
    return value is not None


@implements("get or else")
def get_or_else(_run: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


@implements("assert")
def assertion(run: Run, value: Value, condition: Value, cause: Value = None) -> Value:
    """Return the value if the condition holds; otherwise the evaluation fails."""
    if condition is True:
        return value
    raise FeelAssertionFailed("The condition is not fulfilled" if cause is None else text(run, cause))


@implements("fromAi")
def from_ai(_run: Run, value: Value, *_description: Value) -> Value:
    """Return the value: the other arguments tell an agent what to put there."""
    return value
