"""What of a tool is pinned at its approval, and what looks wrong about it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal

import orjson
from pydantic import BaseModel, JsonValue

from charter.mcp.offers import ToolOffer

_LONGEST_NAME = 64


class Flag(BaseModel):
    """Something in a tool's texts that looks as if it were written for a model, against the reader."""

    rule: str
    severity: Literal["warning", "high"]
    where: str
    excerpt: str


Detector = Callable[[str], Iterator[tuple[str, Literal["warning", "high"], str]]]
"""Yields (rule, severity, excerpt) for what it finds in a text."""


def content_hash(offer: ToolOffer) -> str:
    """Return ``sha256:`` and the hash of all that a model or a person reads of a tool."""
    said = orjson.dumps(offer.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return "sha256:" + hashlib.sha256(said).hexdigest()


def registered_name(server: str, tool: str) -> str:
    """Return the name under which agents are granted ``server.tool``: unlike that of any other server's tool.

    A name that would have to be cut or changed beyond case carries a part of its hash, so that two tools never meet.
    """
    plain = re.sub(r"[^a-z0-9_]", "_", tool.lower())
    name = f"{server}__{plain}"
    if plain == tool and len(name) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(tool.encode()).hexdigest()[:6]
    return f"{name[: _LONGEST_NAME - 7]}_{mark}"


def differences(before: dict[str, JsonValue], after: dict[str, JsonValue]) -> list[dict[str, JsonValue]]:
    """Return which members of a tool changed, with both values."""
    names = sorted({*before, *after})
    return [
        {"member": name, "before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    ]


def flags_of(offer: ToolOffer, detector: Detector | None = None) -> list[Flag]:
    """Return what looks suspicious in a tool's texts, schemas included."""
    look = detector or suspicious
    return [
        Flag(rule=rule, severity=severity, where=where, excerpt=excerpt)
        for where, text in _texts(offer)
        for rule, severity, excerpt in look(text)
    ][:50]


_LOOSE = re.IGNORECASE | re.DOTALL
_PHRASES: tuple[tuple[str, Literal["warning", "high"], re.Pattern[str]], ...] = (
    ("overrides-instructions", "high", re.compile(
        r"\b(ignore|disregard|forget|override)\b.{0,40}\b(previous|prior|above|earlier|all|other|system)\b.{0,30}"
        r"\b(instruction|prompt|rule|direction|guideline|message)s?", _LOOSE)),
    ("hides-from-the-person", "high", re.compile(
        r"\b(do not|don'?t|never|without)\b.{0,30}\b(tell|mention|show|inform|reveal|notify|telling|mentioning|"
        r"informing)\b.{0,40}\b(user|human|person|anyone|them|him|her)\b", _LOOSE)),
    ("wants-secrets", "high", re.compile(
        r"(\.ssh\b|id_rsa|\.env\b|\.aws/|credentials?\s+file|/etc/passwd|mcp\.json|api[ _-]?keys?\s+(of|from|in)\b|"
        r"\b(system|conversation)\s+(prompt|history)\b)", _LOOSE)),
    ("commands-the-model", "warning", re.compile(
        r"(<\s*/?\s*(important|system|instructions?|secret|admin)\s*>|\b(you (must|have to)|always) (first )?"
        r"(call|use|read|send|include|pass|forward)\b|\bbefore (using|calling) (this|any)( other)? tools?\b)", _LOOSE)),
    ("redirects-other-tools", "high", re.compile(
        r"\b(when|whenever|if)\b.{0,60}\b(other|another|different|any)\b.{0,20}\btools?\b.{0,80}"
        r"\b(send|call|instead|forward|bcc|copy)\b|\binstead of (the )?[\w.]+ tool\b", _LOOSE)),
    ("hidden-markup", "warning", re.compile(
        r"<!--.*?-->|\x1b\[|style\s*=\s*[\"'][^\"']*(display\s*:\s*none|font-size\s*:\s*0)",
        _LOOSE)),
    ("encoded-blob", "warning", re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{160,}={0,2}")),
)  # fmt: skip
_INVISIBLE = {"Cf", "Co", "Cn", "Cs"}
_HARMLESS_INVISIBLE = {"\u200d", "\u200c", "\ufe0f", "\xad"}


def suspicious(text: str) -> Iterator[tuple[str, Literal["warning", "high"], str]]:
    """Yield what our own patterns find."""
    hidden = [
        character
        for character in text
        if unicodedata.category(character) in _INVISIBLE and character not in _HARMLESS_INVISIBLE
    ]
    if hidden:
        points = " ".join(f"U+{ord(character):04X}" for character in hidden[:8])
        yield "invisible-characters", "high", f"{len(hidden)} of them: {points}"
    plain = unicodedata.normalize("NFKC", "".join(character for character in text if character not in set(hidden)))
    for rule, severity, pattern in _PHRASES:
        if match := pattern.search(plain):
            yield rule, severity, match[0][:200]


def _texts(offer: ToolOffer) -> Iterator[tuple[str, str]]:
    yield "/name", offer.name.replace("_", " ").replace("-", " ")
    yield "/title", offer.title or ""
    yield "/description", offer.description
    yield from _inside("/input_schema", offer.input_schema)
    yield from _inside("/output_schema", offer.output_schema)
    yield from _inside("/annotations", offer.annotations)


def _inside(where: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yield every text in a schema: names of properties and values of enums speak to a model as well."""
    match value:
        case str():
            yield where, value
        case list():
            for number, item in enumerate(value):
                yield from _inside(f"{where}/{number}", item)
        case dict():
            for name, item in value.items():
                yield f"{where}/{name}", name.replace("_", " ")
                yield from _inside(f"{where}/{name}", item)
        case _:
            return
