"""What is wrong with a model."""

from __future__ import annotations

from charter.core.findings import Finding


class DmnUnreadable(Exception):
    """The file is no DMN model at all; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"Line {finding.line}: {finding.message} {finding.fix}")
        self.finding = finding


class DecisionNotFound(LookupError):
    """The model has nothing of that name or id that could be evaluated."""
