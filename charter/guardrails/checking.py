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
from charter.guardrails.detectors import credentials, links, people, personal, shapes
from charter.guardrails.detectors.findings import NOTHING, Finding
from charter.guardrails.lineup import Lineup, Tally
from charter.guardrails.stages import READ_FROM_OUTSIDE, Stage
from charter.guardrails.text.folding import Folded, fold

RECOGNISERS: Final[Mapping[str, Callable[[Folded], Finding]]] = MappingProxyType(
    {"pii": personal.scan, "secrets": credentials.scan, "links": links.scan, "nesting": shapes.nesting}
)
OPTIONAL: Final[Mapping[str, Callable[[Folded], Finding]]] = MappingProxyType(
    {"names": people.names, "addresses": people.addresses}
)
"""Run only where a policy names them."""
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
    """What every detector found in a text, how long it took, and which version of the classifiers read it."""

    findings: dict[str, Finding]
    ms: float
    model_version: str = ""

    def hits(self, thresholds: Mapping[str, float]) -> dict[str, Finding]:
        """Return the findings that reach their thresholds."""
        none = {"length": NOTHING}
        found = self.findings or none
        return {name: found[name] for name, limit in thresholds.items() if name in found and found[name].score >= limit}


class Checker:
    """Runs the fast detectors. Made once per process; safe to use from several threads."""

    def __init__(self, classifiers: Classifiers | None = None) -> None:
        self.own: Final = classifiers or packaged()
        """The classifiers that come with this release."""
        self.tally: Final = Tally()
        self._lineup = Lineup(self.own)
        self._generation = 0

    @property
    def classifiers(self) -> Classifiers:
        """The models that are active."""
        return self._lineup.active

    @property
    def generation(self) -> int:
        """Moves whenever other versions are put up: what was remembered of a text then may be wrong."""
        return self._generation

    def put_up(self, lineup: Lineup) -> None:
        """Have these versions read texts from now on."""
        self._lineup = lineup
        self._generation += 1

    def check(self, text: str, stage: Stage, wanted: frozenset[str] | None = None) -> Report:
        """Run the detectors on one text.

        Args:
            text: any text at all; lone surrogates and control characters are read as spaces or left out.
            wanted: the detectors that matter; the others are not run. Default: all that make sense at the stage.
        """
        started = time.perf_counter()
        findings, version = {"length": shapes.length(text)}, ""
        if not findings["length"].score:
            folded = fold(text)
            for name, scan in RECOGNISERS.items():
                if wanted is None or name in wanted:
                    findings[name] = scan(folded)
            findings |= {name: scan(folded) for name, scan in OPTIONAL.items() if wanted is not None and name in wanted}
            if wanted is None or not wanted.isdisjoint(HEADS):
                scores, version = self._classified(folded, stage)
                findings |= {head: Finding(score) for head, score in scores.items()}
        return Report(findings, (time.perf_counter() - started) * 1_000, version)

    def _classified(self, folded: Folded, stage: Stage) -> tuple[dict[str, float], str]:
        lineup = self._lineup
        deciding = lineup.deciding(folded.text)
        scores = _scores(deciding, folded, stage)
        if lineup.shadow is not None:
            beside = lineup.shadow.version, _scores(lineup.shadow, folded, stage)
            self.tally.add(deciding.version, str(stage), scores, beside)
        elif lineup.trial is not None:
            self.tally.add(deciding.version, str(stage), scores, ("", {}))
        return scores, deciding.version


def _scores(classifiers: Classifiers, folded: Folded, stage: Stage) -> dict[str, float]:
    scores = classifiers.probabilities(folded)
    by_head: dict[str, float] = dict(zip(HEADS, np.round(scores.astype(np.float64), 5).tolist(), strict=True))
    if stage not in READ_FROM_OUTSIDE:
        del by_head["indirect"]
    return by_head
