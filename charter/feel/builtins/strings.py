"""Functions on strings. Characters are Unicode code points."""

from __future__ import annotations

import base64
import uuid as uuids

from charter.feel.builtins.registry import Refused, implements
from charter.feel.numerals import Number, as_integer
from charter.feel.regex import matcher
from charter.feel.run import Run, Value
from charter.feel.values import kind_of


@implements("substring")
def substring(_run: Run, string: str, position: Number, length: Number | None = None) -> str:
    """Return characters from a position that counts from 1, or from the end with -1."""
    start = as_integer(position)
    if not 0 < abs(start) <= len(string):
        raise Refused(f"the string has {len(string)} character(s); there is none at {start}")
    first = start - 1 if start > 0 else len(string) + start
    if length is None:
        return string[first:]
    if length < 1:
        raise Refused("the length is below 1")
    return string[first : first + as_integer(length)]


@implements("string length")
def string_length(_run: Run, string: str) -> int:
    return len(string)


@implements("upper case")
def upper_case(run: Run, string: str) -> str:
    return run.long(string.upper())


@implements("lower case")
def lower_case(run: Run, string: str) -> str:
    return run.long(string.lower())


@implements("substring before")
def substring_before(_run: Run, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@implements("substring after")
def substring_after(_run: Run, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@implements("contains")
def string_contains(_run: Run, string: str, match: str) -> bool:
    return match in string


@implements("starts with")
def starts_with(_run: Run, string: str, match: str) -> bool:
    return string.startswith(match)


@implements("ends with")
def ends_with(_run: Run, string: str, match: str) -> bool:
    return string.endswith(match)


@implements("matches")
def matches(run: Run, string: str, pattern: str, flags: str | None = None) -> bool:
    return _matcher(pattern, flags).search(run, string, 0) is not None


@implements("replace")
def replace(run: Run, string: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    found = _matcher(pattern, flags)
    try:
        return run.long(found.replace(run, string, replacement))
    except matcher.InvalidPattern as error:
        raise Refused(str(error)) from None


@implements("split")
def split(run: Run, string: str, delimiter: str) -> list[Value]:
    found = _matcher(delimiter, None)
    pieces, start = [], 0
    for match in found.all(run, string):
        if match.end > match.start:
            pieces.append(string[start : match.start])
            start = match.end
    return run.sized([*pieces, string[start:]])


@implements("extract")
def extract(run: Run, string: str, pattern: str) -> list[Value]:
    """Return all parts that match."""
    return run.sized([string[match.start : match.end] for match in _matcher(pattern, None).all(run, string)])


def _matcher(pattern: str, flags: str | None) -> matcher.Matcher:
    try:
        return matcher.compiled(pattern, flags or "")
    except matcher.InvalidPattern as error:
        raise Refused(str(error)) from None


@implements("string join")
def string_join(
    run: Run, items: list[Value], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str:
    """Return the strings with a delimiter between them; nulls are left out."""
    run.spend(len(items))
    strings = [item for item in items if item is not None]
    for item in strings:
        if type(item) is not str:
            raise Refused(f"the list must not contain a {kind_of(item)}")
    between = delimiter or ""
    size = sum(map(len, strings)) + len(between) * len(strings) + len(prefix or "") + len(suffix or "")
    if size > run.limits.string_characters + len(between):
        run.exceeded("string_characters")
    return (prefix or "") + between.join(strings) + (suffix or "")


@implements("trim")
def trim(_run: Run, string: str) -> str:
    return string.strip()


@implements("is blank")
def is_blank(_run: Run, string: str) -> bool:
    return not string.strip()


@implements("uuid")
def uuid(_run: Run) -> str:
    return str(uuids.uuid4())


@implements("to base64")
def to_base64(run: Run, string: str) -> str:
    return run.long(base64.b64encode(string.encode("utf-8", "replace")).decode("ascii"))
