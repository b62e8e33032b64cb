"""Filters (RFC 7644 §3.4.2.2): comparisons joined by ``and`` and ``or``, without parentheses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from charter.identity.errors import ProvisioningRefused

OPERATORS = ("eq", "ne", "co", "sw", "ew", "pr")
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^\s"]+)')
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute, in lower case, compared with a value; ``pr`` has none."""

    attribute: str
    operator: str
    value: str | bool | None


def parse(text: str, attributes: frozenset[str]) -> list[list[Comparison]]:
    """Return a filter as alternatives of comparisons that must all hold.

    Raises:
        ProvisioningRefused: it cannot be read, or asks for an attribute that is not searched.
    """
    words = _words(text)
    alternatives: list[list[Comparison]] = [[]]
    while words:
        comparison, words = _comparison(words, attributes)
        alternatives[-1].append(comparison)
        if not words:
            return alternatives
        joint, words = words[0].lower(), words[1:]
        if joint == "or":
            alternatives.append([])
        elif joint != "and":
            raise _invalid(f"expected and or or, found {joint[:40]!r}")
    raise _invalid("it ends too early")


def _words(text: str) -> list[str]:
    if len(text) > _LONGEST:
        raise _invalid("it is too long")
    words, position = list[str](), 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise _invalid("a text is not closed")
        words.append(match[1])
        position = match.end()
    return words


def _comparison(words: list[str], attributes: frozenset[str]) -> tuple[Comparison, list[str]]:
    if len(words) < 2:
        raise _invalid("it ends too early")
    attribute = words[0].rpartition(":")[2].lower()
    operator = words[1].lower()
    if attribute not in attributes:
        raise _invalid(f"{words[0][:40]!r} is not searched; use one of {', '.join(sorted(attributes))}")
    if operator not in OPERATORS:
        raise _invalid(f"the operator {words[1][:40]!r} is not one of {', '.join(OPERATORS)}")
    if operator == "pr":
        return Comparison(attribute, operator, None), words[2:]
    if len(words) < 3:
        raise _invalid("a value is missing")
    try:
        value = json.loads(words[2])
    except ValueError as error:
        raise _invalid(f"{words[2][:40]!r} is no value; texts stand in double quotes") from error
    if not isinstance(value, str | bool):
        raise _invalid("values are texts, true or false")
    return Comparison(attribute, operator, value), words[3:]


def _invalid(reason: str) -> ProvisioningRefused:
    return ProvisioningRefused(f"The filter cannot be used: {reason}.", "invalidFilter")
