"""Measuring the shipped detectors on labelled texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from charter.guardrails import measures
from charter.guardrails.checking import Checker
from charter.guardrails.stages import Stage

_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text of which it is known whether a detector is to fire."""

    text: str
    label: int
    source: str = ""
    lang: str = ""
    split: str = ""


def measure(checker: Checker, head: str, stage: Stage, examples: Sequence[Labelled]) -> list[dict[str, JsonValue]]:
    """Return one row for all examples and one for each source and language that has enough of them.

    Attacks of one source are compared with the harmless texts of all sources. Rows of split ``train`` are left out
    when the examples have others: the shipped models have seen them.
    """
    chosen = [one for one in examples if one.split != "train"] or list(examples)
    wanted = frozenset({head})
    scores = [checker.check(one.text, stage, wanted).findings.get(head) for one in chosen]
    scored = [(one, finding.score if finding else 1.0) for one, finding in zip(chosen, scores, strict=True)]
    rows = [_row(head, "all", scored)]
    harmless = [(one, score) for one, score in scored if not one.label]
    for group in sorted({one.source for one in chosen if one.source}):
        own = [(one, score) for one, score in scored if one.source == group and one.label]
        alone = [(one, score) for one, score in harmless if one.source == group]
        if len(own) >= _FEWEST:
            rows.append(_row(head, group, own + harmless))
        elif len(alone) >= _FEWEST:
            rows.append(_row(head, group, alone))
    for group in sorted({one.lang for one in chosen if one.lang}):
        own = [(one, score) for one, score in scored if one.lang == group]
        if sum(one.label for one, _ in own) >= _FEWEST:
            rows.append(_row(head, f"language {group}", own))
    return rows


def _row(head: str, group: str, scored: Sequence[tuple[Labelled, float]]) -> dict[str, JsonValue]:
    attacks = [score for one, score in scored if one.label]
    harmless = [score for one, score in scored if not one.label]
    return {
        "head": head,
        "group": group,
        "attacks": len(attacks),
        "harmless": len(harmless),
        "auc": str(measures.auc(attacks, harmless)),
        "tpr_at_1pct_fpr": str(measures.recall_at(attacks, harmless)),
        "recall": str(measures.rate([score >= 0.5 for score in attacks])),
        "blocked_harmless": str(measures.rate([score >= 0.5 for score in harmless])),
    }
