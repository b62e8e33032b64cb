"""What looks as if it were written for a model: our own patterns, and the guardrails' classifier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from charter.guardrails.service.guards import checker
from charter.guardrails.stages import Stage
from charter.mcp.pinning import suspicious

_WANTED: Final = frozenset({"indirect"})
_FEWEST_WORDS: Final = 6
"""Names and labels say too little for the classifier, and a server has thousands of them."""
_WITHHELD: Final = 0.8
"""From here on the policy that comes with Charter withholds a description from models."""
_EXCERPT: Final = 200


def hidden_instructions(text: str) -> Iterator[tuple[str, Literal["warning", "high"], str]]:
    """Yield what the patterns find, and a text that the classifier of indirect injection takes for instructions."""
    yield from suspicious(text)
    if len(text.split()) < _FEWEST_WORDS:
        return
    found = checker().check(text, Stage.TOOL_DESCRIPTION, _WANTED).findings.get("indirect")
    if found is not None and found.score >= _WITHHELD:
        yield "reads-as-instructions", "high", f"scored {found.score:.2f}: {text[:_EXCERPT]}"
