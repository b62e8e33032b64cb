"""Which versions of the classifiers read a text: the active one, one on trial for a share, one in the shadow."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256

from charter.guardrails.classifiers import Classifiers

SURE = 0.5
"""From here on a score counts as a hit when versions are compared: what all are calibrated to."""


@dataclass(frozen=True, slots=True)
class Lineup:
    """The versions in use.

    Attributes:
        trial: decides instead of the active one about a share of texts: always the same ones, chosen by their hash.
        shadow: reads every text as well, and decides nothing.
    """

    active: Classifiers
    trial: Classifiers | None = None
    share_percent: int = 0
    shadow: Classifiers | None = None

    def deciding(self, text: str) -> Classifiers:
        """Return the version that decides about a text."""
        return self.trial if self.trial is not None and falls_to_trial(text, self.share_percent) else self.active


@dataclass(frozen=True, slots=True)
class BroughtLineup:
    """The versions in use of a model that the operator brought; as :class:`Lineup`."""

    active: str
    trial: str | None = None
    share_percent: int = 0
    shadow: str | None = None

    def deciding(self, text: str) -> str:
        """Return the version that decides about a text."""
        return self.trial if self.trial is not None and falls_to_trial(text, self.share_percent) else self.active


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What a model that the operator brought said of a text; with ``failure`` it said nothing."""

    score: float
    version: str
    failure: str = ""


def falls_to_trial(text: str, share_percent: int) -> bool:
    """Return whether a text is one of the share that a version on trial decides about."""
    digest = sha256(text.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:4], "big") % 100 < share_percent


@dataclass(frozen=True, slots=True)
class Compared:
    """What is counted together: one head at one stage, of a version, or of a version and one beside it."""

    version: str
    beside: str
    stage: str
    head: str


@dataclass(slots=True)
class Sums:
    """How often what was counted hit, and the sums of its scores."""

    texts: int = 0
    hits: int = 0
    beside_hits: int = 0
    both_hit: int = 0
    score_sum: float = 0.0
    beside_score_sum: float = 0.0

    def add(self, score: float, beside: float | None) -> None:
        """Count the scores of one text."""
        hit, beside_hit = score >= SURE, beside is not None and beside >= SURE
        self.texts += 1
        self.hits += hit
        self.beside_hits += beside_hit
        self.both_hit += hit and beside_hit
        self.score_sum += score
        self.beside_score_sum += beside or 0.0


class Tally:
    """Counts what versions say while they are compared; no text is kept. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sums: dict[Compared, Sums] = {}

    def add(
        self, version: str, stage: str, scores: Mapping[str, float], beside: tuple[str, Mapping[str, float]]
    ) -> None:
        """Count what a version said of a text, and what the one beside it said; ``("", {})`` when there is none."""
        with self._lock:
            for head, score in scores.items():
                sums = self._sums.setdefault(Compared(version, beside[0], stage, head), Sums())
                sums.add(score, beside[1].get(head))

    def take(self) -> dict[Compared, Sums]:
        """Return what was counted since the last time."""
        with self._lock:
            taken, self._sums = self._sums, {}
        return taken

    def put_back(self, taken: Mapping[Compared, Sums]) -> None:
        """Count again what could not be written."""
        with self._lock:
            for compared, sums in taken.items():
                kept = self._sums.setdefault(compared, Sums())
                for one in fields(Sums):
                    setattr(kept, one.name, getattr(kept, one.name) + getattr(sums, one.name))
