"""Word pieces: the vocabulary entries that a text is made of, as the uncased BERT tokenizer cuts them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[a-z0-9'\u0080-\U0010ffff]+|[^\s]")
"""The same tokens as in ``charter.guardrails.text.ngrams``."""
_PART = re.compile(r"[a-z0-9]+|[^\W_]|[^\s]")
_LONGEST_WORD = 100
_REMEMBERED = 50_000


class Pieces:
    """Cuts texts into pieces of one vocabulary, and remembers the words it has seen."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._seen: dict[str, tuple[int, ...]] = {}

    def cut(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the pieces of a text in lower case, and the token that each belongs to, ascending."""
        seen = self._seen
        pieces: list[int] = []
        owners: list[int] = []
        for number, token in enumerate(_TOKEN.findall(text)):
            known = seen.get(token)
            if known is None:
                known = self._word(token)
            pieces.extend(known)
            owners.extend([number] * len(known))
        return np.array(pieces, dtype=np.int64), np.array(owners, dtype=np.int64)

    def _word(self, token: str) -> tuple[int, ...]:
        pieces: list[int] = []
        word = token if token.isascii() else _plain(token)
        for part in _PART.findall(word) if len(word) <= _LONGEST_WORD else ():
            pieces.extend(self._greedy(part))
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[token] = found = tuple(pieces)
        return found

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
