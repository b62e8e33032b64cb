"""Chooses how a pattern is matched: by Python's ``re`` when that provably takes few steps, by the machine otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from charter.feel.regex.machine import Captures, Machine
from charter.feel.regex.syntax import (
    Anchor,
    BackReference,
    Chars,
    Choice,
    Group,
    InvalidPattern,
    Pattern,
    Repeat,
    Sequence,
    parse,
)
from charter.feel.run import Run

__all__ = ["InvalidPattern", "Match", "Matcher", "compiled"]

_REPLACEMENT = re.compile(r"\\(.?)|\$(\d*)", re.DOTALL)
# Up to so many steps Python's ``re`` may need; it does about a hundred in the time of one of the machine's.
_HARMLESS = 100_000
_SPEED = 100
_ENDLESS = 10**18
Members = Callable[[Chars], int]


@dataclass(frozen=True, slots=True)
class Match:
    """A part of a text; ``groups`` are the texts of the groups, group 0 being the whole."""

    start: int
    end: int
    groups: tuple[str, ...]


class Matcher:
    """A compiled pattern."""

    def __init__(self, pattern: Pattern, flags: int) -> None:
        self._pattern = pattern
        self._groups = _count_groups(pattern)
        self._size = _size(pattern)
        self._anchored = _is_anchored(pattern)
        self._flags = flags
        self._fast = re.compile(_source(pattern), flags)
        self._slow: Machine | None = None
        self._bits: dict[str, int] = {}

    def search(self, run: Run, text: str, start: int) -> Match | None:
        """Return the first match from a place on.

        Raises:
            FeelLimitExceeded: it would take too many steps.
        """
        return next(self._matches(run, text, start), None)

    def all(self, run: Run, text: str) -> Iterator[Match]:
        """Yield all matches, from left to right, none inside another."""
        return self._matches(run, text, 0)

    def _matches(self, run: Run, text: str, start: int) -> Iterator[Match]:
        length = len(text) - start + 1
        starts = 1 if self._anchored else length
        cost = starts * (length + self._size) * self._ways(length, ascii_only=text.isascii())
        if cost <= _HARMLESS:
            run.spend_on_regex(1 + cost // _SPEED)
            for found in self._fast.finditer(text, start):
                run.spend(1)
                yield Match(found.start(), found.end(), (found[0], *(group or "" for group in found.groups())))
            return
        yield from self._machine_matches(run, text, start)

    def _ways(self, length: int, *, ascii_only: bool) -> int:
        """Return how many ways through the pattern there are at most, from one start in a text of a length."""
        return _ways(self._pattern, length, self._members if ascii_only else None)

    def _members(self, chars: Chars) -> int:
        """Return which characters of ASCII are in a class, as bits."""
        bits = self._bits.get(chars.source)
        if bits is None:
            test = re.compile(chars.source, self._flags)
            bits = self._bits[chars.source] = sum(1 << code for code in range(128) if test.match(chr(code)))
        return bits

    def _machine_matches(self, run: Run, text: str, start: int) -> Iterator[Match]:
        if self._slow is None:
            try:
                self._slow = Machine(self._pattern, self._groups, self._flags)
            except InvalidPattern:
                run.exceeded("regex_steps")

        while start <= len(text):
            captures = self._slow.search(text, start, run.spend_on_regex)
            if captures is None:
                return
            yield Match(captures[0], captures[1], tuple(_texts(text, captures)))
            start = captures[1] + (captures[0] == captures[1])

    def replace(self, run: Run, text: str, replacement: str) -> str:
        """Return the text with all matches replaced; ``$1`` is the first group, ``$0`` the match.

        Raises:
            InvalidPattern: the pattern matches nothing at all, or the replacement is malformed.
        """
        pieces = self._template(replacement)
        if self.search(run, "", 0):
            raise InvalidPattern("a pattern that matches the empty string can't be replaced")
        result: list[str] = []
        done = size = 0
        for match in self.all(run, text):
            part = [text[done : match.start], *(p if isinstance(p, str) else match.groups[p] for p in pieces)]
            result += part
            done = match.end
            size += sum(map(len, part))
            if size > run.limits.string_characters:
                run.exceeded("string_characters")
        return "".join([*result, text[done:]])

    def _template(self, replacement: str) -> list[str | int]:
        pieces: list[str | int] = []
        done = 0
        for match in _REPLACEMENT.finditer(replacement):
            pieces.append(replacement[done : match.start()])
            done = match.end()
            if match[0][0] == "\\":
                if match[1] not in {"\\", "$"}:
                    raise InvalidPattern("in a replacement '\\' stands before '\\' or '$' only")
                pieces.append(match[1])
                continue
            if not match[2]:
                raise InvalidPattern("in a replacement '$' stands before a number, or after '\\'")
            pieces += self._group_and_rest(match[2])
        return [*pieces, replacement[done:]]

    def _group_and_rest(self, digits: str) -> list[str | int]:
        """Return the group that the first digits name, and the other digits as they are."""
        length = 1
        while length < min(len(digits), 6) and int(digits[: length + 1]) <= self._groups:
            length += 1
        number = int(digits[:length])
        return [number if number <= self._groups else "", digits[length:]]


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Matcher:
    """Return the matcher of an XPath pattern; flags are of ``smixq``.

    Raises:
        InvalidPattern: the pattern or a flag is invalid.
    """
    if set(flags) - set("smixq"):
        raise InvalidPattern("the flags are s, m, i, x and q")
    python_flags = re.IGNORECASE if "i" in flags else 0
    if "q" in flags:
        tree: Pattern = Sequence(tuple(Chars(f"[\\U{ord(character):08x}]") for character in pattern))
        return Matcher(tree, python_flags)
    if "x" in flags:
        pattern = _without_spaces(pattern)
    tree = parse(pattern, dot_all="s" in flags, lines="m" in flags)
    try:
        return Matcher(tree, python_flags)
    except (re.error, OverflowError, RecursionError):
        raise InvalidPattern("the pattern is too large") from None


def _without_spaces(pattern: str) -> str:
    """Remove white space, except from classes."""
    kept, levels, escaped = [], 0, False
    for character in pattern:
        if not escaped:
            levels += (character == "[") - (character == "]")
        escaped = character == "\\" and not escaped
        if levels or character not in " \t\n\r":
            kept.append(character)
    return "".join(kept)


def _texts(text: str, captures: Captures) -> Iterator[str]:
    for slot in range(0, len(captures), 2):
        yield text[captures[slot] : captures[slot + 1]] if captures[slot + 1] >= 0 else ""


def _source(pattern: Pattern) -> str:
    match pattern:
        case Chars(source) | Anchor(source):
            return source
        case BackReference(group):
            return f"(?:\\{group})"
        case Group(inner, number):
            return f"({'?:' if number is None else ''}{_source(inner)})"
        case Sequence(parts):
            return "".join(map(_source, parts))
        case Choice(options):
            return f"(?:{'|'.join(map(_source, options))})"
        case Repeat(inner, least, most, lazy):
            bounds = f"{{{least},{'' if most is None else most}}}"
            return f"(?:{_source(inner)}){bounds}{'?' if lazy else ''}"


def _count_groups(pattern: Pattern) -> int:
    match pattern:
        case Group(inner, number):
            return _count_groups(inner) + (number is not None)
        case Sequence(parts) | Choice(parts):
            return sum(map(_count_groups, parts))
        case Repeat(inner):
            return _count_groups(inner)
    return 0


def _is_anchored(pattern: Pattern) -> bool:
    """Whether it can match at the start of the text only."""
    match pattern:
        case Sequence(parts):
            return bool(parts) and _is_anchored(parts[0])
        case Group(inner):
            return _is_anchored(inner)
        case Anchor(source):
            return source == "\\A"
    return False


def _size(pattern: Pattern) -> int:
    """Return about how many steps one way through the pattern takes."""
    match pattern:
        case Sequence(parts) | Choice(parts):
            return sum(map(_size, parts)) + 1
        case Group(inner):
            return _size(inner)
        case Repeat(inner, least, most):
            return _size(inner) * max(least, most or 0, 1)
    return 1


def _ways(pattern: Pattern, length: int, members: Members | None) -> int:
    """Return how many ways through the pattern there are at most, from one start in a text of a length."""
    match pattern:
        case Group(inner):
            return _ways(inner, length, members)
        case Sequence(parts):
            ways = 1
            for part, following in zip(parts, (*parts[1:], None), strict=False):
                if not (following and members and _ends_at(part, following, members)):
                    ways = min(ways * _ways(part, length, members), _ENDLESS)
            return ways
        case Choice(options):
            return sum(_ways(option, length, members) for option in options)
        case Repeat(inner, least, most):
            return _ways_to_repeat(_ways(inner, length, members), least, most, length)
    return 1


def _ways_to_repeat(once: int, least: int, most: int | None, length: int) -> int:
    if most is not None and most <= 1:
        return once + 1
    if once > 1:
        return _ENDLESS
    return length + 1 if most is None else min(most - least, length) + 1


def _ends_at(part: Pattern, following: Pattern, members: Members) -> bool:
    """Whether characters are repeated just up to one that cannot be among them, or to the end: in one way only."""
    if not isinstance(part, Repeat) or not isinstance(part.inner, Chars):
        return False
    if isinstance(following, Anchor):
        return following.source == "\\Z"
    if isinstance(following, Repeat) and following.least:
        following = following.inner
    return isinstance(following, Chars) and not members(part.inner) & members(following)
