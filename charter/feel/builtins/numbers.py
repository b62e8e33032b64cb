"""Functions on numbers."""

from __future__ import annotations

import random
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from charter.feel.builtins.registry import Refused, implements
from charter.feel.numerals import DECIMAL128, EXACT, SLOW, Number, as_integer, quantize
from charter.feel.run import Run
from charter.feel.temporal.values import DaysTimeDuration, YearsMonthsDuration

_RANDOM = random.SystemRandom()
_MODES = {
    "up": ROUND_UP,
    "down": ROUND_DOWN,
    "ceiling": ROUND_CEILING,
    "floor": ROUND_FLOOR,
    "half_up": ROUND_HALF_UP,
    "half_down": ROUND_HALF_DOWN,
    "half_even": ROUND_HALF_EVEN,
}
_ROUNDINGS = {
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}


def _rounding(name: str, rounding: str) -> None:
    @implements(name)
    def rounded(_run: Run, value: Number, scale: Number = 0) -> Number:
        return quantize(value, as_integer(scale), rounding)


for _name, _how in _ROUNDINGS.items():
    _rounding(_name, _how)


@implements("decimal")
def decimal(_run: Run, value: Number, scale: Number, mode: str = "half_even") -> Number:
    rounding = _MODES.get(mode.lower())
    if rounding is None:
        raise Refused(f"the modes are {', '.join(_MODES)}")
    return quantize(value, as_integer(scale), rounding)


@implements("abs")
def absolute(
    _run: Run, value: Number | DaysTimeDuration | YearsMonthsDuration
) -> Number | DaysTimeDuration | YearsMonthsDuration:
    if isinstance(value, DaysTimeDuration):
        return DaysTimeDuration(abs(value.nanoseconds))
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(abs(value.months))
    return -value if value < 0 else value


@implements("modulo")
def modulo(_run: Run, dividend: Number, divisor: Number) -> Number:
    return _remainder(dividend, divisor)


def _remainder(dividend: Number, divisor: Number) -> Number:
    """Return the remainder with the sign of the divisor."""
    if not divisor:
        raise Refused("the divisor is zero")
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    remainder = EXACT.remainder(Decimal(dividend), Decimal(divisor))
    if remainder and (remainder < 0) != (divisor < 0):
        remainder = EXACT.add(remainder, Decimal(divisor))
    return DECIMAL128.plus(remainder)


@implements("sqrt")
def square_root(_run: Run, number: Number) -> Number:
    return DECIMAL128.sqrt(Decimal(number))


@implements("log")
def logarithm(run: Run, number: Number) -> Number:
    run.spend(SLOW)
    if number <= 0:
        raise Refused("only numbers above zero have a logarithm")
    return DECIMAL128.ln(Decimal(number))


@implements("exp")
def exponential(run: Run, number: Number) -> Number:
    run.spend(SLOW)
    return DECIMAL128.exp(Decimal(number))


@implements("odd")
def odd(_run: Run, number: Number) -> bool:
    return bool(_remainder(number, 2) == 1)


@implements("even")
def even(_run: Run, number: Number) -> bool:
    return bool(_remainder(number, 2) == 0)


@implements("random number")
def random_number(_run: Run) -> Number:
    """Return a number from 0 up to, and without, 1."""
    return Decimal(repr(_RANDOM.random()))
