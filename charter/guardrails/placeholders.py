"""What was taken out of a run's texts and may be put back: in memory only, made anew from the run's own opening.

A model sees ``[MAIL_1]``; where the policy permits it a tool's arguments and the final answer hold the address again.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import JsonValue

from charter.guardrails.detectors.findings import Span, merged
from charter.guardrails.policy import Redaction
from charter.guardrails.stages import Stage

_SHAPE: Final = re.compile(r"\[[A-Z0-9-]{1,40}_[0-9]{1,6}\]")
_LONGEST: Final = 49
_SHORTEST: Final = 4
"""Shorter values are not looked for elsewhere: they would be found in the middle of words."""


class Placeholders:
    """The placeholders of one run; the same value has the same one throughout."""

    __slots__ = ("_known", "_numbers", "_originals")

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._originals: dict[str, tuple[str, frozenset[Stage]]] = {}
        self._numbers: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._originals)

    def __repr__(self) -> str:
        return f"Placeholders({len(self._originals)})"

    def hide(self, text: str, redactions: Sequence[Redaction]) -> str:
        """Return a text with what may be put back as ``[KIND_1]`` and the rest of the redactions as ``[kind]``."""
        pieces, position = [], 0
        for span, where in _joined(redactions):
            name = self._name(text[span.start : span.end], span.kind, where) if where else f"[{span.kind}]"
            pieces += [text[position : span.start], name]
            position = span.end
        return "".join([*pieces, text[position:]])

    def hide_known(self, text: str) -> str:
        """Return a text without the values that have a placeholder: a tool may repeat what it was called with."""
        for original in sorted(self._known, key=len, reverse=True):
            if len(original) >= _SHORTEST:
                text = text.replace(original, self._known[original])
        return text

    def restore(self, text: str, stage: Stage) -> str:
        """Return a text with the originals in place of those placeholders that may be put back at this stage."""
        if not self._originals or "[" not in text:
            return text
        return _SHAPE.sub(lambda found: self._original(found[0], stage), text)

    def restore_value(self, value: JsonValue, stage: Stage) -> JsonValue:
        """Return a JSON value, each of its texts restored."""
        match value:
            case str():
                return self.restore(value, stage)
            case list():
                return [self.restore_value(item, stage) for item in value]
            case dict():
                return {name: self.restore_value(item, stage) for name, item in value.items()}
            case _:
                return value

    def whole(self, text: str) -> int:
        """Return how much of a text that is still coming ends outside of a placeholder."""
        if not self._originals:
            return len(text)
        begun = text.rfind("[", max(0, len(text) - _LONGEST))
        return len(text) if begun < 0 or "]" in text[begun:] else begun

    def _name(self, original: str, kind: str, where: frozenset[Stage]) -> str:
        name = self._known.get(original)
        if name is None:
            stem = re.sub(r"[^A-Z0-9-]", "-", kind.upper())[:40]
            self._numbers[stem] += 1
            name = self._known[original] = f"[{stem}_{self._numbers[stem]}]"
            self._originals[name] = (original, where)
        return name

    def _original(self, name: str, stage: Stage) -> str:
        original, where = self._originals.get(name, (name, frozenset({stage})))
        return original if stage in where else name


def _joined(redactions: Sequence[Redaction]) -> Iterator[tuple[Span, frozenset[Stage]]]:
    """Yield what to take out, in order, and where it may be put back: what one rule never puts back, none does."""
    rest = deque(sorted(redactions, key=lambda one: one.span.start))
    for span in merged(one.span for one in redactions):
        where = frozenset({Stage.TOOL_ARGUMENT, Stage.OUTPUT})
        while rest and rest[0].span.start < span.end:
            where &= rest.popleft().restored_in
        yield span, where


NONE: Final = Placeholders()
"""Of a run whose policy puts nothing back."""
