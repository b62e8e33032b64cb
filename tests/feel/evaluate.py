"""Evaluates an expression in one line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from charter.feel.expression import Evaluation, compile_expression
from charter.feel.limits import DEFAULT_LIMITS, Limits
from charter.feel.run import Run
from charter.feel.values import text

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def evaluation(source: str, limits: Limits = DEFAULT_LIMITS, **variables: Any) -> Evaluation:
    """Evaluate with variables; their names are known to the parser."""
    known = {name.replace("_", " "): value for name, value in variables.items()}
    expression = compile_expression(source, names=known, limits=limits)
    return expression.evaluate({**variables, **known}, lambda: NOON)


def value(source: str, **variables: Any) -> Any:
    """Return the value of an expression."""
    return evaluation(source, **variables).value


def printed(source: str, **variables: Any) -> str:
    """Return the value as FEEL prints it."""
    return text(Run({}, None, DEFAULT_LIMITS), value(source, **variables))
