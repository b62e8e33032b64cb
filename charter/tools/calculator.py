"""Exact arithmetic on text: parsed, never evaluated as code."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException, InvalidOperation

from charter.tools.errors import ToolFailed

_CONTEXT = Context(prec=34, Emax=9_999, Emin=-9_999)  # IEEE 754 decimal128's precision
_MAXIMUM_LENGTH = 500
_MAXIMUM_EXPONENT = 1_000
_MAXIMUM_DEPTH = 50

_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _CONTEXT.add,
    ast.Sub: _CONTEXT.subtract,
    ast.Mult: _CONTEXT.multiply,
    ast.Div: _CONTEXT.divide,
    ast.FloorDiv: _CONTEXT.divide_int,
    ast.Mod: _CONTEXT.remainder,
}
_UNARY: dict[type[ast.unaryop], Callable[[Decimal], Decimal]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "abs": abs,
    "min": min,
    "max": max,
    "sum": lambda *values: sum(values, Decimal(0)),
    "sqrt": lambda value: value.sqrt(_CONTEXT),
    "round": lambda value, digits=Decimal(0): round(value, int(digits)),
    "floor": lambda value: Decimal(math.floor(value)),
    "ceil": lambda value: Decimal(math.ceil(value)),
    "ln": lambda value: value.ln(_CONTEXT),
    "exp": lambda value: value.exp(_CONTEXT),
}
_CONSTANTS = {"pi": Decimal("3.141592653589793238462643383279503"), "e": Decimal("2.718281828459045235360287471352662")}


def calculate(expression: str) -> str:
    """Return the value of an arithmetic expression with 34 significant digits.

    Numbers, ``+ - * / // % **``, brackets, ``abs min max sum sqrt round floor ceil ln exp``, ``pi`` and ``e``.

    Raises:
        ToolFailed: it is no such expression, or has no value; says where.
    """
    if len(expression) > _MAXIMUM_LENGTH:
        raise ToolFailed(f"The expression has more than {_MAXIMUM_LENGTH} characters.")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        value = _value(tree.body, _MAXIMUM_DEPTH)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ToolFailed(f"{expression!r} is not an arithmetic expression; write for example (2 + 3) * 4.") from error
    except InvalidOperation as error:
        raise ToolFailed(f"{expression!r} has no value (a root or logarithm of a negative number, or 0/0).") from error
    except (DecimalException, ArithmeticError, TypeError) as error:
        raise ToolFailed(f"{expression!r} cannot be calculated: {type(error).__name__}.") from error
    text = format(_CONTEXT.plus(value), "f" if -20 < value.adjusted() < 40 else "e")
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _value(node: ast.expr, depth: int) -> Decimal:
    if depth == 0:
        raise ValueError("too deeply nested")
    match node:
        case ast.Constant(value=bool()):
            raise ValueError("not a number")
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number))
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _UNARY:
            return _UNARY[type(sign)](_value(operand, depth - 1))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            exponent = _value(right, depth - 1)
            if abs(exponent) > _MAXIMUM_EXPONENT:
                raise ToolFailed(f"The exponent is larger than {_MAXIMUM_EXPONENT}.")
            return _CONTEXT.power(_value(left, depth - 1), exponent)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
            return _BINARY[type(sign)](_value(left, depth - 1), _value(right, depth - 1))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(argument, depth - 1) for argument in arguments))
        case _:
            raise ValueError("not arithmetic")
