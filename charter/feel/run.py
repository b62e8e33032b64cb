"""One evaluation: its variables, its clock, its warnings and what it has left to spend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeAlias

from charter.feel.errors import FeelLimitExceeded
from charter.feel.limits import Limits

# A FEEL value is None, bool, int or Decimal, str, list, dict with str keys, a temporal value, a Range or a Function.
Value: TypeAlias = Any
Clock: TypeAlias = Callable[[], datetime]
# Local variables are linked cells (value, next cell); the compiler knows how many cells to walk.
Env: TypeAlias = Any
Code: TypeAlias = Callable[["Run", Env], Value]

MAX_WARNINGS = 100


class WarningCode(StrEnum):
    """Why a value became null."""

    NO_VARIABLE_FOUND = "NO_VARIABLE_FOUND"
    NO_CONTEXT_ENTRY_FOUND = "NO_CONTEXT_ENTRY_FOUND"
    NO_PROPERTY_FOUND = "NO_PROPERTY_FOUND"
    NO_FUNCTION_FOUND = "NO_FUNCTION_FOUND"
    NOT_COMPARABLE = "NOT_COMPARABLE"
    INVALID_TYPE = "INVALID_TYPE"
    OUT_OF_BOUNDS = "OUT_OF_BOUNDS"
    FUNCTION_INVOCATION_FAILURE = "FUNCTION_INVOCATION_FAILURE"


@dataclass(frozen=True, slots=True)
class Warn:
    """One reason why a part of an expression is null.

    Attributes:
        code: the kind, as Camunda names it where it has a name.
        message: what happened.
        position: offset in the text of the expression; -1 when unknown.
    """

    code: WarningCode
    message: str
    position: int = -1


class Run:
    """What the compiled parts of an expression share during one evaluation."""

    __slots__ = ("admitted", "calls", "clock", "limits", "regex_steps", "steps", "variables", "warnings")

    def __init__(self, variables: Mapping[str, Any], clock: Clock | None, limits: Limits) -> None:
        self.variables = variables
        self.clock = clock
        self.limits = limits
        self.steps = limits.steps
        self.regex_steps = limits.regex_steps
        self.calls = limits.call_levels
        self.warnings: list[Warn] = []
        self.admitted: dict[int, Value] | None = None

    def warn(self, code: WarningCode, message: str, position: int = -1) -> None:
        """Note why something is null."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(Warn(code, message, position))

    def spend(self, steps: int) -> None:
        """Pay for work that grows with the data.

        Raises:
            FeelLimitExceeded: nothing is left.
        """
        self.steps -= steps
        if self.steps < 0:
            self.exceeded("steps")

    def spend_on_regex(self, steps: int) -> None:
        """Pay for matching a pattern.

        Raises:
            FeelLimitExceeded: nothing is left.
        """
        self.regex_steps -= steps
        if self.regex_steps < 0:
            self.exceeded("regex_steps")

    def exceeded(self, limit: str) -> NoReturn:
        """Stop the evaluation at one of its limits."""
        raise FeelLimitExceeded(limit, getattr(self.limits, limit))

    def sized(self, items: list[Value]) -> list[Value]:
        """Return a list if it may be that long."""
        if len(items) > self.limits.list_items:
            self.exceeded("list_items")
        return items

    def long(self, text: str) -> str:
        """Return a string if it may be that long."""
        if len(text) > self.limits.string_characters:
            self.exceeded("string_characters")
        return text
