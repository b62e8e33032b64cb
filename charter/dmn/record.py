"""What an evaluation leaves behind: the value, the rules that decided it, and the reasons for nulls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.feel.admission import Json, to_json
from charter.feel.limits import Limits
from charter.feel.run import Clock, Run, Value, WarningCode


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that applied.

    Attributes:
        decision: name of the decision (or function) whose table it is in.
        rule: id of the rule.
        number: of the row, from 1.
        inputs: values of the conditions by label.
        outputs: values of the results by name; a single result has the name of the decision.
    """

    decision: str
    table: str
    rule: str
    number: int
    inputs: Mapping[str, Value]
    outputs: Mapping[str, Value]

    def to_json(self) -> Json:
        """Return it for the record."""
        return {
            "decision": self.decision,
            "table": self.table,
            "rule": self.rule,
            "number": self.number,
            "inputs": to_json(dict(self.inputs)),
            "outputs": to_json(dict(self.outputs)),
        }


@dataclass(frozen=True, slots=True)
class DecisionWarning:
    """Why something is null, and in which element."""

    element: str
    code: WarningCode
    message: str


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision came to.

    Attributes:
        value: a FEEL value.
        matched: the rules that applied, in the order of evaluation.
        decisions: the values of all decisions on the way, by name.
    """

    value: Value
    matched: tuple[MatchedRule, ...]
    decisions: Mapping[str, Value]
    warnings: tuple[DecisionWarning, ...]

    def to_json(self) -> Json:
        """Return the value as JSON.

        Raises:
            FeelLimitExceeded: it has too many parts.
        """
        return to_json(self.value)


class DecisionRun(Run):
    """An evaluation that notes the rules that applied.

    Attributes:
        element: name of what is being evaluated.
    """

    __slots__ = ("element", "matched", "notes")

    def __init__(self, variables: Mapping[str, Any], clock: Clock | None, limits: Limits) -> None:
        super().__init__(variables, clock, limits)
        self.element = ""
        self.matched: list[MatchedRule] = []
        self.notes: list[DecisionWarning] = []

    def attribute(self, element: str) -> None:
        """Move the warnings so far to an element."""
        self.notes += [DecisionWarning(element, warning.code, warning.message) for warning in self.warnings]
        self.warnings.clear()
