"""Functions on lists."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from decimal import Decimal

from charter.feel.builtins.registry import Refused, implements
from charter.feel.compiled.calling import call
from charter.feel.numerals import DECIMAL128, Number, as_integer, is_number, shrink
from charter.feel.run import Run, Value
from charter.feel.values import Function, kind_of, less, same

Items = list[Value]


def _numbers(run: Run, items: Items) -> list[Number]:
    run.spend(len(items))
    for item in items:
        if not is_number(item):
            raise Refused(f"the list must not contain a {kind_of(item)}")
    return items


def _index(position: Number, size: int) -> int:
    """Return the Python index of a FEEL position, which counts from 1, or from the end with -1."""
    index = as_integer(position)
    if not index or abs(index) > size:
        raise Refused(f"the list has {size} item(s); there is none at {index}")
    return index - 1 if index > 0 else size + index


def _same_as_any(run: Run, items: Iterable[Value], wanted: Value) -> bool:
    for item in items:
        run.spend(1)
        if same(run, item, wanted):
            return True
    return False


@implements("list contains")
def list_contains(run: Run, items: Items, element: Value) -> bool:
    return _same_as_any(run, items, element)


@implements("count")
def count(_run: Run, items: Items) -> int:
    return len(items)


@implements("is empty")
def is_empty(_run: Run, items: Items) -> bool:
    return not items


def _extreme(run: Run, items: Items, *, largest: bool) -> Value:
    run.spend(len(items))
    if not items:
        return None
    best = items[0]
    less(best, best)  # a list of one must be comparable too
    for item in items[1:]:
        if less(best, item) if largest else less(item, best):
            best = item
    return best


@implements("min")
def minimum(run: Run, items: Items) -> Value:
    return _extreme(run, items, largest=False)


@implements("max")
def maximum(run: Run, items: Items) -> Value:
    return _extreme(run, items, largest=True)


def _total(numbers: list[Number]) -> Number:
    if all(type(item) is int for item in numbers):
        return shrink(sum(int(item) for item in numbers))
    total: Decimal = Decimal(0)
    for item in numbers:
        total = DECIMAL128.add(total, Decimal(item))
    return total


@implements("sum")
def total(run: Run, items: Items) -> Number | None:
    numbers = _numbers(run, items)
    return _total(numbers) if numbers else None


@implements("product")
def product(run: Run, items: Items) -> Number | None:
    numbers = _numbers(run, items)
    if not numbers:
        return None
    result: Number = 1
    for item in numbers:
        exact = type(result) is int and type(item) is int
        result = shrink(int(result) * int(item)) if exact else DECIMAL128.multiply(Decimal(result), Decimal(item))
    return result


def _mean(numbers: list[Number]) -> Number:
    return DECIMAL128.divide(Decimal(_total(numbers)), Decimal(len(numbers)))


@implements("mean")
def mean(run: Run, items: Items) -> Number | None:
    numbers = _numbers(run, items)
    return _mean(numbers) if numbers else None


@implements("median")
def median(run: Run, items: Items) -> Number | None:
    numbers = sorted(_numbers(run, items))
    middle, odd = divmod(len(numbers), 2)
    if not numbers:
        return None
    return numbers[middle] if odd else _mean(numbers[middle - 1 : middle + 1])


@implements("stddev")
def standard_deviation(run: Run, items: Items) -> Number | None:
    """Return the deviation of a sample: of two numbers at least."""
    numbers = _numbers(run, items)
    if len(numbers) < 2:
        return None
    average = Decimal(_mean(numbers))
    distances = [DECIMAL128.subtract(Decimal(number), average) for number in numbers]
    squares: list[Number] = [DECIMAL128.multiply(distance, distance) for distance in distances]
    return DECIMAL128.sqrt(DECIMAL128.divide(Decimal(_total(squares)), Decimal(len(numbers) - 1)))


@implements("mode")
def mode(run: Run, items: Items) -> Items:
    """Return the most frequent numbers, in ascending order."""
    frequency: dict[Number, int] = {}
    for number in _numbers(run, items):
        frequency[number] = frequency.get(number, 0) + 1
    most = max(frequency.values(), default=0)
    return sorted(number for number, times in frequency.items() if times == most)


def _decided(run: Run, items: Items, *, by: bool) -> bool | None:
    run.spend(len(items))
    if any(item is not None and type(item) is not bool for item in items):
        raise Refused("the list must contain booleans only")
    if by in items:
        return by
    return None if None in items else not by


@implements("all")
def every(run: Run, items: Items) -> bool | None:
    return _decided(run, items, by=False)


@implements("any")
def some(run: Run, items: Items) -> bool | None:
    return _decided(run, items, by=True)


@implements("sublist")
def sublist(_run: Run, items: Items, position: Number, length: Number | None = None) -> Items:
    start = _index(position, len(items))
    if length is None:
        return items[start:]
    wanted = as_integer(length)
    if wanted < 1 or start + wanted > len(items):
        raise Refused(f"the list has {len(items)} item(s)")
    return items[start : start + wanted]


@implements("append")
def append(run: Run, items: Items, added: Items) -> Items:
    run.spend(len(items))
    return run.sized([*items, *added])


@implements("concatenate")
def concatenate(run: Run, lists: list[Items]) -> Items:
    return _joined(run, lists)


def _joined(run: Run, lists: list[Items]) -> Items:
    size = sum(len(items) for items in lists)
    run.spend(size)
    return run.sized([item for items in lists for item in items])


@implements("union")
def union(run: Run, lists: list[Items]) -> Items:
    return _distinct(run, _joined(run, lists))


@implements("insert before")
def insert(run: Run, items: Items, position: Number, item: Value) -> Items:
    run.spend(len(items))
    index = _index(position, len(items))
    return run.sized([*items[:index], item, *items[index:]])


@implements("remove")
def remove(run: Run, items: Items, position: Number) -> Items:
    run.spend(len(items))
    index = _index(position, len(items))
    return items[:index] + items[index + 1 :]


@implements("list replace", signature=0)
def replace_at(run: Run, items: Items, position: Number, item: Value) -> Items:
    run.spend(len(items))
    index = _index(position, len(items))
    return [*items[:index], item, *items[index + 1 :]]


@implements("list replace", signature=1)
def replace_matching(run: Run, items: Items, match: Function, new: Value) -> Items:
    result = []
    for item in items:
        chosen = call(run, match, [item, new], -1)
        if type(chosen) is not bool:
            raise Refused("the function must take an item and the new one, and answer true or false")
        result.append(new if chosen else item)
    return result


@implements("reverse")
def reverse(run: Run, items: Items) -> Items:
    run.spend(len(items))
    return items[::-1]


@implements("index of")
def index_of(run: Run, items: Items, wanted: Value) -> Items:
    run.spend(len(items))
    return [number for number, item in enumerate(items, 1) if same(run, item, wanted)]


def _key(value: Value) -> Value:
    """Return what finds equal values fast, if there is such a thing."""
    kind = type(value)
    return (kind_of(value), value) if value is None or kind in {bool, int, str, Decimal} else None


def distinct_with_counts(run: Run, items: Items) -> list[tuple[Value, int]]:
    """Return each value once, where it is first, with how often it is in the list."""
    found: list[list[Value]] = []
    by_key: dict[Value, list[Value]] = {}
    for item in items:
        run.spend(1)
        key = _key(item)
        if key is not None:
            entry = by_key.get(key)
        else:
            entry = next((other for other in found if _key(other[0]) is None and _counted(run, other[0], item)), None)
        if entry is None:
            entry = [item, 0]
            found.append(entry)
            if key is not None:
                by_key[key] = entry
        entry[1] += 1
    return [(item, times) for item, times in found]


def _counted(run: Run, left: Value, right: Value) -> bool:
    run.spend(1)
    return same(run, left, right)


@implements("distinct values")
def distinct_values(run: Run, items: Items) -> Items:
    return _distinct(run, items)


def _distinct(run: Run, items: Items) -> Items:
    return [item for item, _ in distinct_with_counts(run, items)]


@implements("duplicate values")
def duplicates(run: Run, items: Items) -> Items:
    return [item for item, times in distinct_with_counts(run, items) if times > 1]


@implements("flatten")
def flatten(run: Run, items: Items) -> Items:
    result: Items = []
    _flatten(run, items, result)
    return run.sized(result)


def _flatten(run: Run, items: Items, result: Items) -> None:
    run.spend(len(items))
    for item in items:
        if type(item) is list:
            _flatten(run, item, result)
        else:
            result.append(item)


@implements("sort")
def sort(run: Run, items: Items, precedes: Function | None = None) -> Items:
    """Return the list in order; equal items stay in theirs."""

    def comes_first(a: Value, b: Value) -> bool:
        if precedes is None:
            run.spend(1)
            return less(a, b)
        answer = call(run, precedes, [a, b], -1)
        if type(answer) is not bool:
            raise Refused("the function must take two items and answer true or false")
        return answer

    return sorted(items, key=functools.cmp_to_key(_comparison(comes_first)))


def _comparison(comes_first: Callable[[Value, Value], bool]) -> Callable[[Value, Value], int]:
    return lambda a, b: -1 if comes_first(a, b) else int(comes_first(b, a))


@implements("partition")
def partition(run: Run, items: Items, size: Number) -> Items:
    """Return lists of that many items; the last may have fewer."""
    length = as_integer(size)
    if length < 1:
        raise Refused("the size must be at least 1")
    run.spend(len(items))
    return [items[start : start + length] for start in range(0, len(items), length)]
