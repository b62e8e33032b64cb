"""What reading and linting have to say of a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a model from being deployed; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do.

    Attributes:
        rule: stable name, for example ``gateway.condition-missing``.
        element: id of the element, "" for the whole file.
        line: in the XML, counted from 1; 0 for the whole file.
    """

    rule: str
    severity: Severity
    element: str
    line: int
    message: str
    fix: str


class Findings(list[Finding]):
    """Gathers findings while a model is read."""

    def error(self, rule: str, element: str, line: int, message: str, fix: str) -> None:
        """Note what keeps the model from being deployed."""
        self.append(Finding(rule, Severity.ERROR, element, line, message, fix))

    def warn(self, rule: str, element: str, line: int, message: str, fix: str) -> None:
        """Note what may be meant but looks wrong."""
        self.append(Finding(rule, Severity.WARNING, element, line, message, fix))

    @property
    def errors(self) -> list[Finding]:
        """Return those that keep the model from being deployed."""
        return [finding for finding in self if finding.severity is Severity.ERROR]
