"""What a text means as a direction: for topics and for groundedness, whose thresholds hold for this space alone.

The classifiers have embeddings of their own, which change when they are trained; these are English and stay.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from charter.guardrails.classifiers import Scores, blocks_of, chunks, embedded, mapped
from charter.guardrails.text import ngrams
from charter.guardrails.text.pieces import WordPieces


class Meanings:
    """Static token embeddings distilled from a sentence model, and the pieces that they belong to."""

    def __init__(self, folder: Path) -> None:
        """Read what ``models/guardrails`` wrote into a folder."""
        packed = folder / "meanings.npz"
        self._tokens = mapped(packed, "tokens")
        with np.load(packed, allow_pickle=False) as arrays:
            self._scales = arrays["token_scales"].astype(np.float32)
        words = (folder / "meanings.txt").read_text(encoding="utf-8").splitlines()
        self._pieces = WordPieces({word: number for number, word in enumerate(words)})

    def of(self, text: str) -> Scores:
        """Return ``(windows, dimensions)`` what is meant in each window and, last of each stretch, as a whole."""
        sizes = ((chunk, ngrams.grams(ngrams.hashable(chunk)).tokens) for chunk in chunks(text))
        parts = [
            embedded(self._pieces, self._tokens, self._scales, chunk, blocks_of(tokens))
            for chunk, tokens in sizes
            if tokens
        ]
        return np.concatenate(parts) if parts else np.zeros((0, self._tokens.shape[1]), dtype=np.float32)


@cache
def packaged() -> Meanings:
    """Return the meanings that come with Charter."""
    return Meanings(Path(str(files("charter.guardrails.weights"))))
