r"""Parses the patterns of XPath 3.1 (XML Schema part 2, appendix F, with anchors, groups and lazy quantifiers).

Two things are taken from what people know rather than from XPath: ``\w`` is letters, digits and ``_``, and ``\b`` is a
word boundary. What needs looking ahead or behind is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

MAX_PATTERN = 4_000
MAX_REPEAT = 1_000
MAX_GROUP_LEVELS = 40


class InvalidPattern(Exception):
    """The pattern is none; the text says why."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of a class, as a class (or a group that consumes one character) of Python's ``re``."""

    source: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place between characters, as Python's ``re`` writes it."""

    source: str


@dataclass(frozen=True, slots=True)
class BackReference:
    """What a group has matched, again."""

    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """Something in brackets; a number if it is captured."""

    inner: Pattern
    number: int | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something several times; ``most`` is None for any number."""

    inner: Pattern
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One or the other, the first first."""

    options: tuple[Pattern, ...]


Pattern: TypeAlias = Chars | Anchor | BackReference | Group | Repeat | Sequence | Choice

_ESCAPED = {"n": "\\n", "r": "\\r", "t": "\\t"}
_CLASSES = {
    "s": " \\t\\n\\r",
    "d": "\\d",
    "w": "\\w",
    "i": "_:A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd",
}
_CLASSES["c"] = _CLASSES["i"] + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
# What Python's classes have a word for; all other complements are worked out.
_COMPLEMENTS = {"\\d": "\\D", "\\w": "\\W", " \\t\\n\\r": "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f!-\U0010ffff"}
_QUANTITY = re.compile(r"\{(\d{1,6})(?:(,)(\d{1,6})?)?\}")
_BLOCKS = {
    "BasicLatin": "\\x00-\\x7f",
    "Latin-1Supplement": "\u0080-\u00ff",
    "LatinExtended-A": "\u0100-\u017f",
    "LatinExtended-B": "\u0180-\u024f",
    "IPAExtensions": "\u0250-\u02af",
    "CombiningDiacriticalMarks": "\u0300-\u036f",
    "Greek": "\u0370-\u03ff",
    "GreekandCoptic": "\u0370-\u03ff",
    "Cyrillic": "\u0400-\u04ff",
    "Armenian": "\u0530-\u058f",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff",
    "Devanagari": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "HangulJamo": "\u1100-\u11ff",
    "GeneralPunctuation": "\u2000-\u206f",
    "CurrencySymbols": "\u20a0-\u20cf",
    "Arrows": "\u2190-\u21ff",
    "MathematicalOperators": "\u2200-\u22ff",
    "Hiragana": "\u3040-\u309f",
    "Katakana": "\u30a0-\u30ff",
    "CJKUnifiedIdeographs": "\u4e00-\u9fff",
    "HangulSyllables": "\uac00-\ud7a3",
}


class _Reader:
    """Reads one pattern from the left."""

    def __init__(self, source: str, *, dot_all: bool, lines: bool) -> None:
        self._source = source
        self._position = 0
        self._groups = 0
        self._closed: set[int] = set()
        self._levels = 0
        self._dot = "[\\x00-\U0010ffff]" if dot_all else "[^\\n\\r]"
        self._start = "(?m:^)" if lines else "\\A"
        self._end = "(?m:$)" if lines else "\\Z"

    def read(self) -> Pattern:
        pattern = self._choice()
        if self._position < len(self._source):
            raise InvalidPattern(f"the pattern has a ')' too many at {self._position + 1}")
        return pattern

    def _peek(self) -> str:
        return self._source[self._position : self._position + 1]

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise InvalidPattern("the pattern ends too early")
        self._position += 1
        return character

    def _choice(self) -> Pattern:
        options = [self._sequence()]
        while self._peek() == "|":
            self._position += 1
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Pattern:
        parts: list[Pattern] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self, atom: Pattern) -> Pattern:
        character = self._peek()
        if character not in {"?", "*", "+", "{"} or not character:
            return atom
        if character == "{":
            match = _QUANTITY.match(self._source, self._position)
            if match is None:
                raise InvalidPattern("a '{' must be followed by a number, or be escaped")
            self._position = match.end()
            least = int(match[1])
            most = least if not match[2] else (int(match[3]) if match[3] else None)
        else:
            self._position += 1
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[character]
        if least > MAX_REPEAT or (most is not None and (most > MAX_REPEAT or most < least)):
            raise InvalidPattern(f"a quantity must be at most {MAX_REPEAT}, and the second not below the first")
        lazy = self._peek() == "?"
        self._position += lazy
        if self._peek() in {"*", "+"} and self._peek():
            raise InvalidPattern("nothing can be repeated twice")
        if isinstance(atom, Anchor):
            return atom if least else Sequence(())
        return Repeat(atom, least, most, lazy)

    def _atom(self) -> Pattern:  # noqa: PLR0911 - one answer for each kind of character
        character = self._next()
        match character:
            case "(":
                return self._group()
            case "[":
                return Chars(self._class())
            case ".":
                return Chars(self._dot)
            case "^":
                return Anchor(self._start)
            case "$":
                return Anchor(self._end)
            case "\\":
                return self._escape()
            case "?" | "*" | "+" | "{":
                raise InvalidPattern(f"there is nothing before {character!r} to repeat")
        return Chars(_one(character))

    def _group(self) -> Pattern:
        number = None
        if self._peek() == "?":
            if self._source[self._position : self._position + 2] != "?:":
                raise InvalidPattern("of the groups with '(?' there is only '(?:'")
            self._position += 2
        else:
            self._groups += 1
            number = self._groups
        self._levels += 1
        if self._levels > MAX_GROUP_LEVELS:
            raise InvalidPattern(f"groups are nested deeper than {MAX_GROUP_LEVELS} levels")
        inner = self._choice()
        self._levels -= 1
        if self._next() != ")":
            raise InvalidPattern("a '(' is not closed")
        if number is not None:
            self._closed.add(number)
        return Group(inner, number)

    def _escape(self) -> Pattern:
        character = self._next()
        if character.isdigit():
            return self._reference(character)
        if character in {"b", "B"}:
            return Anchor(f"\\{character}")
        return Chars(f"[{self._escaped_members(character)}]")

    def _reference(self, digit: str) -> Pattern:
        number = int(digit)
        while self._peek().isdigit() and number * 10 + int(self._peek()) in self._closed:
            number = number * 10 + int(self._next())
        if number not in self._closed:
            raise InvalidPattern(f"there is no group {number} before \\{number}")
        return BackReference(number)

    def _escaped_members(self, character: str) -> str:
        """Return what an escape stands for, to be put between the brackets of a class."""
        if character in _ESCAPED:
            return _ESCAPED[character]
        if character in _CLASSES:
            return _CLASSES[character]
        if character.lower() in _CLASSES:
            return _complement(_CLASSES[character.lower()])
        if character in {"p", "P"}:
            members = self._property()
            return _complement(members) if character == "P" else members
        if character.isalnum():
            raise InvalidPattern(f"\\{character} has no meaning")
        return re.escape(character)

    def _property(self) -> str:
        if self._next() != "{":
            raise InvalidPattern("\\p must be followed by a category, as in \\p{Lu}")
        end = self._source.find("}", self._position)
        name = self._source[self._position : end] if end > 0 else ""
        self._position = end + 1
        if name.startswith("Is") and name[2:] in _BLOCKS:
            return _BLOCKS[name[2:]]
        return _category(name)

    def _class(self) -> str:
        """Read a class; returns it in Python's words."""
        negated = self._peek() == "^"
        self._position += negated
        members: list[str] = []
        while True:
            character = self._next()
            if character == "]" and members:
                return f"[{'^' if negated else ''}{''.join(members)}]"
            if character == "-" and self._peek() == "[" and members:
                self._position += 1
                without = self._class()
                if self._next() != "]":
                    raise InvalidPattern("after a subtraction the class must end")
                return f"(?:(?!{without})[{'^' if negated else ''}{''.join(members)}])"
            if character in {"[", "]"}:
                raise InvalidPattern(f"in a class {character!r} must be escaped")
            members.append(self._member(character))

    def _member(self, character: str) -> str:
        start = self._single(character)
        if start is None:
            return self._escaped_members(self._next())
        rest = self._source[self._position : self._position + 2]
        if len(rest) == 2 and rest[0] == "-" and rest[1] not in "[]":
            self._position += 1
            end = self._single(self._next())
            if end is None or end < start:
                raise InvalidPattern(f"the range from {start!r} goes nowhere")
            return f"{_literal(start)}-{_literal(end)}"
        return _literal(start)

    def _single(self, character: str) -> str | None:
        """Return the character that stands here, or None before an escape for many."""
        if character != "\\":
            return character
        escaped = self._peek()
        if not escaped or escaped in "sSdDwWiIcCpP":
            return None
        self._position += 1
        if escaped.isalnum() and escaped not in _ESCAPED:
            raise InvalidPattern(f"\\{escaped} has no meaning")
        return {"n": "\n", "r": "\r", "t": "\t"}.get(escaped, escaped)


def _literal(character: str) -> str:
    """Return a character as a member of a class."""
    return f"\\U{ord(character):08x}"


def _one(character: str) -> str:
    return f"[{_literal(character)}]"


def _complement(members: str) -> str:
    """Return members that are all other characters."""
    return _COMPLEMENTS.get(members) or _spans_outside(members)


def _category(name: str) -> str:
    found = _categories().get(name)
    if found is None:
        raise InvalidPattern(f"there is no category {name!r}")
    return found


@lru_cache(maxsize=1)
def _categories() -> dict[str, str]:
    """Return the members of each category of Unicode, such as ``Lu`` and ``L``."""
    runs: dict[str, list[list[int]]] = {}
    for code in range(0x110000):
        category = unicodedata.category(chr(code))
        for name in (category, category[0]):
            spans = runs.setdefault(name, [])
            if spans and spans[-1][1] == code - 1:
                spans[-1][1] = code
            else:
                spans.append([code, code])
    return {name: "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in spans) for name, spans in runs.items()}


@lru_cache(maxsize=64)
def _spans_outside(members: str) -> str:
    inside = re.compile(f"[{members}]")
    spans: list[list[int]] = []
    for code in range(0x110000):
        if inside.match(chr(code)) is None:
            if spans and spans[-1][1] == code - 1:
                spans[-1][1] = code
            else:
                spans.append([code, code])
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in spans)


def parse(source: str, *, dot_all: bool = False, lines: bool = False) -> Pattern:
    """Parse a pattern.

    Args:
        dot_all: whether a dot matches line ends too.
        lines: whether ``^`` and ``$`` match at each line.

    Raises:
        InvalidPattern: it is none.
    """
    if len(source) > MAX_PATTERN:
        raise InvalidPattern(f"the pattern is longer than {MAX_PATTERN} characters")
    return _Reader(source, dot_all=dot_all, lines=lines).read()
