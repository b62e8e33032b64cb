"""What reading and checking a file has to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a file from being deployed; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do.

    Attributes:
        rule: a stable name of what was checked, for example ``gateway.condition-missing``.
        element: id or name of the element, "" for the whole file.
        line: of the element in the file, from 1; 0 for the whole file.
    """

    rule: str
    severity: Severity
    element: str
    line: int
    message: str
    fix: str
