"""Holding sources out: what a model scores on texts from hands it has never seen, which is what counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

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
_FALSE_ALARMS = 0.01
TOGETHER = {"injection": 0.60, "harm": 0.50}
"""The heads that block requests as shipped, and the recall that is asked of each on unseen sources. What they wrongly
block together is what people meet."""
_FALSE_ALARMS_TOGETHER = 0.009
_HARD_FALSE_ALARMS = 0.05
_SHARES = np.arange(0.001, 0.0085, 0.00025)
"""Of ordinary requests, that one of them alone may block."""
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What models say of the examples of a head: scores block from 0 on, once ``moved`` by a threshold.

    Attributes:
        unseen: by a model that saw nothing of an example's family; not a number where no fold holds it out.
        shipped: by the model that is shipped.
        compared: as ``unseen``, by other kinds of models, by name.
    """

    examples: Sequence[Example]
    labels: NDArray[np.int64]
    families: NDArray[np.str_]
    learnt: NDArray[np.bool_]
    unseen: Floats
    shipped: Floats
    compared: Mapping[str, Floats]

    def moved(self, threshold: float) -> Outcome:
        """Return the outcome with 0 where the threshold was."""
        return replace(self, unseen=self.unseen - threshold, shipped=self.shipped - threshold)

    def scores_of(self, label: int, families: frozenset[str]) -> dict[str, float]:
        """Return the held-out scores of texts of some families."""
        held = ~np.isnan(self.unseen) & (self.labels == label) & np.isin(self.families, list(families))
        return {self.examples[place].text: float(self.unseen[place]) for place in np.flatnonzero(held)}


def outcome(problem: Problem, head: heads.Head, unseen: Floats, compared: Mapping[str, Floats]) -> Outcome:
    """Return the outcome of a problem."""
    shipped = _score(problem, head)
    return Outcome(problem.examples, problem.labels, problem.families, problem.learnt, unseen, shipped, compared)


def thresholds(outcomes: Mapping[str, Outcome]) -> dict[str, float]:
    """Return for each head the score from which a text is blocked: few ordinary texts reach it, and not many hard ones.

    What those heads that block requests may wrongly block together is divided so that each finds as many attacks more
    than are asked of it, or as few less, as the others.
    """
    alone = {head: _alone(one) for head, one in outcomes.items() if head not in TOGETHER}
    together = {head: one for head, one in outcomes.items() if head in TOGETHER}
    return alone | (_together(together) if together else {})


def _alone(one: Outcome) -> float:
    harmless = (one.labels == 0) & ~np.isnan(one.unseen)
    ordinary = harmless & np.isin(one.families, list(_ORDINARY))
    return float(np.quantile(one.unseen[ordinary if ordinary.any() else harmless], 1 - _FALSE_ALARMS))


def _together(outcomes: Mapping[str, Outcome]) -> dict[str, float]:
    ordinary = _in_one_table(outcomes, _ORDINARY)
    hard = _in_one_table(outcomes, _HARD)
    attacks = [one.unseen[(one.labels == 1) & ~np.isnan(one.unseen)] for one in outcomes.values()]
    best, chosen = -np.inf, np.full(len(outcomes), np.inf)
    for shares in product(_SHARES, repeat=len(outcomes)):
        limits = np.array([np.quantile(column, 1 - share) for column, share in zip(ordinary.T, shares, strict=True)])
        found = [float((scores >= limit).mean()) for scores, limit in zip(attacks, limits, strict=True)]
        least = min(recall - TOGETHER[head] for head, recall in zip(outcomes, found, strict=True))
        few = _blocked(ordinary, limits) <= _FALSE_ALARMS_TOGETHER and _blocked(hard, limits) <= _HARD_FALSE_ALARMS
        if few and least > best:
            best, chosen = least, limits
    return dict(zip(outcomes, chosen.tolist(), strict=True))


def _in_one_table(outcomes: Mapping[str, Outcome], families: frozenset[str]) -> Floats:
    """Return what each head says of the harmless texts of some families that all heads were asked about."""
    scores = [one.scores_of(0, families) for one in outcomes.values()]
    asked = sorted(set.intersection(*map(set, scores)))
    return np.array([[of[text] for of in scores] for text in asked])


def _blocked(scores: Floats, limits: Floats) -> float:
    return float((scores >= limits).any(axis=1).mean())


def slope(one: Outcome) -> float:
    """Return how steeply a score above the threshold turns into confidence (Platt), the threshold staying at 0.5."""
    known = ~np.isnan(one.unseen)
    fitted = LogisticRegression(C=1e3, fit_intercept=False, class_weight="balanced")
    fitted.fit(one.unseen[known, None], one.labels[known])
    return float(np.clip(fitted.coef_[0][0], 0.3, 5.0))


def baselines(problem: Problem, folds: Sequence[Sequence[str]]) -> dict[str, Floats]:
    """Return the held-out scores of two usual models on the same folds: TF-IDF with LR, and fastText-style."""
    from models.guardrails import comparison  # noqa: PLC0415 - only when asked for

    texts = [one.text for one in problem.examples]
    return {
        name: comparison.scores(make, texts, problem.labels, problem.families, folds)
        for name, make in comparison.MODELS.items()
    }


def tables(one: Outcome) -> list[dict[str, object]]:
    """Return the rows of the card: held-out sources, the dev split, harmless families; scores block from 0 on."""
    labels, families, unseen, compared = one.labels, one.families, one.unseen, one.compared
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
    dev, ours = ~one.learnt, one.shipped
    rows.append(_row("dev split", "all", ours[dev & (labels == 1)], ours[dev & (labels == 0)]))
    langs = np.array([example.lang for example in one.examples])
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
