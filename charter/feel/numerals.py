"""Numbers: IEEE 754 decimal128 semantics, with Python integers wherever they give the same answer faster.

A FEEL number is an ``int`` of at most 34 digits or a :class:`~decimal.Decimal` of the context below. ``2`` and
``Decimal("2.0")`` are the same number.
"""

from __future__ import annotations

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import TypeAlias

Number: TypeAlias = int | Decimal

DECIMAL128 = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
# Integers below this are exact in 34 digits.
INTEGER_BOUND = 10**34
# Steps that powers, logarithms and moments are counted as: they take as long as that many of the others.
SLOW = 40
MIN_SCALE = -6111
MAX_SCALE = 6176
EXACT = Context(prec=13_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation])


def number(text: str) -> Number:
    """Read the digits of a literal.

    Raises:
        decimal.DecimalException: not a number, or outside of the range of decimal128.
    """
    if len(text) < 34 and text.removeprefix("-").isdecimal():
        return int(text)
    return DECIMAL128.create_decimal(text)


def shrink(value: int) -> Number:
    """Bring an integer of any size into the range.

    Raises:
        decimal.Overflow: it is too large for decimal128.
    """
    if -INTEGER_BOUND < value < INTEGER_BOUND:
        return value
    if value.bit_length() > 22_000:  # conversion takes quadratic time, and 10**6145 has 20,414 bits
        return DECIMAL128.create_decimal("1E+7000")
    return DECIMAL128.create_decimal(value)


def from_float(value: float) -> Decimal | None:
    """Return the shortest decimal that reads back as this float: what the JSON said. None for NaN and infinity."""
    decimal = Decimal(repr(value))
    return DECIMAL128.plus(decimal) if decimal.is_finite() else None


def is_number(value: object) -> bool:
    """Whether a FEEL value is a number; booleans are not."""
    kind = type(value)
    return kind is int or kind is Decimal


def as_integer(value: Number) -> int:
    """Return the number without its fraction, towards zero; one of more than 34 digits is cut down to 10**34."""
    return max(-INTEGER_BOUND, min(int(value), INTEGER_BOUND))


def is_integral(value: Number) -> bool:
    """Whether nothing is behind the point."""
    return type(value) is int or value == int(value)


def text_of(value: Number) -> str:
    """Return plain digits: no exponent, no zeros at the end of the fraction."""
    if type(value) is int:
        return str(value)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def quantize(value: Number, scale: int, rounding: str) -> Number:
    """Round to a number of digits behind the point (before it, when negative).

    Raises:
        decimal.InvalidOperation: the scale is outside of decimal128's.
    """
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise InvalidOperation
    decimal = Decimal(value)
    exponent = decimal.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= scale:
        return value
    return DECIMAL128.plus(decimal.quantize(Decimal(1).scaleb(-scale), rounding=rounding, context=EXACT))
