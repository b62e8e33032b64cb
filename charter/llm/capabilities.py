"""What well-known models can do and cost, read from ``capabilities.json``; a tenant's override wins over it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import orjson

from charter.llm.kinds import KINDS
from charter.llm.schemas import Capabilities

_FIELDS = frozenset(Capabilities.__dataclass_fields__)
# "claude-opus-5" begins "claude-opus-5-2" and "gpt-5" begins "gpt-5.9": another version, so another price.
_OTHER_VERSION = re.compile(r"[-.]?\d{1,2}(?!\d)")
_LOCAL = frozenset({"ollama", "demo"})
_DEMO_MODEL = "smollm2-135m"
_DEMO_CONTEXT_TOKENS = 4096


def capabilities_of(kind: str, model: str, override: dict[str, Any] | None = None) -> Capabilities:
    """Return what ``model`` at a provider of ``kind`` can do.

    The longest known beginning of the name counts. An unknown model is taken to do little: no tools, no JSON schema,
    no images, a short context, no price.
    """
    known = _known(kind, model)
    if not override:
        return known
    return replace(known, **{name: value for name, value in override.items() if name in _FIELDS})


@lru_cache(maxsize=4096)
def _known(kind: str, model: str) -> Capabilities:
    name = model.lower().removeprefix("models/")
    if kind == "demo" and name.startswith(_DEMO_MODEL):
        return _longest("demo", "") or _unknown()
    found = _longest(KINDS[kind].family, name)
    if found is None and "/" in name:
        # A reseller: what the model can do is known by its maker's name for it, what it costs there is not.
        found = _anywhere(name.rsplit("/", 1)[1])
    if kind == "demo":
        # The operator's own model file. What it can do is the operator's choice, so it is not refused beforehand.
        found = replace(found or _unknown(), tools=True, json_schema=True, context_window=_DEMO_CONTEXT_TOKENS)
    found = found or _unknown()
    if kind in _LOCAL:
        return replace(found, input_price=0, output_price=0, cached_input_price=0)
    return found


def _longest(family: str, name: str) -> Capabilities | None:
    best: dict[str, Any] | None = None
    for entry in _document()["families"][family]:
        if name.startswith(entry["match"]) and (best is None or len(entry["match"]) > len(best["match"])):
            best = entry
    if best is None:
        return None
    found = _capabilities(best)
    if _OTHER_VERSION.match(name[len(best["match"]) :]):
        return replace(found, input_price=None, output_price=None, cached_input_price=None)
    return found


def _anywhere(name: str) -> Capabilities | None:
    for family in _document()["families"]:
        if family != "demo" and (found := _longest(family, name)) is not None:
            return replace(found, input_price=None, output_price=None, cached_input_price=None)
    return None


def _unknown() -> Capabilities:
    return _capabilities(_document()["unknown"])


def _capabilities(entry: dict[str, Any]) -> Capabilities:
    return Capabilities(**{name: value for name, value in entry.items() if name in _FIELDS})


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(resources.files("charter.llm").joinpath("capabilities.json").read_bytes())
    return document
