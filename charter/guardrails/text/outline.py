"""The outline of a text: its characters by kind, where a row that a pattern needs is found in microseconds.

A pattern is tried at every character. That a card wants twelve digits side by side is seen much sooner, and where there
are none the pattern need not be tried at all. An outline says no only where that is certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_OTHER_DIGIT = re.compile(r"\d(?<![0-9])")
_OTHER_LETTER = re.compile("[\u0130\u0131\u017f\u212a]")
"""Letters beyond Latin-1 that a pattern which ignores case takes for i, s and k."""


@dataclass(frozen=True, slots=True)
class Row:
    """Characters of certain kinds side by side, as a pattern needs them at least.

    Attributes:
        kinds: the row, one byte a character.
        table: of which kind each character of Latin-1 is.
        left_out: characters that may stand between those of the row.
    """

    kinds: bytes
    table: bytes
    left_out: bytes


def row(kinds: str, members: Mapping[str, str], left_out: str = "") -> Row:
    """Return a row.

    Args:
        kinds: such as ``ddd-dd-dddd``.
        members: the characters of each kind; ``?`` is all that are not in Latin-1 as well.
        left_out: characters that may stand between those of the row.
    """
    table = bytearray(256)
    for kind, characters in members.items():
        for character in characters:
            table[ord(character)] = ord(kind)
    return Row(kinds.encode(), bytes(table), left_out.encode("latin-1"))


class Outline:
    """What stands side by side in one text."""

    __slots__ = ("_other_digits", "_other_letters", "_raw")

    def __init__(self, text: str) -> None:
        try:
            self._raw, self._other_digits, self._other_letters = text.encode("latin-1"), False, False
        except UnicodeEncodeError:
            self._raw = text.encode("latin-1", "replace")
            self._other_digits = _OTHER_DIGIT.search(text) is not None
            self._other_letters = _OTHER_LETTER.search(text) is not None

    def has(self, wanted: Row) -> bool:
        """Tell whether a row is in the text."""
        return wanted.kinds in self._raw.translate(wanted.table, wanted.left_out)

    def may_have_digits(self, wanted: Row) -> bool:
        """Tell whether a row of digits may be in the text, of whatever script: those of others are taken for any."""
        return self._other_digits or self.has(wanted)

    def count(self, wanted: Row) -> int:
        """Return how often a row is in the text, at places that do not overlap."""
        return self._raw.translate(wanted.table, wanted.left_out).count(wanted.kinds)

    def may_say(self, *words: str) -> bool:
        """Tell whether one of some words in ASCII may be in the text, in upper or lower case."""
        lowered = self._raw.lower()
        return self._other_letters or any(word.encode() in lowered for word in words)
