"""Taint: which arguments of a tool call hold text that came out of tools or documents, and not from the user.

By content: a value is tainted when it, or a longer word in it (an address, a link, a number), occurs in what tools have
returned in this run and in nothing that the agent's owner or its user wrote. A model that puts a text into other words
hides where it came from: the policies can ask ``seen_output`` for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pydantic import JsonValue

_WORD = re.compile(r"[\w@.+:/%&=?#~-]{6,}")
_SHORTEST = 4
SENSITIVE = "x-sensitive"
"""Keyword of a JSON Schema that marks an argument as sensitive."""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class Sources:
    """What a run has heard, and from whom; read once, when somebody asks."""

    def __init__(self, trusted: Iterable[str], untrusted: Iterable[str]) -> None:
        self._texts = (trusted, untrusted)

    @cached_property
    def _trusted(self) -> str:
        return _plain("\n".join(self._texts[0]))

    @cached_property
    def _untrusted(self) -> str:
        return _plain("\n".join(self._texts[1]))

    @property
    def seen_output(self) -> bool:
        """True when tools or documents have said anything in this run."""
        return bool(self._untrusted)

    def tainted(self, arguments: JsonValue) -> list[str]:
        """Return JSON Pointers to the arguments that come out of what tools have returned."""
        if not self._untrusted:
            return []
        return [path for path, text in _leaves(arguments, "") if self._is_tainted(_plain(text))]

    def _is_tainted(self, text: str) -> bool:
        parts = {text} if len(text) >= _SHORTEST else set()
        parts |= {word.strip(".:?,") for word in _WORD.findall(text)}
        return any(part and part in self._untrusted and part not in self._trusted for part in parts)


def _leaves(value: JsonValue, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case bool() | None:
            return
        case int() | float():
            yield path, f"{value}"
        case list():
            for number, item in enumerate(value):
                yield from _leaves(item, f"{path}/{number}")
        case dict():
            for key, item in value.items():
                yield from _leaves(item, f"{path}/{key.replace('~', '~0').replace('/', '~1')}")


def sensitive_paths(schema: JsonValue, path: str = "") -> list[str]:
    """Return the JSON Pointers of the arguments that a tool's schema marks as sensitive (``"x-sensitive": true``)."""
    if not isinstance(schema, dict):
        return []
    found = [path] if schema.get(SENSITIVE) is True else []
    properties = schema.get("properties")
    if isinstance(properties, dict):
        for name, inner in properties.items():
            found += sensitive_paths(inner, f"{path}/{name.replace('~', '~0').replace('/', '~1')}")
    return found


def within(path: str, marked: Iterable[str]) -> bool:
    """True when a pointer is one of those marked, or below one."""
    return any(path == mark or path.startswith(f"{mark}/") for mark in marked)
