"""Our own classifiers: one pass over a text scores it for injection, indirect injection, harm and toxicity.

A text is scored in windows, and each head's score is that of its worst window: length hides nothing. Two views are
added up per window: hashed n-grams (what is said) and static embeddings of word pieces, alike in sixteen languages
(what is meant). ``models/guardrails`` trains the weights; nothing but NumPy is needed here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from struct import unpack
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.text import ngrams
from charter.guardrails.text.folding import Folded, fold
from charter.guardrails.text.pieces import Pieces, WordPieces
from charter.guardrails.text.unwrapping import readings

HEADS: Final = ("injection", "indirect", "harm", "toxicity")
WINDOW_TOKENS: Final = 32
STRIDE_TOKENS: Final = 16
WHOLE_TOKENS: Final = 64
"""A text of at most so many tokens is one window."""
_OVERLAP_BYTES = 512
_USUAL_REPETITION = 4.0
_ENOUGH_TOKENS = 4
_LOCAL_HEADER, _NAME_LENGTHS_AT = 30, 26  # of a member of a zip: APPNOTE.TXT 4.3.7
_HEARD_IN_A_WORD = np.array([head == "toxicity" for head in HEADS])
"""One or two words can be an insult, but say too little for anything else: there the score counts in part."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The trained numbers.

    Attributes:
        grams: ``(BUCKETS, heads + 1)`` float16: what an n-gram adds to each head; last its squared inverse document
            frequency.
        pieces: ``(vocabulary,)`` the hashes of all word pieces, ascending.
        longest: by code point, how long the longest piece is that begins with a character.
        tokens: ``(vocabulary, dimensions)`` static embeddings of the pieces, int8.
        token_scales: ``(vocabulary,)`` what to multiply a row of ``tokens`` by.
        directions: ``(dimensions, heads)`` what a unit of meaning adds to each head.
        offsets: ``(heads,)`` added to each head's sum.
        slopes: ``(heads,)`` steepness of the calibration to probabilities.
        card: the model card: version, data, metrics, thresholds.
    """

    grams: NDArray[np.float16]
    pieces: NDArray[np.uint64]
    longest: NDArray[np.uint8]
    tokens: NDArray[np.int8]
    token_scales: NDArray[np.float32]
    directions: NDArray[np.float32]
    offsets: NDArray[np.float32]
    slopes: NDArray[np.float32]
    card: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Weights:
        """Read weights as ``models/guardrails`` writes them. No pickle is ever read.

        Raises:
            ValueError, OSError, KeyError: they are no weights of ours.
        """
        packed = folder / "weights.npz"
        with np.load(packed, allow_pickle=False) as arrays:
            if "pieces" not in arrays:
                raise ValueError("their word pieces are those of another release")
            return cls(
                grams=mapped(packed, "grams"),
                pieces=mapped(packed, "pieces"),
                longest=arrays["longest"],
                tokens=mapped(packed, "tokens"),
                token_scales=arrays["token_scales"].astype(np.float32),
                directions=arrays["directions"].astype(np.float32),
                offsets=arrays["offsets"].astype(np.float32),
                slopes=arrays["slopes"].astype(np.float32),
                card=json.loads((folder / "card.json").read_text(encoding="utf-8")),
            )


def mapped(packed: Path, name: str) -> NDArray[Any]:
    """Return an array of an uncompressed ``.npz`` as the file has it: processes share its pages, read when needed.

    Raises:
        ValueError: it is compressed, or no array.
    """
    with ZipFile(packed) as archive, packed.open("rb") as file:
        member = archive.getinfo(f"{name}.npy")
        if member.compress_type != ZIP_STORED:
            raise ValueError(f"{name} of {packed} is compressed.")
        with archive.open(member) as inside:
            version = np.lib.format.read_magic(inside)
            if version != (1, 0):
                raise ValueError(f"{name} of {packed} is of version {version}.")
            shape, in_columns, dtype = np.lib.format.read_array_header_1_0(inside)
            header = inside.tell()
        file.seek(member.header_offset + _NAME_LENGTHS_AT)
        begins = member.header_offset + _LOCAL_HEADER + sum(unpack("<HH", file.read(4))) + header
    if in_columns or dtype.hasobject:
        raise ValueError(f"{name} of {packed} is no array of numbers by rows.")
    # Where numbers do not begin where a processor reads them in place, reading a few would copy all, each time.
    return np.require(np.asarray(np.memmap(packed, dtype, "r", begins, shape)), requirements="A")


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of a text, and for each head the window (in tokens of the folded text) that is worst."""

    scores: dict[str, float]
    worst: dict[str, tuple[int, int]]


class Classifiers:
    """Scores texts with one set of weights. Made once per process."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._pieces = Pieces(weights.pieces, weights.longest)

    @property
    def version(self) -> str:
        """The version that the card names."""
        return str(self._weights.card["version"])

    @property
    def card(self) -> dict[str, Any]:
        """The model card."""
        return self._weights.card

    def probabilities(self, folded: Folded) -> Scores:
        """Return ``(heads,)``: the worst of all windows of a text and of what is wrapped in it, calibrated."""
        worst = self._worst(folded.text)
        for reading in readings(folded.text):
            worst = np.maximum(worst, self._worst(fold(reading).text))
        scores: Scores = 1.0 / (1.0 + np.exp(-np.clip(worst * self._weights.slopes, -30.0, 30.0)))
        return scores

    def logits(self, text: str) -> Scores:
        """Return ``(windows, heads)`` sums before calibration of one reading, for training and evaluation."""
        parts = [self._chunk(chunk) for chunk in chunks(text)]
        return np.concatenate(parts) if parts else np.zeros((0, len(HEADS)), dtype=np.float32)

    def _worst(self, text: str) -> Scores:
        sums = self.logits(text)
        lowest: Scores = np.full(len(HEADS), -30.0, dtype=np.float32)
        return sums.max(axis=0) if len(sums) else lowest

    def _chunk(self, plain: str) -> Scores:
        found = ngrams.grams(ngrams.hashable(plain))
        if not found.tokens:
            return np.zeros((0, len(HEADS)), dtype=np.float32)
        blocks = blocks_of(found.tokens)
        buckets = np.concatenate(found.buckets)
        sums = _added(self._weights.grams.take(buckets, axis=0).astype(np.float32), found.places, blocks)
        said = sums[:, :-1] / np.sqrt(np.maximum(sums[:, -1:], 1.0))
        said[-1] /= np.sqrt(max(1.0, _repetition(buckets) / _USUAL_REPETITION))
        meant = embedded(self._pieces, self._weights.tokens, self._weights.token_scales, plain, blocks)
        evidence = said + meant @ self._weights.directions
        if found.tokens < _ENOUGH_TOKENS:
            evidence = evidence * np.where(_HEARD_IN_A_WORD, 1.0, found.tokens / _ENOUGH_TOKENS)
        scores: Scores = (evidence + self._weights.offsets).astype(np.float32)
        return scores


def embedded(cutter: Pieces | WordPieces, tokens: NDArray[np.int8], scales: Scores, plain: str, blocks: int) -> Scores:
    """Return the direction, of length one, in which the pieces of each window of a stretch point together."""
    pieces, owners = cutter.cut(plain)
    meaning = _joined(tokens.take(pieces, axis=0).astype(np.float32), scales[pieces], owners, blocks)
    unit: Scores = meaning / np.maximum(np.linalg.norm(meaning, axis=1, keepdims=True), 1e-6)
    return unit


def _repetition(buckets: NDArray[np.int64]) -> float:
    """Return how often an n-gram comes again on average: saying a word a hundred times says it once."""
    seen = np.zeros(ngrams.BUCKETS, dtype=np.bool_)
    seen[buckets] = True
    return len(buckets) / int(np.count_nonzero(seen))


def blocks_of(tokens: int) -> int:
    """Return into how many blocks of ``STRIDE_TOKENS`` a text is cut; a short text is one."""
    return 1 if tokens <= WHOLE_TOKENS else -(-tokens // STRIDE_TOKENS)


def windows(tokens: int) -> list[tuple[int, int]]:
    """Return where the windows of so many tokens start and end: each two blocks, and last the whole."""
    blocks = blocks_of(tokens)
    pairs = [(block * STRIDE_TOKENS, min(tokens, block * STRIDE_TOKENS + WINDOW_TOKENS)) for block in range(blocks - 1)]
    return [*pairs, (0, tokens)]


def _added(values: Scores, places: Sequence[NDArray[np.int64]], blocks: int) -> Scores:
    """Sum up narrow rows for each window: of each kind of n-gram, one kind after the other, at ascending places."""
    if blocks == 1:
        whole: Scores = values.sum(axis=0)[None]
        return whole
    starts, before = [], 0
    for kind in places:
        starts.append(np.searchsorted(kind, np.arange(blocks) * STRIDE_TOKENS) + before)
        before += len(kind)
    edges = np.concatenate(starts)
    filled = np.diff(edges, append=before) > 0
    sums = np.zeros((len(edges), values.shape[1]), dtype=np.float32)
    sums[filled] = np.add.reduceat(values, edges[filled], axis=0)
    return _windowed(sums.reshape(len(places), blocks, -1).sum(axis=0))


def _joined(rows: Scores, weights: Scores, places: NDArray[np.int64], blocks: int) -> Scores:
    """Sum up wide rows, each so many times, at ascending places, for each window."""
    if blocks == 1:
        whole: Scores = (weights @ rows)[None]
        return whole
    edges = np.searchsorted(places, np.arange(blocks + 1) * STRIDE_TOKENS).tolist()
    sums = np.empty((blocks, rows.shape[1]), dtype=np.float32)
    for block, (start, end) in enumerate(pairwise(edges)):
        np.dot(weights[start:end], rows[start:end], out=sums[block])
    return _windowed(sums)


def _windowed(sums: Scores) -> Scores:
    joined: Scores = np.concatenate([sums[:-1] + sums[1:], sums.sum(axis=0)[None]])
    return joined


def chunks(text: str) -> Iterator[str]:
    """Cut a text, in lower case and with single spaces, into overlapping stretches that can be hashed at once."""
    plain = " ".join(text.lower().split())
    if len(plain) * 4 <= ngrams.CHUNK_BYTES or len(plain.encode("utf-8", "replace")) <= ngrams.CHUNK_BYTES:
        if plain:
            yield plain
        return
    step = (ngrams.CHUNK_BYTES - _OVERLAP_BYTES) // (1 if plain.isascii() else 4)
    overlap = _OVERLAP_BYTES // (1 if plain.isascii() else 4)
    for start in range(0, len(plain), step):
        yield plain[start : start + step + overlap]


@cache
def packaged() -> Classifiers:
    """Return the classifiers that come with Charter."""
    return Classifiers(Weights.read(Path(str(files("charter.guardrails.weights")))))
