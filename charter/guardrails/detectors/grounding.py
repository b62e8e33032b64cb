"""Whether an answer says what its sources say. Experimental: words, numbers and meaning are compared, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np

from charter.guardrails.classifiers import Scores
from charter.guardrails.detectors.findings import NOTHING, Finding, Span
from charter.guardrails.meanings import Meanings

_MOST_CHARACTERS: Final = 40_000
_MOST_SENTENCES: Final = 100
_FEWEST_WORDS: Final = 4
"""Of content in a sentence; shorter ones say hello, or that something follows."""
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_STEM: Final = 6
_SUPPORTED: Final = 0.5
_EVERYWHERE: Final = frozenset({
    "the", "and", "that", "this", "with", "from", "have", "has", "had", "not", "are", "was", "were", "been",
    "will", "would", "can", "could", "should", "may", "might", "for", "you", "your", "our", "their", "its",
    "his", "her", "they", "them", "there", "here", "what", "which", "who", "whom", "when", "where", "how",
    "why", "also", "into", "than", "then", "about", "more", "most", "some", "any", "all", "each", "other",
    "such", "only", "very", "just", "over", "under", "between", "because", "while", "after", "before",
})  # fmt: skip


def ungrounded(meanings: Meanings, answer: str, sources: Sequence[str]) -> Finding:
    """Return how much of an answer its sources do not say, and which sentences these are.

    Args:
        sources: newest last; of long ones the newest characters are compared.
    """
    speaking = (span for span in _sentences(answer) if len(_content(answer[span.start : span.end])) >= _FEWEST_WORDS)
    sentences = list(islice(speaking, _MOST_SENTENCES))
    said = " \n".join(sources)[-_MOST_CHARACTERS:]
    if not sentences or not said.strip():
        return NOTHING
    words, numbers, there = _content(said), set(_NUMBER.findall(said)), meanings.of(said)
    supports = [_support(meanings, answer[span.start : span.end], words, numbers, there) for span in sentences]
    score = 1.0 - float(np.mean(supports))
    missing = tuple(span for span, support in zip(sentences, supports, strict=True) if support < _SUPPORTED)
    return Finding(round(score, 5), missing)


def _support(meanings: Meanings, sentence: str, words: frozenset[str], numbers: set[str], there: Scores) -> float:
    own = _content(sentence)
    overlap = len(own & words) / len(own)
    meant = meanings.of(sentence)
    near = float((meant[-1] @ there.T).max()) if len(meant) and len(there) else 0.0
    support = 0.75 * overlap + 0.25 * max(0.0, near)
    if not numbers.issuperset(_NUMBER.findall(sentence)):
        support *= 0.5
    return support


def _sentences(text: str) -> Iterator[Span]:
    for found in _SENTENCE.finditer(text):
        yield Span(found.start(), found.end(), "unsupported")


def _content(text: str) -> frozenset[str]:
    """Return what a text speaks of: the beginnings of its words, so that forms of one word are one."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _EVERYWHERE)
