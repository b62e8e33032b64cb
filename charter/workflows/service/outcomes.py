"""What a built-in job comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class JobFailed(Exception):
    """The work could not be done; ``again`` says whether another try may help."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.message, self.again = message, again


class JobError(Exception):
    """A business error, for the model to catch."""

    def __init__(self, code: str, message: str, variables: dict[str, Any]) -> None:
        super().__init__(message)
        self.code, self.message, self.variables = code, message, variables


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to."""

    variables: dict[str, Any]
    result: dict[str, Any] | None = None
    record: dict[str, Any] | None = None
