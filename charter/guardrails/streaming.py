"""A text that is sent while it comes: what has been shown was checked with what follows it.

How far ahead depends on the text. Where a classifier has a suspicion, or a rule judges meaning, a window's length is
held back; where all is far from every threshold, only what may be the beginning of something longer: a word, or a row
of numbers that may become a card's.
"""

from __future__ import annotations

import re

from charter.guardrails.detectors.findings import Span, merged
from charter.guardrails.detectors.shapes import LONGEST_TEXT
from charter.guardrails.placeholders import NONE, Placeholders
from charter.guardrails.policy import Guard, Verdict, redacted
from charter.guardrails.stages import Stage

HELD_BACK = 200
"""Characters at the end that wait for what comes after them in a doubtful text: about a window of the classifiers."""
_LONGEST_SECRET = 4_000
_IN_SECRETS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_.:@%~-?&#!()[]*'$;,")
_LAST_SPACED_LETTER = "\u06ff"
"""Up to here in Unicode lie the alphabets whose words are written apart: a word of theirs is never cut."""
_ROW_OF_NUMBERS = re.compile(r"(?<!\S)(?:(?:[A-Z]{0,4}[+(]*\d[\d().,+/-]*|[A-Z]{1,4})\s+)+\Z")
_LONGEST_ROW = 80
_LOOKED_BACK = 600
_AT_ONCE = 8_000


class GuardedStream:
    """Lets a stream through in parts, each of which stays allowed when read together with the next."""

    def __init__(self, guard: Guard, placeholders: Placeholders = NONE) -> None:
        """Begin a stream; it is cut inside of no placeholder."""
        self._guard = guard
        self._placeholders = placeholders
        self._text = ""
        self._sent = 0
        self.shown = ""

    def feed(self, text: str) -> tuple[str, Verdict]:
        """Take what came; returns what may be shown now, and the verdict. When it is blocked nothing may be shown."""
        fresh, verdict = "", Verdict("")
        for start in range(0, len(text), _AT_ONCE):
            more, verdict = self._feed(text[start : start + _AT_ONCE])
            if verdict.blocked:
                return "", verdict
            fresh += more
        return fresh, verdict

    def _feed(self, text: str) -> tuple[str, Verdict]:
        self._text += text
        if len(self._text) > LONGEST_TEXT:
            return "", self._guard.check(self._text, Stage.STREAM)
        from_ = max(0, self._sent - _LOOKED_BACK)
        verdict = self._guard.check(self._text[from_:], Stage.STREAM)
        if verdict.blocked:
            return "", verdict
        end = len(self._text) - (0 if self._guard.is_calm(verdict.report, Stage.STREAM) else HELD_BACK)
        if end <= self._sent:
            return "", verdict
        end = self._whole_until(end)
        end = self._sent + self._placeholders.whole(self._text[self._sent : end])
        spans = [
            Span(span.start + from_, span.end + from_, span.kind)
            for span in merged(one.span for one in verdict.redactions)
        ]
        for span in spans:
            if span.start < end < span.end:
                end = span.start
        if end <= self._sent:
            return "", verdict
        own = [
            Span(span.start - self._sent, span.end - self._sent, span.kind)
            for span in spans
            if self._sent <= span.start and span.end <= end
        ]
        fresh = redacted(self._text[self._sent : end], own)
        self._sent = end
        self.shown += fresh
        return fresh, verdict

    def _whole_until(self, end: int) -> int:
        """Return the last place before ``end`` that is inside of no word, no secret and no row of numbers."""
        place = end
        while place > self._sent and end - place < _LONGEST_SECRET and _goes_on(self._text[place - 1]):
            place -= 1
        if end - place >= _LONGEST_SECRET:
            return end
        tail = self._text[max(self._sent, place - _LONGEST_ROW) : place]
        row = _ROW_OF_NUMBERS.search(tail)
        return place - len(row.group()) if row else place


def _goes_on(character: str) -> bool:
    """Return whether a word or a secret may go on after this."""
    return character in _IN_SECRETS or (character.isalnum() and character <= _LAST_SPACED_LETTER)
