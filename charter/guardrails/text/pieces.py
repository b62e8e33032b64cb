"""Pieces of words: the entries of a vocabulary that a text is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from charter.guardrails.text.ngrams import Hashes, Indices, Stretches, tokens_of

BEGINS: Final = "\u2581"
"""What a piece starts with that stands at the beginning of a word; a piece by itself as well."""
LONGEST_PIECE: Final = 32
"""Characters. The time to cut a text grows with it."""
_TOKEN = re.compile(r" ?(?:[a-z0-9'\u0080-\U0010ffff]+|[^\s])")
"""The same tokens as in ``charter.guardrails.text.ngrams``, each with the space before it."""
_PART = re.compile(r"[a-z0-9]+|[^\W_]|[^\s]")
_LONGEST_WORD = 100
_REMEMBERED = 50_000
_SPACE, _BEYOND_ASCII = 32, 128
_IS_WORD = np.array([chr(code) in "abcdefghijklmnopqrstuvwxyz0123456789'" for code in range(_BEYOND_ASCII)] + [True])
_FIRST_BITS, _STEPS = 16, 2
_FIRST = np.uint64(64 - _FIRST_BITS)


class Pieces:
    """The longest pieces that fit, in any language: what the classifiers read.

    A piece is known by its hash, and its number is the place of that among all hashes: two arrays, which lie in a file
    whose pages processes share. Nothing is remembered of the texts.
    """

    def __init__(self, hashes: Hashes, longest: NDArray[np.uint8]) -> None:
        """Take a vocabulary.

        Args:
            hashes: the ``hash_of`` each piece, ascending.
            longest: for each character, by its code point, the length of the longest piece that begins with it.
        """
        self._hashes, self._longest = hashes, longest
        # Hashes are spread evenly: their first bits say nearly where each stands, and a step or two lead there.
        firsts = np.arange(1 << _FIRST_BITS, dtype=np.uint64) << _FIRST
        self._nearly = np.searchsorted(hashes, firsts).astype(np.uint32)

    def cut(self, text: str) -> tuple[Indices, Indices]:
        """Return the pieces of a text in lower case with single spaces, and the token of each, ascending.

        At most ``ngrams.CHUNK_BYTES`` characters are cut at once.
        """
        codes = _codes(f" {text} ")
        is_space = codes == _SPACE
        starts, ends, _ = tokens_of(is_space, _IS_WORD[np.minimum(codes, _BEYOND_ASCII)])
        starts -= is_space[starts - 1]
        endless = _endless(codes, starts, ends)
        codes[is_space] = ord(BEGINS)
        stretches = Stretches(codes)
        numbers = self._numbers(stretches.hashed(starts, ends))
        whole, rest = np.flatnonzero(numbers >= 0), np.flatnonzero((numbers < 0) & ~endless)
        if not len(rest):
            return numbers[whole], whole
        pieces, owners = self._walked(codes, stretches, starts[rest], ends[rest])
        owners = np.concatenate([whole, rest[owners]])
        order = np.argsort(owners, kind="stable")
        return np.concatenate([numbers[whole], pieces])[order], owners[order]

    def _numbers(self, hashes: Hashes) -> Indices:
        """Return the number of the piece with each hash, -1 where there is none."""
        places = self._nearly[hashes >> _FIRST].astype(np.int64)
        for _ in range(_STEPS):
            places += self._hashes.take(places, mode="clip") < hashes
        there = self._hashes.take(places, mode="clip")
        far = np.flatnonzero(there < hashes)
        places[far] = self._hashes.searchsorted(hashes[far])
        there[far] = self._hashes.take(places[far], mode="clip")
        return np.where(there == hashes, places, -1)

    def _walked(
        self, codes: NDArray[np.uint32], stretches: Stretches, starts: Indices, ends: Indices
    ) -> tuple[Indices, Indices]:
        """Return the pieces of some tokens, from the left and each as long as can be, and the token of each."""
        sizes = ends - starts
        places = _ranges(starts, sizes)
        room = np.repeat(ends, sizes) - places
        room = np.minimum(room, self._longest[np.minimum(codes[places], len(self._longest) - 1)])
        begins = np.repeat(np.arange(len(places)), room)
        lengths = np.arange(1, len(begins) + 1) - (np.cumsum(room) - room)[begins]
        from_there = places[begins]
        numbers = self._numbers(stretches.hashed(from_there, from_there + lengths))
        found = np.flatnonzero(numbers >= 0)
        at = begins[found]
        longest = np.ones(len(at), dtype=np.bool_)
        longest[:-1] = at[1:] != at[:-1]  # the last at a place is the longest there
        found, at = found[longest], at[longest]
        pieces, steps = np.full(len(places), -1), np.ones(len(places), dtype=np.int64)
        pieces[at], steps[at] = numbers[found], lengths[found]
        taken = np.array(_walk(steps.tolist(), np.cumsum(sizes).tolist()), dtype=np.int64)
        taken = taken[pieces[taken] >= 0]
        return pieces[taken], np.repeat(np.arange(len(sizes)), sizes)[taken]


def hash_of(piece: str) -> int:
    """Return the hash that ``Pieces`` knows a piece by."""
    codes = _codes(piece)
    return int(Stretches(codes).hashed(np.zeros(1, dtype=np.int64), np.array([len(codes)]))[0])


def vocabulary_of(words: Sequence[str]) -> tuple[Indices, Hashes, NDArray[np.uint8]]:
    """Return in which order some pieces are to be numbered, and what ``Pieces`` wants to know of them."""
    hashes = np.array([hash_of(word) for word in words], dtype=np.uint64)
    order = np.argsort(hashes)
    longest = np.zeros(max(ord(word[0]) for word in words) + 2, dtype=np.uint8)
    for word in words:
        longest[ord(word[0])] = max(longest[ord(word[0])], len(word))
    return order, hashes[order], longest


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(bytearray(text.encode("utf-32-le", "replace")), dtype="<u4")


def _endless(codes: NDArray[np.uint32], starts: Indices, ends: Indices) -> NDArray[np.bool_]:
    """Return which tokens are too long for a word: of ASCII alone, since some languages use no spaces."""
    endless: NDArray[np.bool_] = ends - starts > _LONGEST_WORD
    for token in np.flatnonzero(endless):
        endless[token] = codes[starts[token] : ends[token]].max() < _BEYOND_ASCII
    return endless


def _ranges(starts: Indices, counts: Indices) -> Indices:
    """Return the numbers from each start on, so many of each, in one row."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _walk(steps: list[int], ends: list[int]) -> list[int]:
    """Return the places that are come by in so large steps, beginning anew where each token ends."""
    taken, place = [], 0
    for end in ends:
        while place < end:
            taken.append(place)
            place += steps[place]
    return taken


class WordPieces:
    """The pieces that the uncased BERT tokenizer cuts: what topics and sources are compared by.

    Words that were seen are remembered, up to a number.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._seen: dict[str, tuple[int, ...]] = {}

    def cut(self, text: str) -> tuple[Indices, Indices]:
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
