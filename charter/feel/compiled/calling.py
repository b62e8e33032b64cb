"""Calls functions: checks the arguments, counts the levels."""

from __future__ import annotations

from charter.feel.run import Run, Value, WarningCode
from charter.feel.types import coerce, type_text
from charter.feel.values import BuiltinValue, Function, kind_of


def call(run: Run, function: Value, arguments: list[Value], at: int) -> Value:
    """Call a function with arguments in order; null when it is none, or they do not fit."""
    if isinstance(function, BuiltinValue):
        return function.call(run, arguments)
    if not isinstance(function, Function):
        if function is not None:
            run.warn(WarningCode.NO_FUNCTION_FOUND, f"A {kind_of(function)} can't be called", at)
        return None
    if len(arguments) != len(function.parameters):
        expected = f"{len(function.parameters)} argument(s): {', '.join(function.parameters)}"
        return _failed(run, f"{function.name or 'The function'} takes {expected}; there are {len(arguments)}", at)
    fitting = []
    for argument, wanted, name in zip(arguments, function.types, function.parameters, strict=True):
        value, fits = coerce(run, argument, wanted)
        if not fits and wanted is not None:
            return _failed(run, f"{name} must be {type_text(wanted)}, not {kind_of(argument)}", at)
        fitting.append(value)
    run.spend(1)
    run.calls -= 1
    if run.calls < 0:
        run.exceeded("call_levels")
    result = function.call(run, fitting)
    run.calls += 1
    value, fits = coerce(run, result, function.result)
    if not fits and function.result is not None:
        return _failed(run, f"The result must be {type_text(function.result)}, not {kind_of(result)}", at)
    return value


def call_named(run: Run, function: Value, arguments: dict[str, Value], at: int) -> Value:
    """Call a function with arguments by name; parameters that are not named are null (DMN 1.5 table 63)."""
    if isinstance(function, BuiltinValue):
        return function.call_named(run, arguments)
    if not isinstance(function, Function):
        return call(run, function, list(arguments.values()), at)
    if not set(arguments) <= set(function.parameters):
        return _failed(run, f"The function's parameters are {', '.join(function.parameters) or 'none'}", at)
    return call(run, function, [arguments.get(name) for name in function.parameters], at)


def _failed(run: Run, message: str, at: int) -> None:
    run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, message, at)
