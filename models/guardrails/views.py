"""Texts as the classifiers see them: rows of hashed n-grams and of meaning, one row a window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from charter.guardrails.classifiers import chunks, windows
from charter.guardrails.text import ngrams
from charter.guardrails.text.folding import fold
from charter.guardrails.text.pieces import Pieces, WordPieces
from charter.guardrails.text.unwrapping import readings

LONGEST = 6_000
_RARE = 1e-3


@dataclass(frozen=True, slots=True)
class Views:
    """The windows of some texts.

    Attributes:
        grams: counts of hashed n-grams, one row a window.
        pieces: counts of word pieces, one row a window.
        owners: the text that each window belongs to, ascending.
    """

    grams: sparse.csr_matrix
    pieces: sparse.csr_matrix
    owners: NDArray[np.int64]

    def take(self, texts: NDArray[np.bool_]) -> Views:
        """Return the windows of the chosen texts; their owners keep their numbers."""
        rows = texts[self.owners]
        return Views(self.grams[rows], self.pieces[rows], self.owners[rows])


def of(texts: Sequence[str], pieces: Pieces | WordPieces, vocabulary: int) -> Views:
    """Cut texts into windows, exactly as the classifiers do at run time."""
    grams, words, owners = _Rows(ngrams.BUCKETS), _Rows(vocabulary), []
    for number, text in enumerate(texts):
        for plain in _read(text[:LONGEST]):
            found = ngrams.grams(ngrams.hashable(plain))
            if not found.tokens:
                continue
            cut, tokens = pieces.cut(plain)
            for start, end in windows(found.tokens):
                parts = [
                    buckets[np.searchsorted(places, start) : np.searchsorted(places, end)]
                    for buckets, places in zip(found.buckets, found.places, strict=True)
                ]
                grams.add(np.concatenate(parts))
                words.add(cut[np.searchsorted(tokens, start) : np.searchsorted(tokens, end)])
                owners.append(number)
    return Views(grams.matrix(), words.matrix(), np.array(owners, dtype=np.int64))


def _read(text: str) -> Iterator[str]:
    """Yield the stretches of a text and of what is wrapped in it."""
    folded = fold(text).text
    for reading in (folded, *(fold(unwrapped).text for unwrapped in readings(folded))):
        yield from chunks(reading)


class _Rows:
    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._indices: list[NDArray[np.int32]] = []
        self._counts: list[NDArray[np.float32]] = []
        self._ends = [0]

    def add(self, buckets: NDArray[np.int64]) -> None:
        indices, counts = np.unique(buckets, return_counts=True)
        self._indices.append(indices.astype(np.int32))
        self._counts.append(counts.astype(np.float32))
        self._ends.append(self._ends[-1] + len(indices))

    def matrix(self) -> sparse.csr_matrix:
        data = (np.concatenate(self._counts), np.concatenate(self._indices), np.array(self._ends))
        return sparse.csr_matrix(data, shape=(len(self._ends) - 1, self._columns))


def stacked(matrices: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    """Return the rows of all matrices, one below the other."""
    return sparse.vstack(matrices).tocsr()


def rarity(grams: sparse.csr_matrix) -> NDArray[np.float32]:
    """Return the inverse document frequency of each bucket."""
    frequency = np.bincount(grams.indices, minlength=grams.shape[1])
    return (np.log((grams.shape[0] + 1) / (frequency + 1)) + 1).astype(np.float32)


def weighed(grams: sparse.csr_matrix, idf: NDArray[np.float32]) -> sparse.csr_matrix:
    """Weigh counts by rarity, each row scaled as ``Classifiers`` scales a window."""
    lengths = np.sqrt(np.maximum(grams @ (idf * idf), 1.0))
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ grams @ sparse.diags(idf))


def token_weights(pieces: sparse.csr_matrix) -> NDArray[np.float32]:
    """Return how much each word piece counts: frequent ones little (smooth inverse frequency)."""
    counts = np.asarray(pieces.sum(axis=0)).ravel() + 1
    return (_RARE / (_RARE + counts / counts.sum())).astype(np.float32)


def meaning(pieces: sparse.csr_matrix, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the direction of each window's summed embeddings, of length one."""
    sums = pieces @ embeddings
    directions: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return directions
