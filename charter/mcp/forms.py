"""Forms that servers ask people to fill in: flat objects of texts, numbers, yes or no, and choices.

What the protocol calls a restricted schema (2025-11-25 and 2026-07-28, Elicitation) is read member by member: nothing
else of a server's schema is stored, shown or evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import JsonValue

_MOST_FIELDS = 40
_MOST_CHOICES = 500
_LONGEST_NAME = 100
_LONGEST_WORDS = 1_000
_FORMATS: Final = frozenset({"email", "uri", "date", "date-time"})
_TEXTS: Final = ("title", "description")
_NUMBERS: Final = {
    "string": ("minLength", "maxLength"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
    "array": ("minItems", "maxItems"),
}
# Of what a person types: words that stand for what must never be typed into somebody else's form.
_SECRET: Final = re.compile(
    r"pass(word|wd|phrase|code)|secret|api.?key|access.?key|private.?key|credential|(access|auth|bearer|refresh|api).?token"
    r"|\b(cvv|cvc|otp|totp|pin)\b|card.?number|security.?code|seed.?phrase",
    re.IGNORECASE,
)


def checked_fields(schema: Any) -> dict[str, JsonValue]:
    """Return a form's schema with what is known of it and nothing else.

    Raises:
        ValueError: it is no flat object of plain fields.
    """
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise ValueError("its schema is no object")
    given = schema.get("properties")
    if not isinstance(given, dict) or not 0 < len(given) <= _MOST_FIELDS:
        raise ValueError(f"it has no fields, or more than {_MOST_FIELDS}")
    properties: dict[str, JsonValue] = {name: _field(name, part) for name, part in given.items()}
    listed = schema.get("required")
    required: list[JsonValue] = [name for name in listed if name in properties] if isinstance(listed, list) else []
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def requested_schema(fields: Mapping[str, Any]) -> dict[str, JsonValue]:
    """Return a checked form as the newest revision writes forms."""
    properties: dict[str, JsonValue] = {name: _requested(part) for name, part in fields["properties"].items()}
    schema: dict[str, JsonValue] = {"type": "object", "properties": properties}
    return schema | ({"required": fields["required"]} if fields.get("required") else {})


def names_secret(fields: Mapping[str, Any]) -> bool:
    """Say whether the name or title of a field is that of a secret."""
    words = (f"{re.sub('[_-]', ' ', name)}\n{part.get('title', '')}" for name, part in fields["properties"].items())
    return any(_SECRET.search(text) for text in words)


def _field(name: str, part: Any) -> dict[str, JsonValue]:
    if len(name) > _LONGEST_NAME or not isinstance(part, dict):
        raise ValueError(f"the field {name!r:.60} is none")
    kind = part.get("type")
    kept: dict[str, JsonValue] = {"type": kind}
    kept |= {word: part[word][:_LONGEST_WORDS] for word in _TEXTS if isinstance(part.get(word), str)}
    match kind:
        case "string":
            kept |= _choices(name, part)
            if part.get("format") in _FORMATS:
                kept["format"] = part["format"]
        case "array":
            items = part.get("items")
            chosen = _choices(name, items) if isinstance(items, dict) else {}
            if not chosen:
                raise ValueError(f"the list {name!r:.60} has nothing to choose from")
            kept |= {"items": {"type": "string", **chosen}, "uniqueItems": True}
        case "number" | "integer" | "boolean":
            pass
        case _:
            raise ValueError(f"the field {name!r:.60} is of no plain type")
    for limit in _NUMBERS.get(str(kind), ()):
        if isinstance(part.get(limit), int | float) and not isinstance(part[limit], bool):
            kept[limit] = part[limit]
    if isinstance(part.get("default"), str | int | float | bool | list):
        kept["default"] = part["default"]
    return kept


def _requested(part: Mapping[str, Any]) -> dict[str, JsonValue]:
    kept = {name: value for name, value in part.items() if name not in {"enum", "enumNames", "items", "uniqueItems"}}
    if part["type"] == "array":
        return kept | {"items": _titled(part["items"], "anyOf") or {"type": "string", "enum": part["items"]["enum"]}}
    if "enum" not in part:
        return kept
    return kept | (_titled(part, "oneOf") or {"enum": part["enum"]})


def _titled(part: Mapping[str, Any], word: str) -> dict[str, JsonValue]:
    titles = part.get("enumNames")
    if titles is None:
        return {}
    pairs = zip(part["enum"], titles, strict=True)
    return {word: [{"const": value, "title": title} for value, title in pairs]}


def _choices(name: str, part: Mapping[str, Any]) -> dict[str, JsonValue]:
    """Return the values to choose from, and their titles where they have any."""
    titled = part.get("oneOf") or part.get("anyOf")
    values: Any = part.get("enum")
    titles: Any = part.get("enumNames")
    if isinstance(titled, list):
        pairs = [(one.get("const"), one.get("title")) for one in titled if isinstance(one, dict)]
        values, titles = [value for value, _ in pairs], [title for _, title in pairs]
    if values is None:
        return {}
    if not isinstance(values, list) or not 0 < len(values) <= _MOST_CHOICES:
        raise ValueError(f"the choices of {name!r:.60} are no list")
    if not all(isinstance(value, str) and len(value) <= _LONGEST_WORDS for value in values):
        raise ValueError(f"the choices of {name!r:.60} are no texts")
    kept: dict[str, JsonValue] = {"enum": values}
    if isinstance(titles, list) and len(titles) == len(values):
        kept["enumNames"] = [str(title)[:_LONGEST_WORDS] for title in titles]
    return kept
