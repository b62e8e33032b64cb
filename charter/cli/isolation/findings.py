"""What the proof found: one line for everything that was tried."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "leak", "not covered", "not done"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one route, table or cache did when it was asked for the other tenant's."""

    part: str
    what: str
    state: State
    detail: str = ""


@dataclass(slots=True)
class Findings:
    """Everything that was tried, in order."""

    items: list[Finding] = field(default_factory=list)
    requests: int = 0

    def add(self, part: str, what: str, leaks: list[str]) -> None:
        """Note what was tried, good when ``leaks`` is empty."""
        self.items.append(Finding(part, what, "leak" if leaks else "ok", "; ".join(dict.fromkeys(leaks))))

    def lack(self, part: str, what: str, detail: str, *, state: State = "not covered") -> None:
        """Note what could not be tried: a proof with a hole is none."""
        self.items.append(Finding(part, what, state, detail))

    @property
    def isolated(self) -> bool:
        """True when everything was tried and nothing crossed."""
        return bool(self.items) and all(item.state == "ok" for item in self.items)
