"""What a detector says about a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original text, in characters, and what stands there."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How sure a detector is, 0 to 1, and where it looked that way."""

    score: float
    spans: tuple[Span, ...] = ()


NOTHING = Finding(0.0)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that overlap as one, of the kind of the longest: nothing of them is left out."""
    joined: list[Span] = []
    longest = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        size = span.end - span.start
        if joined and span.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Span(last.start, max(last.end, span.end), span.kind if size > longest else last.kind)
            longest = max(longest, size)
        else:
            joined.append(span)
            longest = size
    return joined
