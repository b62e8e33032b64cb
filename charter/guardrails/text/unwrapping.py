"""Unwrapping: what a text says after decoding what is encoded in it.

Base64, hexadecimal, percent and Unicode escapes, ROT13, reversed text, leetspeak and s p a c e d letters are ways to
carry an instruction past a check. Each yields a further reading of the text that classifiers score as well; a reading
is only made when the text shows signs of that wrapping, so ordinary texts have none.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import string
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from charter.guardrails.text.outline import Outline, row

_MOST_READINGS = 6
_DEEPEST = 2
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEXADECIMAL = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){12,}")
_BYTE_ESCAPES = re.compile(r"(?:\\x[0-9A-Fa-f]{2}){6,}")
_UNICODE_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4}){4,}")
_BINARY = re.compile(r"(?:[01]{8}\s?){6,}")
_ESCAPED_LETTERS = re.compile(r"(?:\\[A-Za-z ]){6,}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*]){5,}\w(?!\w)")
_LEET_WORD = re.compile(r"(?<![A-Za-z0-9@$!|+€])[A-Za-z0-9@$!|+€]{2,24}(?![A-Za-z0-9@$!|+€])")
_LEET_SIGNS = re.compile(r"[A-Za-z][013457@$|+€][A-Za-z]|(?<!\w)[013457@$][a-z]{2}|[a-z]{2}[013457$](?!\w)")
_FEWEST_SIGNS = 2
_LEET = str.maketrans("0134578@$!|+€", "oieastbasilte")
_WORDS = re.compile(r"[A-Za-z]{2,}")
_FREQUENT = frozenset(
    {
        *("the", "of", "and", "to", "in", "is", "you", "that", "it", "for", "on", "with", "as", "are", "this", "be"),
        *("your", "all", "not", "or", "have", "from", "an", "at", "can", "my", "will", "if", "do", "what", "me", "but"),
        *("no", "they", "so", "by", "we", "which", "was", "how", "their", "ignore", "instructions", "previous"),
        *("system", "prompt", "rules", "now"),
    }
)
_FREQUENT_IN_ROT13 = frozenset(codecs.encode(word, "rot13") for word in _FREQUENT)
_FREQUENT_REVERSED = frozenset(word[::-1] for word in _FREQUENT)

_HEX = {"h": string.hexdigits}
_WORD = {"w": "?" + "".join(filter(str.isalnum, map(chr, range(256))))}
_LETTERS = {"a": string.ascii_letters}
_ENOUGH_ENCODED = row("e" * 16, {"e": string.ascii_letters + string.digits + "+/_-"})
_ENOUGH_HEX = row("h" * 24, _HEX, left_out=" :")
_ENOUGH_BYTE_ESCAPES = row("\\xhh" * 6, {**_HEX, "\\": "\\", "x": "x"})
_ENOUGH_UNICODE_ESCAPES = row("\\uhhhh" * 4, {**_HEX, "\\": "\\", "u": "u"})
_ENOUGH_BITS = row("b" * 48, {"b": "01"}, left_out="?" + "".join(filter(str.isspace, map(chr, range(256)))))
_ENOUGH_ESCAPED = row("\\a" * 6, {"a": string.ascii_letters + " ", "\\": "\\"})
_ENOUGH_SPACED = row("ws" * 5 + "w", {**_WORD, "s": " .-*"})
_ANY_LEET = (
    row("asa", {**_LETTERS, "s": "013457@$|+?"}),
    *(row(kinds, {**_LETTERS, "s": "013457@$"}) for kinds in ("saa", "aas")),
)
"""Rows without which the patterns above cannot match."""


def readings(text: str) -> list[str]:
    """Return the further readings of ``text``, at most six, each at most as long as the text."""
    found: list[str] = []
    for reading in _readings(text, 0):
        if reading and reading != text and reading not in found:
            found.append(reading)
            if len(found) == _MOST_READINGS:
                break
    return found


def _readings(text: str, depth: int) -> Iterator[str]:
    for decoded in _decoded(text):
        yield decoded
        if depth + 1 < _DEEPEST:
            yield from _readings(decoded, depth + 1)
    yield from _respelled(text)


def _decoded(text: str) -> Iterator[str]:
    """Yield the text with what is encoded in it replaced by what it says."""
    outline = Outline(text)
    for pattern, needed, decode in _DECODERS:
        if not outline.has(needed):
            continue
        said = [plain for match in pattern.finditer(text) if (plain := decode(match[0]))]
        if said:
            yield " ".join(said)[: len(text)]
    if text.count("%") > 5 and (plain := unquote(text)) != text:
        yield plain


def _respelled(text: str) -> Iterator[str]:
    outline = Outline(text)
    if outline.has(_ENOUGH_ESCAPED) and _ESCAPED_LETTERS.search(text):
        yield text.replace("\\", "")
    if "_" in text or outline.has(_ENOUGH_SPACED):
        spaced = _SPACED.sub(lambda match: re.sub(r"[ .\-_*]", "", match[0]), text)
        if spaced != text:
            yield spaced
    if sum(map(outline.count, _ANY_LEET)) >= _FEWEST_SIGNS and (leet := _without_leet(text)) != text:
        yield leet
    words = _WORDS.findall(text[:2_000].lower())
    if len(words) >= 4:
        surprising = _frequent(words, _FREQUENT) + len(words) // 8 + 1
        if _frequent(words, _FREQUENT_IN_ROT13) > surprising:
            yield codecs.encode(text, "rot13")
        if _frequent(words, _FREQUENT_REVERSED) > surprising:
            yield text[::-1]


def _frequent(words: list[str], among: AbstractSet[str]) -> int:
    return sum(map(among.__contains__, words))


def _without_leet(text: str) -> str:
    odd = [word for word in text.split() if not word.isalpha()]
    once = " ".join(dict.fromkeys(odd))
    if _LEET_WORD.sub(_unleet, once) == once or len(_LEET_SIGNS.findall(" ".join(odd))) < _FEWEST_SIGNS:
        return text
    return _LEET_WORD.sub(_unleet, text)


def _unleet(match: re.Match[str]) -> str:
    word = match[0]
    name, _, host = word.partition("@")
    if word.isalpha() or word.isdigit() or (len(name) > 2 and len(host) > 2):
        return word
    letters = sum(character.isalpha() for character in word)
    # Numbers with units, versions and identifiers are no leetspeak: half of such a word are letters, mixed with digits.
    if letters * 2 < len(word) or word[1:].isalpha() or word[:-1].isalpha():
        return word if not (word[:1] in "@$" or word[-1:] == "$") else word.translate(_LEET)
    return word.translate(_LEET)


def _from_base64(text: str) -> str:
    if len(text) < 16 or text.isdigit() or (text.isalpha() and (text.islower() or text.isupper())):
        return ""
    cleaned = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _readable(base64.b64decode(cleaned + "=" * (-len(cleaned) % 4), validate=True))
    except (binascii.Error, ValueError):
        return ""


def _from_hexadecimal(text: str) -> str:
    try:
        return _readable(bytes.fromhex(re.sub(r"[ :]|\\x", "", text)))
    except ValueError:
        return ""


def _from_unicode_escapes(text: str) -> str:
    return "".join(chr(int(code, 16)) for code in text.split("\\u")[1:])


def _from_binary(text: str) -> str:
    bits = re.sub(r"\s", "", text)
    return _readable(bytes(int(bits[index : index + 8], 2) for index in range(0, len(bits) - 7, 8)))


def _readable(raw: bytes) -> str:
    """Return the text in ``raw`` when it is one: mostly letters and spaces."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return ""
    plain = sum(character.isalnum() or character.isspace() for character in text)
    return (
        text
        if (plain * 10 >= len(text) * 8 and text.isprintable()) or ("\n" in text and plain * 10 > len(text) * 8)
        else ""
    )


_DECODERS = (
    (_ENCODED, _ENOUGH_ENCODED, _from_base64),
    (_HEXADECIMAL, _ENOUGH_HEX, _from_hexadecimal),
    (_BYTE_ESCAPES, _ENOUGH_BYTE_ESCAPES, _from_hexadecimal),
    (_UNICODE_ESCAPES, _ENOUGH_UNICODE_ESCAPES, _from_unicode_escapes),
    (_BINARY, _ENOUGH_BITS, _from_binary),
)
