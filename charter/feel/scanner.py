"""Cuts the text of an expression into tokens, and finds names that contain spaces or operators.

FEEL cannot be cut into tokens without knowing its names: ``a-b`` is a subtraction unless something is called ``a-b``.
So the parser asks for one token at a time, and where a name may stand it asks for the longest known name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from charter.feel.errors import FeelSyntaxError

NAME_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_PART = NAME_START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
SPACE = r"[\s\u0085\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]"

_SKIPPED = re.compile(rf"(?:{SPACE}+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_TOKEN = re.compile(
    rf"""
    (?P<number> \d+(?:\.\d+)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)? )
  | (?P<string> "(?:[^"\\]|\\.)*" )
  | (?P<word> [{NAME_START}][{NAME_PART}]* )
  | (?P<quoted> `[^`]*` )
  | (?P<symbol> \*\* | \.\. | -> | <= | >= | != | [-+*/=<>()\[\]{{}},:.@] )
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_NAME = re.compile(rf"[{NAME_START}][{NAME_PART}]*")
_NAME_TOKEN = re.compile(rf"[{NAME_PART}]+|[^\s{NAME_PART}]")
_PART = re.compile(rf"[{NAME_PART}]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_HINTS = {
    "'": 'Strings stand in double quotes: "…".',
    "&": "FEEL writes 'and'.",
    "|": "FEEL writes 'or'.",
    "!": "FEEL writes 'not(…)' and '!='.",
    "%": "FEEL writes 'modulo(a, b)'.",
    "^": "FEEL writes 'a ** b'.",
    ";": "An expression is one value; parts of it can be named in a context: {a: 1, b: a + 1}.",
    "$": "A name begins with a letter, '_' or '?'; others stand between backticks.",
    "#": "A name begins with a letter, '_' or '?'; others stand between backticks.",
}
_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_SPACES = re.compile(rf"{SPACE}+")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text."""

    kind: str
    text: str
    start: int
    end: int


def normal_name(name: str) -> str:
    """Return a name with single spaces inside and none around."""
    return _SPACES.sub(" ", name).strip()


def is_plain(name: str) -> bool:
    """Whether a name is found without being known: it holds neither spaces nor operators."""
    return _PLAIN_NAME.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name: white space may stand between its tokens, and must between two words."""
    pattern, before = "", ""
    for token in _NAME_TOKEN.findall(name):
        both_words = before and _PART.match(before) and _PART.match(token)
        pattern += (f"{SPACE}{'+' if both_words else '*'}" if before else "") + re.escape(token)
        before = token
    boundary = rf"(?![{NAME_PART}])" if _PART.fullmatch(name[-1]) else ""
    return re.compile(pattern + boundary)


class KnownNames:
    """Names that are not plain, by their first character; a name can be known several times over."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, dict[str, int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Learn a name, if it needs learning."""
        name = normal_name(name)
        if name and not is_plain(name):
            known = self._by_first.setdefault(name[0], {})
            known[name] = known.get(name, 0) + 1

    def remove(self, name: str) -> None:
        """Forget a name once."""
        name = normal_name(name)
        known = self._by_first.get(name[:1], {})
        if name in known:
            known[name] -= 1
            if not known[name]:
                del known[name]

    def longest(self, text: str, position: int) -> tuple[str, int] | None:
        """Return the longest known name that stands at a place, and where it ends."""
        known = self._by_first.get(text[position : position + 1])
        best: tuple[str, int] | None = None
        for name in known or ():
            match = _pattern(name).match(text, position)
            if match and (best is None or match.end() > best[1]):
                best = name, match.end()
        return best


class Scanner:
    """A place in the text, and the token that begins there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._token: Token | None = None

    def go_to(self, position: int) -> None:
        """Continue at a place."""
        self.position = position
        self._token = None

    @property
    def token(self) -> Token:
        """The next token; of kind ``end`` behind the last one."""
        if self._token is None:
            self._token = self._scan()
        return self._token

    def start(self) -> int:
        """Return where the next token begins."""
        return self.token.start

    def advance(self) -> Token:
        """Return the next token and step over it."""
        token = self.token
        self.go_to(token.end)
        return token

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match where the next token begins, without stepping."""
        return pattern.match(self.text, self._skip())

    def _skip(self) -> int:
        match = _SKIPPED.match(self.text, self.position)
        return match.end() if match else self.position

    def _scan(self) -> Token:
        start = self._skip()
        if start >= len(self.text):
            return Token("end", "", len(self.text), len(self.text))
        match = _TOKEN.match(self.text, start)
        if match is None or match.lastgroup is None:
            raise self._unreadable(start)
        return Token(match.lastgroup, match[0], start, match.end())

    def _unreadable(self, start: int) -> FeelSyntaxError:
        character = self.text[start]
        if character == '"':
            return FeelSyntaxError("A string is not closed", self.text, start, expected='"')
        if character == "`":
            return FeelSyntaxError("A quoted name is not closed", self.text, start, expected="`")
        if self.text.startswith("/*", start):
            return FeelSyntaxError("A comment is not closed", self.text, start, expected="*/")
        hint = _HINTS.get(character, "")
        return FeelSyntaxError(f"The character {character!r} has no meaning here", self.text, start, hint=hint)


def unescape(literal: str) -> str:
    """Return what a string literal means; an escape that FEEL does not know stays as it is, backslash included."""
    inner = literal[1:-1]
    if "\\" not in inner:
        return inner
    replaced = _ESCAPE.sub(_unescape_one, inner)
    paired = _SURROGATES.sub(_join_surrogates, replaced)
    # Half a pair is no character: it could not be stored as UTF-8.
    return paired.encode("utf-8", "replace").decode("utf-8")


def _unescape_one(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _SIMPLE_ESCAPES.get(match[3], match[0])


def _join_surrogates(match: re.Match[str]) -> str:
    return chr(0x10000 + ((ord(match[1]) - 0xD800) << 10) + ord(match[2]) - 0xDC00)
