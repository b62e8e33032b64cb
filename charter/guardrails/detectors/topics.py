"""What a text is about, by meaning: how near its windows are to examples of a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np

from charter.guardrails.classifiers import Scores
from charter.guardrails.detectors.findings import NOTHING, Finding
from charter.guardrails.meanings import Meanings
from charter.guardrails.text.folding import Folded

_MIDDLE: Final = 0.38
"""The cosine to a topic's centre that counts as 0.5: one ordinary text in a hundred comes so near to one by chance."""
_STEEPNESS: Final = 14.0
_FEWEST_WORDS: Final = 4
"""Shorter texts are about anything; they are on every topic and on none."""
_ORDINARY: Final = (
    "Can you help me with this, please?", "I do not think so.", "Thanks, that helped a lot!", "What time is it there?",
    "How do I change my password?", "Where can I find the settings?", "Tell me more about it.", "What is your name?",
    "I would like to know why this happened.", "Could you explain that again in simple words?", "Yes, go on.",
    "Please summarise the following text in three sentences.", "Translate this sentence into French for me.",
    "Write a short story about a boy and his dog.", "Write a function that sorts a list of numbers.",
    "My order has not arrived yet, what should I do?", "Book a table for two for tomorrow evening.",
    "What will the weather be like on Sunday?", "Remind me to call my sister at six.", "Play some quiet music.",
    "How long does it take to get to the station?", "What is the capital of Australia?", "Set an alarm for seven.",
    "I have a question about my last bill.", "Can I speak to somebody about my account?", "How much does it cost?",
    "Compare these two products for me.", "What are the opening hours of the shop?", "Send this to my colleague.",
    "Give me some ideas for a birthday present.", "How do I cook rice so that it does not stick?", "Stop that now.",
    "Imagine that you are a guide in a museum.", "What does this word mean?", "Is there a way to do it faster?",
    "The report was finished last week and sent to everybody.", "We met at the office and talked about the plan.",
    "He said that he would come back later in the day.", "It is one of the oldest towns in the country.",
    "The file could not be opened because it was moved.", "List all items whose status is open.", "Here it is:",
    "I am a student and I want to learn more about history.", "Quick question: how does this work?", "Any news?",
    "Find a hotel near the beach for the first week of June.", "Which of these would you choose, and why?",
    "I understand, but I would still like to cancel my reservation.", "Let us move on to the next point.",
    "Describe the picture in your own words.", "Make a table of the results.", "What happened after that?",
    "There is something wrong with the screen of my phone.", "How old is the universe?", "Who wrote this book?",
    "Check the text for mistakes and correct them.", "That is all for today, thank you, and have a nice evening.",
)  # fmt: skip
"""What people say about anything: what all texts have in common says nothing of a topic and is taken away."""


class Topics:
    """Topics, each as the centre of its examples."""

    def __init__(self, meanings: Meanings, topics: Mapping[str, Sequence[str]]) -> None:
        self._meanings = meanings
        self._common = _common(meanings)
        self._centres = np.stack([self._centre(examples) for examples in topics.values()])

    def on(self, folded: Folded) -> Finding:
        """Return how sure it is that a part of the text is about one of the topics."""
        near = self._near(folded)
        return NOTHING if near is None else Finding(_sure(float(near.max())))

    def off(self, folded: Folded) -> Finding:
        """Return how sure it is that the text is about none of the topics."""
        near = self._near(folded)
        return NOTHING if near is None else Finding(round(1.0 - _sure(float(near.max())), 5))

    def _near(self, folded: Folded) -> Scores | None:
        if len(folded.text.split()) < _FEWEST_WORDS:
            return None
        windows = self._meanings.of(folded.text)
        return _units(windows - self._common) @ self._centres.T if len(windows) else None

    def _centre(self, examples: Sequence[str]) -> Scores:
        wholes = [found[-1] - self._common for one in examples if len(found := self._meanings.of(one))]
        return _units(np.mean(_units(np.stack(wholes)), axis=0)) if wholes else np.zeros_like(self._common)


@cache
def _common(meanings: Meanings) -> Scores:
    mean: Scores = np.mean([meanings.of(text)[-1] for text in _ORDINARY], axis=0)
    return mean


def _units(rows: Scores) -> Scores:
    units: Scores = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-6)
    return units


def _sure(cosine: float) -> float:
    return round(float(1.0 / (1.0 + np.exp(-_STEEPNESS * (cosine - _MIDDLE)))), 5)
