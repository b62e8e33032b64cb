"""Training one head: two linear models over windows, where only the worst window of an attack has to be one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]
WRITTEN_HERE = "written here"
"""The family of the texts that were written for Charter."""
_ROUNDS = 2
_MOST_HARMLESS_WINDOWS = 6


@dataclass(frozen=True, slots=True)
class Recipe:
    """The few numbers that were chosen by leaving sources out."""

    said: float = 10.0
    """Inverse regularisation of the n-gram model."""
    meant: float = 20.0
    """Inverse regularisation of the embedding model."""
    share: float = 0.3
    """What a standard deviation of meaning counts against one of words."""
    alike: bool = False
    """Every family counts alike, and in each its attacks as much as its harmless texts: where families differ more in
    their style than in what they call an attack, the style is not to be learnt."""


RECIPES = {
    "injection": Recipe(share=0.2),
    "indirect": Recipe(share=0.2),
    "harm": Recipe(share=0.5),
    "toxicity": Recipe(said=3.0, share=0.25, alike=True),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A trained head: its score of a window is ``said @ grams + meant @ meaning + offset``."""

    said: Floats
    meant: Floats
    offset: float

    def score(self, grams: sparse.csr_matrix, meaning: NDArray[np.float32]) -> Floats:
        """Return the score of each window."""
        scores: Floats = grams @ self.said + meaning @ self.meant + self.offset
        return scores


def worst(scores: Floats, owners: NDArray[np.int64], texts: int) -> Floats:
    """Return each text's highest score over its windows; a text without windows scores lowest."""
    highest = np.full(texts, -30.0)
    np.maximum.at(highest, owners, scores)
    return highest


def train(
    grams: sparse.csr_matrix,
    meaning: NDArray[np.float32],
    owners: NDArray[np.int64],
    labels: NDArray[np.int64],
    families: NDArray[np.str_],
    recipe: Recipe,
) -> Head:
    """Train a head on windows whose texts have ``labels`` and ``families`` (both by owner number).

    At first every window of an attack counts as one, divided by their number; then only the window that looks most
    like an attack, as the classifiers judge a text by its worst window.
    """
    rows = _sampled(owners, labels)
    grams, meaning, owners = grams[rows], meaning[rows], owners[rows]
    base = (_alike if recipe.alike else _by_size)(np.unique(owners), labels, families)
    counts = np.bincount(owners, minlength=len(labels))
    marks = labels[owners]
    weights = base[owners] / counts[owners]
    head = _fit(grams, meaning, marks, weights, recipe)
    if (counts > 1).any():
        for _ in range(_ROUNDS - 1):
            scores = head.score(grams, meaning)
            highest = worst(scores, owners, len(labels))
            chosen = (marks == 0) | (scores >= highest[owners] - 1e-9)
            sharpened = np.where(marks == 1, base[owners], weights * np.sqrt(counts[owners]))
            head = _fit(grams[chosen], meaning[chosen], marks[chosen], sharpened[chosen], recipe)
    return head


def _sampled(owners: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the windows to learn from: all of an attack, some of a harmless text."""
    order = np.random.default_rng(0).permutation(len(owners))
    place = np.empty(len(owners), dtype=np.int64)
    by_owner = order[np.argsort(owners[order], kind="stable")]
    starts = np.searchsorted(owners[by_owner], np.unique(owners))
    counts = np.diff(np.append(starts, len(owners)))
    place[by_owner] = np.arange(len(owners)) - np.repeat(starts, counts)
    kept: NDArray[np.int64] = np.flatnonzero((labels[owners] == 1) | (place < _MOST_HARMLESS_WINDOWS))
    return kept


def _fit(
    grams: sparse.csr_matrix, meaning: NDArray[np.float32], marks: NDArray[np.int64], weights: Floats, recipe: Recipe
) -> Head:
    said = LogisticRegression(C=recipe.said, solver="liblinear", tol=1e-3, max_iter=300, random_state=0)
    said.fit(grams, marks, sample_weight=weights)
    meant = LogisticRegression(C=recipe.meant, solver="lbfgs", max_iter=300)
    meant.fit(meaning, marks, sample_weight=weights)
    by_words, by_meaning = grams @ said.coef_[0], meaning @ meant.coef_[0]
    factor = recipe.share * float(np.std(by_words)) / max(float(np.std(by_meaning)), 1e-9)
    offset = float(said.intercept_[0] + factor * meant.intercept_[0])
    return Head(said.coef_[0], meant.coef_[0] * factor, offset)


def _by_size(texts: NDArray[np.int64], labels: NDArray[np.int64], families: NDArray[np.str_]) -> Floats:
    """Weigh texts so that both labels count alike, and a family by the square root of its size."""
    weights = np.zeros(len(labels))
    for label in (0, 1):
        own = texts[labels[texts] == label]
        sizes = Counter(families[own].tolist())
        total = sum(size**0.5 for size in sizes.values())
        for family, size in sizes.items():
            weights[own[families[own] == family]] = len(texts) / 2 * size**0.5 / total / size
    return weights


def _alike(texts: NDArray[np.int64], labels: NDArray[np.int64], families: NDArray[np.str_]) -> Floats:
    """Weigh families alike, one that has only attacks or only harmless texts by half; what was written here as all."""
    weights = np.zeros(len(labels))
    for family in sorted(set(families[texts].tolist())):
        own = texts[families[texts] == family]
        for label in (0, 1):
            share = own[labels[own] == label]
            weights[share] = 0.5 / max(len(share), 1)
    here = families == WRITTEN_HERE
    if here[texts].any():
        weights[here] *= weights[~here].sum() / weights[here].sum()
    scaled: Floats = weights * len(texts) / weights.sum()
    return scaled
