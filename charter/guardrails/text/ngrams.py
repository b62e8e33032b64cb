"""Hashed n-grams of words and characters: one vectorised pass over the bytes of a text.

Prefix sums of a polynomial over the bytes give the hash of any stretch by one subtraction and one multiplication
(arithmetic modulo 2**64, where the odd base has an inverse), so no n-gram is ever cut out as a string. What a text is
made of is the same at training time and at run time because both call this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 18
BUCKETS: Final = 1 << BITS
CHUNK_BYTES: Final = 8_192
"""The longest stretch that is hashed at once; longer texts are cut into overlapping ones."""

Indices = NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(64 - BITS)
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
    size = len(padded)
    sums = np.zeros(size + 1, dtype=np.uint64)
    np.cumsum((padded.astype(np.uint64) + np.uint64(1)) * _POWERS[:size], out=sums[1:])
    is_space = padded == _SPACE
    is_word = _IS_WORD[padded]
    starts_token = ~is_space
    starts_token[1:] &= ~(is_word[1:] & is_word[:-1])
    starts = np.flatnonzero(starts_token)
    count = len(starts)
    if count == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return Grams(0, (nothing,) * 5, (nothing,) * 5)
    ends_token = ~is_space
    ends_token[:-1] &= ~(is_word[1:] & is_word[:-1])
    ends = np.flatnonzero(ends_token) + 1
    words = (sums[ends] - sums[starts]) * _INVERSES[starts]
    words ^= words >> np.uint64(29)
    words *= _MIX
    pairs = words[:-1] * _NEXT + words[1:]
    numbers = np.arange(count, dtype=np.int64)
    token_at = np.cumsum(starts_token) - 1
    np.maximum(token_at, 0, out=token_at)
    spaces = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(is_space, out=spaces[1:])
    buckets = [_bucket(words, 0), _bucket(pairs, 1)]
    places = [numbers, numbers[:-1]]
    for kind, length in enumerate((3, 4, 5), start=2):
        # An n-gram may touch the spaces around a word but not reach over them.
        begin = np.flatnonzero(spaces[length - 1 : size] == spaces[1 : size - length + 2])
        hashed = (sums[begin + length] - sums[begin]) * _INVERSES[begin]
        hashed ^= hashed >> np.uint64(29)
        buckets.append(_bucket(hashed * _MIX, kind))
        places.append(token_at[begin])
    return Grams(count, tuple(buckets), tuple(places))


def _bucket(hashed: NDArray[np.uint64], kind: int) -> Indices:
    mixed = (hashed + _SALTS[kind]) * _MIX
    buckets: Indices = (mixed >> _SHIFT).astype(np.int64)
    return buckets
