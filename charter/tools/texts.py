"""Plain transformations of text, by name."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import json
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, unquote

from pydantic import JsonValue

from charter.tools.errors import ToolFailed

_MOST_PARTS = 10_000


def _slice(text: str, options: dict[str, JsonValue]) -> JsonValue:
    start, end = options.get("start"), options.get("end")
    return text[start if isinstance(start, int) else None : end if isinstance(end, int) else None]


def _split(text: str, options: dict[str, JsonValue]) -> JsonValue:
    separator = str(options.get("separator") or "\n")
    parts: list[JsonValue] = list(text.split(separator, _MOST_PARTS))
    return parts


def _count(text: str, _options: dict[str, JsonValue]) -> JsonValue:
    return {"characters": len(text), "words": len(text.split()), "lines": len(text.splitlines())}


def _lines(text: str, keep: Callable[[list[str]], list[str]]) -> str:
    return "\n".join(keep(text.splitlines()))


def _replaced(text: str, options: dict[str, JsonValue]) -> JsonValue:
    find = str(options.get("find") or "")
    if not find:
        raise ToolFailed("replace needs find: the text that is replaced.")
    return text.replace(find, str(options.get("with") or ""))


_TRANSFORMATIONS: dict[str, Callable[[str, dict[str, JsonValue]], JsonValue]] = {
    "upper": lambda text, _: text.upper(),
    "lower": lambda text, _: text.lower(),
    "title": lambda text, _: text.title(),
    "trim": lambda text, _: text.strip(),
    "normalize": lambda text, _: unicodedata.normalize("NFKC", text),
    "slice": _slice,
    "split": _split,
    "replace": _replaced,
    "count": _count,
    "sort_lines": lambda text, _: _lines(text, sorted),
    "unique_lines": lambda text, _: _lines(text, lambda lines: list(dict.fromkeys(lines))),
    "reverse_lines": lambda text, _: _lines(text, lambda lines: lines[::-1]),
    "base64_encode": lambda text, _: base64.b64encode(text.encode()).decode(),
    "base64_decode": lambda text, _: base64.b64decode(text, validate=True).decode(),
    "url_encode": lambda text, _: quote(text, safe=""),
    "url_decode": lambda text, _: unquote(text),
    "html_unescape": lambda text, _: html.unescape(text),
    "parse_json": lambda text, _: json.loads(text),
    "sha256": lambda text, _: hashlib.sha256(text.encode()).hexdigest(),
}
NAMES = tuple(_TRANSFORMATIONS)


def transform(name: str, text: str, options: dict[str, JsonValue]) -> JsonValue:
    """Return what a transformation makes of a text.

    Raises:
        ToolFailed: the text is not of the form that it needs.
    """
    try:
        return _TRANSFORMATIONS[name](text, options)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise ToolFailed(f"The text cannot be turned by {name}: {error}.") from error
