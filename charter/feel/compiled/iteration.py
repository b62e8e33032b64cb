"""Closures that look at one item after the other: ``for``, ``some``, ``every``, filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from charter.feel.numerals import INTEGER_BOUND, is_integral, is_number
from charter.feel.run import Code, Env, Run, Value, WarningCode
from charter.feel.temporal.values import Date, date_of_days
from charter.feel.values import Range, kind_of


def steps(run: Run, start: Value, end: Value, at: int) -> list[Value] | range | None:
    """Return the integers or days from one to another, up or down, both included."""
    if type(start) is Date and type(end) is Date:
        first, last = start.days, end.days
    elif _countable(start) and _countable(end):
        first, last = int(start), int(end)
    else:
        run.warn(WarningCode.INVALID_TYPE, f"Can't count from {kind_of(start)} to {kind_of(end)}", at)
        return None
    direction = 1 if last >= first else -1
    counted = range(first, last + direction, direction)
    if abs(last - first) >= run.limits.list_items:
        run.exceeded("list_items")
    return [date_of_days(day) for day in counted] if type(start) is Date else counted


def _countable(value: Value) -> bool:
    return is_number(value) and abs(value) < INTEGER_BOUND and is_integral(value)


def _of_range(run: Run, interval: Range, at: int) -> list[Value] | range | None:
    items = steps(run, interval.start, interval.end, at)
    if items is None:
        return None
    return items[0 if interval.start_included else 1 : None if interval.end_included else -1]


def domain(code: Code, at: int) -> Code:
    """Return the items that a name runs over; None when there is nothing to run over."""

    def items(run: Run, env: Env) -> Value:
        value = code(run, env)
        kind = type(value)
        if kind is list or kind is range:
            return value
        if kind is Range:
            return _of_range(run, value, at)
        if value is None:
            run.warn(WarningCode.INVALID_TYPE, "Can't iterate over null", at)
            return None
        return [value]

    return items


def _walk(run: Run, env: Env, domains: Sequence[Code], cost: int, number: int = 0) -> Iterator[Env]:
    """Yield the environment of each combination.

    Raises:
        _NothingError: a domain is null.
    """
    items = domains[number](run, env)
    if items is None:
        raise _NothingError
    for item in items:
        run.spend(cost)
        inner = (item, env)
        if number + 1 == len(domains):
            yield inner
        else:
            yield from _walk(run, inner, domains, cost, number + 1)


class _NothingError(Exception):
    """A name has nothing to run over."""


def loop(domains: Sequence[Code], body: Code, *, cost: int) -> Code:
    """Return ``for``: the body's value for each combination. The first cell is the list so far (``partial``)."""

    def code(run: Run, env: Env) -> Value:
        results: list[Value] = []
        limit = run.limits.list_items
        try:
            for inner in _walk(run, (results, env), domains, cost):
                results.append(body(run, inner))
                if len(results) > limit:
                    run.exceeded("list_items")
        except _NothingError:
            return None
        return results

    return code


def quantifier(domains: Sequence[Code], condition: Code, *, decisive: bool, cost: int) -> Code:
    """Return ``some`` (decided by true) or ``every`` (decided by false)."""

    def code(run: Run, env: Env) -> Value:
        unknown = False
        try:
            for inner in _walk(run, env, domains, cost):
                value = condition(run, inner)
                if value is decisive:
                    return decisive
                unknown = unknown or type(value) is not bool
        except _NothingError:
            return None
        return None if unknown else not decisive

    return code


def _at(run: Run, items: list[Value], index: Value, at: int) -> Value:
    if type(index) is Decimal and is_integral(index) and abs(index) <= len(items):
        index = int(index)
    if type(index) is int:
        if 0 < index <= len(items):
            return items[index - 1]
        if 0 < -index <= len(items):
            return items[index]
    run.warn(WarningCode.OUT_OF_BOUNDS, f"The list has {len(items)} item(s); there is none at {index}", at)
    return None


def _listed(value: Value) -> list[Value]:
    return value if type(value) is list else [value]


def at_index(code: Code, index: int, at: int) -> Code:
    """Return ``list[3]``."""

    def item(run: Run, env: Env) -> Value:
        value = code(run, env)
        return None if value is None else _at(run, _listed(value), index, at)

    return item


def filtered(code: Code, condition: Code, at: int, *, cost: int) -> Code:
    """Return ``list[condition]``: the items that fulfil it, or the item at the number that the condition is."""

    def items(run: Run, env: Env) -> Value:
        value = code(run, env)
        if value is None:
            return None
        candidates = _listed(value)
        if not candidates:
            return None if is_number(condition(run, (None, env))) else []
        found: list[Value] = []
        for number, item in enumerate(candidates):
            run.spend(cost)
            passed = condition(run, (item, env))
            if passed is True:
                found.append(item)
            elif not number and is_number(passed):
                return _at(run, candidates, passed, at)
            elif passed is not None and passed is not False:
                run.warn(WarningCode.INVALID_TYPE, f"The condition of a filter is a {kind_of(passed)}", at)
                return None
        return found

    return items
