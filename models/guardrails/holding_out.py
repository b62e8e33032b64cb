"""Holding sources out: what a model scores on texts from hands it has never seen, which is what counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from charter.guardrails import measures
from models.guardrails import heads, views
from models.guardrails.corpus import Example

Floats = NDArray[np.float64]
_ORDINARY = frozenset({"CLINC150", "BFCL", "GPTeacher", "instructions", "PurpleLlama", "tau-bench"})
_HARD = frozenset({"hard benign"})
_FALSE_ALARMS = {"injection": 0.009, "harm": 0.005, "indirect": 0.007}
_HARD_FALSE_ALARMS = 0.05
_OTHER_FALSE_ALARMS = 0.01
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """The examples of one head, as the models see them."""

    examples: Sequence[Example]
    grams: sparse.csr_matrix
    meaning: NDArray[np.float32]
    owners: NDArray[np.int64]
    labels: NDArray[np.int64]
    families: NDArray[np.str_]
    learnt: NDArray[np.bool_]
    """Which examples are in the training split."""

    @classmethod
    def of(
        cls, examples: Sequence[Example], seen: views.Views, idf: NDArray[np.float32], tokens: NDArray[np.float32]
    ) -> Problem:
        """Return the problem that these examples pose."""
        return cls(
            examples,
            views.weighed(seen.grams, idf),
            views.meaning(seen.pieces, tokens),
            seen.owners,
            np.array([one.label for one in examples]),
            np.array([one.family for one in examples]),
            np.array([one.split == "train" for one in examples]),
        )

    def windows_of(self, texts: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which windows belong to the chosen texts."""
        rows: NDArray[np.bool_] = texts[self.owners]
        return rows


def scores(problem: Problem, folds: Sequence[Sequence[str]], recipe: heads.Recipe) -> Floats:
    """Return each text's score by a model that saw nothing of its family; not a number where no fold holds it out."""
    unseen = np.full(len(problem.labels), np.nan)
    for families in folds:
        out = np.isin(problem.families, families)
        head = _train(problem, ~out, recipe)
        unseen[out] = _score(problem, head)[out]
    unseen[[one.made for one in problem.examples]] = np.nan
    return unseen


def final(problem: Problem, recipe: heads.Recipe) -> heads.Head:
    """Return the head that is shipped: trained on the training split of every family."""
    return _train(problem, problem.learnt, recipe)


def _train(problem: Problem, texts: NDArray[np.bool_], recipe: heads.Recipe) -> heads.Head:
    rows = problem.windows_of(texts)
    owners = problem.owners[rows]
    return heads.train(problem.grams[rows], problem.meaning[rows], owners, problem.labels, problem.families, recipe)


def _score(problem: Problem, head: heads.Head) -> Floats:
    return heads.worst(head.score(problem.grams, problem.meaning), problem.owners, len(problem.labels))


def threshold(head: str, problem: Problem, unseen: Floats) -> float:
    """Return the score from which a text is blocked: few ordinary texts reach it, and not many hard ones."""
    share = _FALSE_ALARMS.get(head, _OTHER_FALSE_ALARMS)
    harmless = (problem.labels == 0) & ~np.isnan(unseen)
    if not (harmless & np.isin(problem.families, list(_ORDINARY))).any():
        return float(np.quantile(unseen[harmless], 1 - share))
    shares = ((_ORDINARY, share), (_HARD, _HARD_FALSE_ALARMS))
    limits = [
        np.quantile(unseen[harmless & np.isin(problem.families, list(families))], 1 - few) for families, few in shares
    ]
    return float(max(limits))


def slope(problem: Problem, unseen: Floats) -> float:
    """Return how steeply a score above the threshold turns into confidence (Platt), the threshold staying at 0.5."""
    known = ~np.isnan(unseen)
    fitted = LogisticRegression(C=1e3, fit_intercept=False, class_weight="balanced")
    fitted.fit(unseen[known, None], problem.labels[known])
    return float(np.clip(fitted.coef_[0][0], 0.3, 5.0))


def baselines(problem: Problem, folds: Sequence[Sequence[str]]) -> dict[str, Floats]:
    """Return the held-out scores of two usual models on the same folds: TF-IDF with LR, and fastText-style."""
    from models.guardrails import comparison  # noqa: PLC0415 - only when asked for

    texts = [one.text for one in problem.examples]
    return {
        name: comparison.scores(make, texts, problem.labels, problem.families, folds)
        for name, make in comparison.MODELS.items()
    }


def tables(
    problem: Problem, unseen: Floats, head: heads.Head, compared: Mapping[str, Floats]
) -> list[dict[str, object]]:
    """Return the rows of the card: held-out sources, the dev split, harmless families; scores block from 0 on."""
    labels, families = problem.labels, problem.families
    held = ~np.isnan(unseen)
    harmless = held & (labels == 0)
    rows = [_row("held out", "all", unseen[held & (labels == 1)], unseen[harmless])]
    for name, theirs in compared.items():
        rows.append(_row(name, "all", theirs[held & (labels == 1)], theirs[harmless], blocks=False))
    for name, own_families in (("ordinary requests", _ORDINARY), ("frightening but harmless", _HARD)):
        own = harmless & np.isin(families, list(own_families))
        if own.any():
            rows.append(_row("held out", f"harmless: {name}", unseen[:0], unseen[own]))
    for family in sorted(set(families[held].tolist())):
        own = held & (families == family)
        if (own & (labels == 1)).sum() >= _FEWEST:
            rows.append(_row("held out", family, unseen[own & (labels == 1)], unseen[harmless]))
            for name, theirs in compared.items():
                rows.append(_row(name, family, theirs[own & (labels == 1)], theirs[harmless], blocks=False))
        if (own & (labels == 0)).sum() >= _FEWEST:
            rows.append(_row("held out", f"harmless: {family}", unseen[:0], unseen[own & (labels == 0)]))
    dev = ~problem.learnt
    ours = _score(problem, head)
    rows.append(_row("dev split", "all", ours[dev & (labels == 1)], ours[dev & (labels == 0)]))
    langs = np.array([one.lang for one in problem.examples])
    for lang in sorted(set(langs[dev & (labels == 1)].tolist())):
        own = dev & (langs == lang)
        if (own & (labels == 1)).sum() >= _FEWEST:
            rows.append(_row("dev split", f"language {lang}", ours[own & (labels == 1)], ours[dev & (labels == 0)]))
    return rows


def _row(how: str, group: str, attacks: Floats, harmless: Floats, *, blocks: bool = True) -> dict[str, object]:
    return {
        "how": how,
        "group": group,
        "attacks": len(attacks),
        "harmless": len(harmless),
        "auc": _written(measures.auc(attacks, harmless)),
        "tpr_at_1pct_fpr": _written(measures.recall_at(attacks, harmless)) if len(attacks) else None,
        "recall": _written(measures.rate(attacks >= 0)) if blocks else None,
        "blocked_harmless": _written(measures.rate(harmless >= 0)) if blocks else None,
    }


def _written(estimate: measures.Estimate) -> list[float] | None:
    if np.isnan(estimate.value):
        return None
    return [round(estimate.value, 4), round(estimate.low, 4), round(estimate.high, 4)]
