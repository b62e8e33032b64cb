"""A text that is sent while it comes: what has been shown was checked with what follows it."""

from __future__ import annotations

from charter.guardrails.detectors.findings import Span, merged
from charter.guardrails.detectors.shapes import LONGEST_TEXT
from charter.guardrails.placeholders import NONE, Placeholders
from charter.guardrails.policy import Guard, Verdict, redacted
from charter.guardrails.stages import Stage

HELD_BACK = 200
"""Characters at the end that wait for what comes after them: about a window of the classifiers."""
_LONGEST_SECRET = 4_000
_IN_SECRETS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_.:@%~-")
_LOOKED_BACK = 2_000
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
        end = len(self._text) - HELD_BACK
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
        """Return the last place before ``end`` that is inside of no secret: they are written without blanks."""
        place = end
        while place > self._sent and end - place < _LONGEST_SECRET and self._text[place - 1] in _IN_SECRETS:
            place -= 1
        return end if end - place >= _LONGEST_SECRET else place
