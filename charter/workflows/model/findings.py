"""What reading and linting have to say of a model."""

from __future__ import annotations

from charter.core.findings import Finding, Severity

__all__ = ["Finding", "Findings", "Severity"]


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
