"""What the engine asks of its surroundings: FEEL, decisions, schedules, ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from charter.core.ids import new_id
from charter.feel.errors import FeelError
from charter.feel.expression import Expression, compile_expression
from charter.workflows import schedule
from charter.workflows.engine.errors import EvaluationFailed, IncidentType, Stuck
from charter.workflows.engine.state import Variables
from charter.workflows.model.graph import CalledDecision

Decide = Callable[[CalledDecision, str, Variables, datetime], tuple[Any, dict[str, Any]]]


@lru_cache(maxsize=20_000)
def compiled(text: str) -> Expression:
    """Return a compiled FEEL expression; the same text is compiled once in a process.

    Raises:
        FeelError: it is not FEEL.
    """
    return compile_expression(text)


def _no_decisions(
    _called: CalledDecision, decision_id: str, _variables: Variables, _now: datetime
) -> tuple[Any, dict[str, Any]]:
    raise Stuck(IncidentType.CALLED_DECISION_ERROR, f'The decision "{decision_id}" is not deployed.')


class EnginePorts:
    """The engine's surroundings in this process."""

    def __init__(self, *, new_id: Callable[[], str] = lambda: str(new_id()), decide: Decide = _no_decisions) -> None:
        self.new_id = new_id
        self.decide = decide

    def evaluate(self, text: str, variables: Variables, now: datetime) -> Any:
        """Return the JSON value of a FEEL expression that begins with ``=``.

        Raises:
            EvaluationFailed: it is not FEEL, wants more than it may, or an assertion in it failed.
        """
        try:
            return compiled(text[1:]).evaluate(variables, lambda: now).to_json()
        except FeelError as error:
            raise EvaluationFailed(f"{text[:200]}: {error}") from error

    def reads(self, text: str) -> frozenset[str]:
        """Return the names of the variables that a FEEL expression reads."""
        try:
            return compiled(text[1:]).free_names
        except FeelError:
            return frozenset()

    def moment(self, form: str, value: Any, after: datetime) -> tuple[datetime, str | None, int]:
        """Return a timer's due moment, its cycle and how often it goes off after that.

        Raises:
            EvaluationFailed: the value is no such timer.
        """
        if not isinstance(value, str):
            raise EvaluationFailed(f"expected a {form} as text or temporal value, but got {value!r:.200}")
        return schedule.first(form, value, after)

    def following(self, cycle: str, due: datetime, left: int) -> tuple[datetime, int]:
        """Return when a cycle goes off after ``due``, and how often after that."""
        return schedule.following(cycle, due, left)
