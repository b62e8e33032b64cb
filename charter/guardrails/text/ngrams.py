"""Hashed n-grams of words and characters: one vectorised pass over the bytes of a text.

Prefix sums of a polynomial over the bytes give the hash of any stretch by one subtraction and one multiplication
(arithmetic modulo 2**64, where the odd base has an inverse), so no n-gram is ever cut out as a string. What a text is
made of is the same at training time and at run time because both call this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 18
BUCKETS: Final = 1 << BITS
CHUNK_BYTES: Final = 8_192
"""The longest stretch that is hashed at once; longer texts are cut into overlapping ones."""

Indices = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(64 - BITS)
_HALF, _ONE = np.uint64(29), np.uint64(1)
_SALTS = np.array([1, 2, 3, 4, 5, 6], dtype=np.uint64) * np.uint64(0xA24BAED4963EE407)
_SPACE = 32


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    factors = np.full(count, base, dtype=np.uint64)
    factors[0] = 1
    powers: NDArray[np.uint64] = np.multiply.accumulate(factors)
    return powers


_POWERS = _powers(_BASE, CHUNK_BYTES + 2)
_INVERSES = _powers(_INVERSE, CHUNK_BYTES + 2)
_IS_WORD = np.zeros(256, dtype=np.bool_)
_IS_WORD[[*range(ord("a"), ord("z") + 1), ord("0"), ord("'"), *range(128, 256)]] = True
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


class Stretches:
    """The hash of any stretch of a row of numbers, each in constant time."""

    def __init__(self, codes: NDArray[np.unsignedinteger[Any]]) -> None:
        """Sum up at most ``CHUNK_BYTES + 2`` numbers."""
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum((codes.astype(np.uint64) + _ONE) * _POWERS[: len(codes)], out=self._sums[1:])

    def hashed(self, starts: Indices, ends: Indices) -> Hashes:
        """Return the hash of each stretch: the same for the same numbers, wherever they stand."""
        return _mixed((self._sums[ends] - self._sums[starts]) * _INVERSES[starts])

    def hashed_alike(self, starts: Indices, length: int) -> Hashes:
        """Return the hash of each stretch of one length; quick where most places are a start."""
        places = max(0, len(self._sums) - length)
        everywhere = (self._sums[length:] - self._sums[:places]) * _INVERSES[:places]
        return _mixed(everywhere[starts])


def _mixed(sums: Hashes) -> Hashes:
    """Spread the sums over all bits, in place."""
    sums ^= sums >> _HALF
    sums *= _MIX
    return sums


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one stretch: for each kind its buckets, and where (in tokens) each begins, ascending."""

    tokens: int
    buckets: tuple[Indices, ...]
    places: tuple[Indices, ...]


def hashable(plain: str) -> bytes:
    """Return what is hashed of a text in lower case with single spaces: UTF-8, digits all alike."""
    return plain.encode("utf-8", "replace").translate(_DIGITS)


def grams(raw: bytes) -> Grams:
    """Return the n-grams of at most ``CHUNK_BYTES`` bytes made by ``hashable``."""
    padded = np.frombuffer(b" " + raw + b" ", dtype=np.uint8)
    stretches = Stretches(padded)
    is_space = padded == _SPACE
    starts, ends, starts_token = tokens_of(is_space, _IS_WORD[padded])
    count = len(starts)
    if count == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return Grams(0, (nothing,) * 5, (nothing,) * 5)
    words = stretches.hashed(starts, ends)
    pairs = words[:-1] * _NEXT + words[1:]
    numbers = np.arange(count, dtype=np.int64)
    token_at = np.cumsum(starts_token) - 1
    np.maximum(token_at, 0, out=token_at)
    spaces = np.zeros(len(padded) + 1, dtype=np.int32)
    np.cumsum(is_space, out=spaces[1:])
    buckets = [_bucket(words, 0), _bucket(pairs, 1)]
    places = [numbers, numbers[:-1]]
    for kind, length in enumerate((3, 4, 5), start=2):
        # An n-gram may touch the spaces around a word but not reach over them.
        begin = np.flatnonzero(spaces[length - 1 : len(padded)] == spaces[1 : len(padded) - length + 2])
        buckets.append(_bucket(stretches.hashed_alike(begin, length), kind))
        places.append(token_at[begin])
    return Grams(count, tuple(buckets), tuple(places))


def tokens_of(is_space: NDArray[np.bool_], is_word: NDArray[np.bool_]) -> tuple[Indices, Indices, NDArray[np.bool_]]:
    """Return where the tokens of a text start and end, and which characters start one.

    A token is a row of characters of words, or any other character that is no space.
    """
    inside = is_word[1:] & is_word[:-1]
    starts = ~is_space
    ends = starts.copy()
    starts[1:] &= ~inside
    ends[:-1] &= ~inside
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1, starts


def _bucket(hashed: Hashes, kind: int) -> Indices:
    hashed = hashed + _SALTS[kind]
    hashed *= _MIX
    hashed >>= _SHIFT
    return hashed.view(np.int64)
