"""What is wrong with a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a model with a finding can be used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a model.

    Attributes:
        rule: a stable name of what was checked.
        element: name or id of the element.
        line: of the element in the file, from 1; 0 when unknown.
        message: what is wrong.
        fix: what to do about it.
    """

    rule: str
    severity: Severity
    element: str
    line: int
    message: str
    fix: str


class DmnUnreadable(Exception):
    """The file is no DMN model at all; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"Line {finding.line}: {finding.message} {finding.fix}")
        self.finding = finding


class DecisionNotFound(LookupError):
    """The model has nothing of that name or id that could be evaluated."""
