"""The models that ours is compared with, trained on the same texts and folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]


class Model(Protocol):
    """What a comparison needs of a model."""

    def fit(self, rows: sparse.csr_matrix, labels: NDArray[np.int64]) -> object: ...

    def predict_proba(self, rows: sparse.csr_matrix) -> Floats: ...


def scores(
    make: Callable[[Sequence[str]], tuple[sparse.csr_matrix, Callable[[], Model]]],
    texts: Sequence[str],
    labels: NDArray[np.int64],
    families: NDArray[np.str_],
    folds: Sequence[Sequence[str]],
) -> Floats:
    """Return each text's score by a model that saw nothing of its family."""
    rows, model_of = make([text[:4_000].lower() for text in texts])
    unseen = np.full(len(labels), np.nan)
    for held in folds:
        out = np.isin(families, held)
        model = model_of()
        model.fit(rows[~out], labels[~out])
        unseen[out] = model.predict_proba(rows[out])[:, 1]
    return unseen


def _tfidf(texts: Sequence[str]) -> tuple[sparse.csr_matrix, Callable[[], Model]]:
    counted = HashingVectorizer(n_features=2**18, ngram_range=(1, 2), alternate_sign=False, norm=None).transform(texts)
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(counted)
    return rows, lambda: LogisticRegression(C=10, solver="liblinear", random_state=0)


class _FastText:
    """Averaged embeddings of hashed words and pairs under a softmax, trained by stochastic gradient descent.

    The model of Joulin et al. (2016), 16 dimensions, five passes.
    """

    def __init__(self, dimensions: int = 16, passes: int = 5, rate: float = 0.5) -> None:
        self._dimensions, self._passes, self._rate = dimensions, passes, rate
        self._random = np.random.default_rng(0)

    def fit(self, rows: sparse.csr_matrix, labels: NDArray[np.int64]) -> _FastText:
        size = rows.shape[1]
        self._inputs = self._random.uniform(-1, 1, (size, self._dimensions)) / self._dimensions
        self._output = np.zeros(self._dimensions)
        self._bias = 0.0
        steps = self._passes * rows.shape[0] // 64 + 1
        for step in range(steps):
            batch = self._random.integers(0, rows.shape[0], 64)
            chosen = rows[batch]
            hidden = chosen @ self._inputs
            error = 1 / (1 + np.exp(-np.clip(hidden @ self._output + self._bias, -30, 30))) - labels[batch]
            rate = self._rate * (1 - step / steps)
            touched = np.unique(chosen.indices)
            self._inputs[touched] -= rate * (chosen[:, touched].T @ np.outer(error, self._output))
            self._output -= rate * hidden.T @ error / 8
            self._bias -= rate * error.mean()
        return self

    def predict_proba(self, rows: sparse.csr_matrix) -> Floats:
        attacks = 1 / (1 + np.exp(-np.clip(rows @ self._inputs @ self._output + self._bias, -30, 30)))
        return np.stack([1 - attacks, attacks], axis=1)


def _fasttext(texts: Sequence[str]) -> tuple[sparse.csr_matrix, Callable[[], Model]]:
    counted = HashingVectorizer(n_features=2**17, ngram_range=(1, 2), alternate_sign=False, norm="l1").transform(texts)
    return counted.tocsr(), _FastText


MODELS: dict[str, Callable[[Sequence[str]], tuple[sparse.csr_matrix, Callable[[], Model]]]] = {
    "TF-IDF + LR": _tfidf,
    "fastText-style": _fasttext,
}
