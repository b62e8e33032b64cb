"""Which characters may stand in identifiers and addresses that come from outside."""

from __future__ import annotations

import unicodedata

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, invisible formatting (bidirectional overrides, zero-width), surrogate, private, line and paragraph ends."""


def unfit_character(text: str) -> str | None:
    """Return the first character that may not stand in an identifier, as ``U+202E``; None when all may.

    Such characters make two different identifiers look the same, break lines of a log, or turn its text around. The
    replacement character means that the bytes were no UTF-8.
    """
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) in _REFUSED or character == "\ufffd":
            return f"U+{ord(character):04X}"
    return None
