"""Checking one text at one stage with all fast detectors: the pure heart of the room.

The check never raises for any text. What is too long is a hit of ``length`` and read no further, so nothing passes
for its size.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from charter.guardrails.classifiers import HEADS, Classifiers, packaged
from charter.guardrails.detectors import credentials, links, personal, shapes
from charter.guardrails.detectors.findings import NOTHING, Finding
from charter.guardrails.stages import READ_FROM_OUTSIDE, Stage
from charter.guardrails.text.folding import Folded, fold

RECOGNISERS: Final[Mapping[str, Callable[[Folded], Finding]]] = MappingProxyType(
    {"pii": personal.scan, "secrets": credentials.scan, "links": links.scan, "nesting": shapes.nesting}
)
DETECTORS: Final = ("length", *RECOGNISERS, *HEADS)
"""Every fast detector, by the name that policies use."""

_ALWAYS = {"length": 0.5, "nesting": 0.5}
_BLOCKING: Mapping[Stage, Mapping[str, float]] = {
    Stage.INPUT: {"injection": 0.5, "harm": 0.5, "toxicity": 0.9},
    Stage.RECALLED: {"indirect": 0.5},
    Stage.TOOL_DESCRIPTION: {"indirect": 0.5},
    Stage.TOOL_ARGUMENT: {"secrets": 0.5, "links": 0.6},
    Stage.TOOL_RESULT: {"indirect": 0.5},
    Stage.OUTPUT: {"toxicity": 0.9, "secrets": 0.5, "links": 0.6},
    Stage.STREAM: {"toxicity": 0.9, "secrets": 0.5, "links": 0.6},
}


def shipped_thresholds(stage: Stage) -> dict[str, float]:
    """Return by detector the score from which a text is blocked when no policy says otherwise."""
    return {**_ALWAYS, **_BLOCKING[stage]}


@dataclass(frozen=True, slots=True)
class Report:
    """What every detector found in a text, and how long it took."""

    findings: dict[str, Finding]
    ms: float

    def hits(self, thresholds: Mapping[str, float]) -> dict[str, Finding]:
        """Return the findings that reach their thresholds."""
        none = {"length": NOTHING}
        found = self.findings or none
        return {name: found[name] for name, limit in thresholds.items() if name in found and found[name].score >= limit}


class Checker:
    """Runs the fast detectors. Made once per process; safe to use from several threads."""

    def __init__(self, classifiers: Classifiers | None = None) -> None:
        self._classifiers = classifiers or packaged()

    @property
    def classifiers(self) -> Classifiers:
        """The models in use."""
        return self._classifiers

    def check(self, text: str, stage: Stage, wanted: frozenset[str] | None = None) -> Report:
        """Run the detectors on one text.

        Args:
            text: any text at all; lone surrogates and control characters are read as spaces or left out.
            wanted: the detectors that matter; the others are not run. Default: all that make sense at the stage.
        """
        started = time.perf_counter()
        findings = {"length": shapes.length(text)}
        if not findings["length"].score:
            folded = fold(text)
            for name, scan in RECOGNISERS.items():
                if wanted is None or name in wanted:
                    findings[name] = scan(folded)
            if wanted is None or not wanted.isdisjoint(HEADS):
                findings |= self._classified(folded, stage)
        return Report(findings, (time.perf_counter() - started) * 1_000)

    def _classified(self, folded: Folded, stage: Stage) -> dict[str, Finding]:
        scores = self._classifiers.probabilities(folded)
        by_head = dict(zip(HEADS, np.round(scores.astype(np.float64), 5).tolist(), strict=True))
        if stage not in READ_FROM_OUTSIDE:
            del by_head["indirect"]
        return {head: Finding(score) for head, score in by_head.items()}
