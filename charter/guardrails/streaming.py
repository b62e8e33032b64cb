"""A text that is sent while it comes: what has been shown was checked with what follows it."""

from __future__ import annotations

from charter.guardrails.detectors.findings import Span
from charter.guardrails.policy import Action, Guard, Verdict, redacted
from charter.guardrails.stages import Stage

HELD_BACK = 240
"""Characters at the end that wait for what comes after them: more than a window of the classifiers, and than any
secret or address that is written without a blank is cut at one."""
_LOOKED_BACK = 2_000


class GuardedStream:
    """Lets a stream through in parts, each of which stays allowed when read together with the next."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._text = ""
        self._sent = 0
        self.shown = ""

    def feed(self, text: str) -> tuple[str, Verdict]:
        """Take what came; returns what may be shown now, and the verdict. When it is blocked nothing may be shown."""
        self._text += text
        from_ = max(0, self._sent - _LOOKED_BACK)
        verdict = self._guard.check(self._text[from_:], Stage.STREAM)
        if verdict.blocked:
            return "", verdict
        end = len(self._text) - HELD_BACK
        if end <= self._sent:
            return "", verdict
        # A secret has no blank in it: what is shown ends at one.
        end = max(self._text.rfind(" ", self._sent, end), self._text.rfind("\n", self._sent, end)) + 1
        spans = [
            Span(span.start + from_, span.end + from_, span.kind)
            for hit in verdict.hits
            if hit.action is Action.REDACT and not hit.shadow
            for span in verdict.report.findings[hit.detector].spans
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
