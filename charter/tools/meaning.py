"""Search by meaning: texts are near each other when they mean alike, whatever their words.

The static embeddings are those of the guardrails, which are in the process already. Nothing is stored: a text is
embedded once per process and found again by what it says.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.meanings import packaged

Vector = NDArray[np.float32]

LEAST: Final = 0.25
"""Below this nothing is near: texts about different things are mostly that far from each other."""
_NAMED, _SAID, _EVERY = 0.35, 0.15, 0.15
_MOST_KEPT = 20_000
_LONGEST = 2_000
_WORD = re.compile(r"[^\W_]{2,}")
# What nearly every tool says: taken away, as it tells none from another.
_ORDINARY: Final = (
    "Returns the result of a call as JSON.", "Lists all items.", "Creates a new entry.", "Get the details by id.",
    "Updates an existing record.", "Deletes an item.", "Search for something.", "A tool that does something useful.",
    "Sends a request to a server and returns the answer.", "Reads a file.", "Converts a value.", "Checks a text.",
)  # fmt: skip


class Meanings:
    """What texts mean, as far as this process was asked. One per process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Vector] = OrderedDict()

    async def ranked(self, query: str, names: Sequence[str], texts: Sequence[str]) -> list[float]:
        """Return for each text how well it fits a query, from 0 to 1: by what it means, and by words that it says.

        Args:
            names: a word of the query in the name of a text counts more than one further down.
        """
        return await asyncio.to_thread(self._ranked, query, names, texts)

    def _ranked(self, query: str, names: Sequence[str], texts: Sequence[str]) -> list[float]:
        words = {_stem(word) for word in _WORD.findall(query.casefold())}
        asked = self._vector(query)
        return [
            _score(float(self._vector(text) @ asked), words, name, text)
            for name, text in zip(names, texts, strict=True)
        ]

    def _vector(self, text: str) -> Vector:
        text = text[:_LONGEST]
        vector = self._kept.get(text)
        if vector is None:
            vector = self._kept[text] = _embedded(text)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return vector


def _score(near: float, words: set[str], name: str, text: str) -> float:
    named, said = _stems(name), _stems(text)
    if not words:
        return max(0.0, near)
    there = words & (named | said)
    bonus = (_NAMED * len(words & named) + _SAID * len(words & said)) / len(words)
    return round(min(1.0, max(0.0, near) + bonus + (_EVERY if there == words else 0.0)), 4)


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.casefold())}


def _stem(word: str) -> str:
    """Return a word without the endings that mean little: files and file, sending and send."""
    for ending in ("ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _embedded(text: str) -> Vector:
    found = packaged().of(text.replace("_", " "))
    if not len(found):
        return np.zeros_like(_common())
    own = found[-1] - _common()
    unit: Vector = own / max(float(np.linalg.norm(own)), 1e-6)
    return unit


@cache
def _common() -> Vector:
    mean: Vector = np.mean([packaged().of(text)[-1] for text in _ORDINARY], axis=0)
    return mean
