"""Pieces of words: the entries of a vocabulary that a text is made of."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

BEGINS: Final = "\u2581"
"""What a piece starts with that stands at the beginning of a word; a piece by itself as well."""
_TOKEN = re.compile(r" ?(?:[a-z0-9'\u0080-\U0010ffff]+|[^\s])")
"""The same tokens as in ``charter.guardrails.text.ngrams``, each with the space before it."""
_PART = re.compile(r"[a-z0-9]+|[^\W_]|[^\s]")
_LONGEST_WORD = 100
_REMEMBERED = 50_000


class _Cutter(ABC):
    """Cuts texts into pieces of one vocabulary, and remembers the words it has seen."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._seen: dict[str, tuple[int, ...]] = {}

    def cut(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the pieces of a text in lower case with single spaces, and the token of each, ascending."""
        tokens = _TOKEN.findall(f" {text}")
        found = [self._seen.get(token) for token in tokens]
        known = [self._word(token) if cut is None else cut for token, cut in zip(tokens, found, strict=True)]
        counts = np.fromiter(map(len, known), dtype=np.int64, count=len(known))
        pieces = np.fromiter(chain.from_iterable(known), dtype=np.int64, count=int(counts.sum()))
        return pieces, np.repeat(np.arange(len(known)), counts)

    def _word(self, token: str) -> tuple[int, ...]:
        found = tuple(self._cut(token))
        if len(token) <= _LONGEST_WORD:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[token] = found
        return found

    @abstractmethod
    def _cut(self, token: str) -> list[int]:
        """Return the pieces of one token, which may begin with a space."""


class Pieces(_Cutter):
    """The longest pieces that fit, in any language: what the classifiers read."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        super().__init__(vocabulary)
        self._longest: dict[str, int] = {}
        for piece in vocabulary:
            self._longest[piece[0]] = max(self._longest.get(piece[0], 0), len(piece))

    def _cut(self, token: str) -> list[int]:
        if len(token) > _LONGEST_WORD and token.isascii():
            return []  # no word of any language; those that use no spaces are cut
        word = token.replace(" ", BEGINS)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            for end in range(min(len(word), start + self._longest.get(word[start], 1)), start, -1):
                piece = self._vocabulary.get(word[start:end])
                if piece is not None:
                    pieces.append(piece)
                    start = end
                    break
            else:
                start += 1  # a character that the vocabulary does not have
        return pieces


class WordPieces(_Cutter):
    """The pieces that the uncased BERT tokenizer cuts: what topics and sources are compared by."""

    def _cut(self, token: str) -> list[int]:
        word = token.strip() if token.isascii() else _plain(token)
        parts = _PART.findall(word) if len(word) <= _LONGEST_WORD else []
        return [piece for part in parts for piece in self._greedy(part)]

    def _greedy(self, word: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self._vocabulary.get(prefix + word[start:end])
                if piece is not None:
                    pieces.append(piece)
                    start = end
                    break
            else:
                return []  # a character the vocabulary does not have
        return pieces


def _plain(word: str) -> str:
    """Return the word without accents, the scripts that use no spaces with each character by itself."""
    bare = "".join(one for one in unicodedata.normalize("NFD", word) if unicodedata.category(one) != "Mn")
    return "".join(f" {one} " if "\u3000" <= one <= "\u9fff" else one for one in bare)
