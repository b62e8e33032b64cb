"""Closures for operators, with the frequent cases (small integers, equal types) decided on the spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from charter.feel.compiled.operators import arithmetic, compare, equality
from charter.feel.numerals import INTEGER_BOUND
from charter.feel.run import Code, Env, Run, Value

Binary = Callable[[Code, Code, int], Code]
_LOW = -INTEGER_BOUND
# Strings below this are compared in no time; longer ones are paid for.
_SHORT = 1_000


def _add(left: Code, right: Code, at: int) -> Code:
    def add(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        if type(a) is int and type(b) is int:
            total = a + b
            if _LOW < total < INTEGER_BOUND:
                return total
        return arithmetic(run, "+", a, b, at)

    return add


def _subtract(left: Code, right: Code, at: int) -> Code:
    def subtract(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        if type(a) is int and type(b) is int:
            difference = a - b
            if _LOW < difference < INTEGER_BOUND:
                return difference
        return arithmetic(run, "-", a, b, at)

    return subtract


def _multiply(left: Code, right: Code, at: int) -> Code:
    def multiply(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        if type(a) is int and type(b) is int:
            product = a * b
            if _LOW < product < INTEGER_BOUND:
                return product
        return arithmetic(run, "*", a, b, at)

    return multiply


def _divide(left: Code, right: Code, at: int) -> Code:
    return lambda run, env: arithmetic(run, "/", left(run, env), right(run, env), at)


def _power(left: Code, right: Code, at: int) -> Code:
    return lambda run, env: arithmetic(run, "**", left(run, env), right(run, env), at)


ARITHMETIC: Final[dict[str, Binary]] = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide, "**": _power}


def chain(first: Code, rest: Sequence[tuple[str, Code]], at: int) -> Code:
    """Return a long sum or product without a deep stack."""

    def code(run: Run, env: Env) -> Value:
        value = first(run, env)
        for operator, operand in rest:
            value = arithmetic(run, operator, value, operand(run, env), at)
        return value

    return code


def logic(codes: Sequence[Code], *, decisive: bool) -> Code:
    """Return ``or`` (decided by true) or ``and`` (decided by false) in Kleene's logic; no boolean counts as null."""
    if len(codes) == 2:
        left, right = codes

        def both(run: Run, env: Env) -> Value:
            a = left(run, env)
            if a is decisive:
                return decisive
            b = right(run, env)
            if b is decisive:
                return decisive
            return not decisive if type(a) is bool and type(b) is bool else None

        return both

    def all_of(run: Run, env: Env) -> Value:
        unknown = False
        for code in codes:
            value = code(run, env)
            if value is decisive:
                return decisive
            unknown = unknown or type(value) is not bool
        return None if unknown else not decisive

    return all_of


def _equal(left: Code, right: Code, at: int) -> Code:
    def equals(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        kind = type(a)
        if kind is type(b) and (kind is int or kind is bool or (kind is str and len(a) < _SHORT)):
            return a == b
        if a is None or b is None:
            return a is b
        return equality(run, a, b, at)

    return equals


def _not_equal(left: Code, right: Code, at: int) -> Code:
    def differs(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        kind = type(a)
        if kind is type(b) and (kind is int or kind is bool or (kind is str and len(a) < _SHORT)):
            return a != b
        if a is None or b is None:
            return a is not b
        result = equality(run, a, b, at)
        return None if result is None else not result

    return differs


def _less(left: Code, right: Code, at: int) -> Code:
    def less(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        return a < b if type(a) is int and type(b) is int else compare(run, "<", a, b, at)

    return less


def _at_most(left: Code, right: Code, at: int) -> Code:
    def at_most(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        return a <= b if type(a) is int and type(b) is int else compare(run, "<=", a, b, at)

    return at_most


def _greater(left: Code, right: Code, at: int) -> Code:
    def greater(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        return a > b if type(a) is int and type(b) is int else compare(run, ">", a, b, at)

    return greater


def _at_least(left: Code, right: Code, at: int) -> Code:
    def at_least(run: Run, env: Env) -> Value:
        a, b = left(run, env), right(run, env)
        return a >= b if type(a) is int and type(b) is int else compare(run, ">=", a, b, at)

    return at_least


COMPARISONS: Final[dict[str, Binary]] = {
    "=": _equal,
    "!=": _not_equal,
    "<": _less,
    "<=": _at_most,
    ">": _greater,
    ">=": _at_least,
}


def between(value: Code, low: Code, high: Code, at: int) -> Code:
    """Return ``value between low and high``, both ends included."""

    def code(run: Run, env: Env) -> Value:
        wanted, first, last = value(run, env), low(run, env), high(run, env)
        above, below = compare(run, ">=", wanted, first, at), compare(run, "<=", wanted, last, at)
        return None if above is None or below is None else above and below

    return code
