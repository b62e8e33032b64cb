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
from collections.abc import Iterator
from urllib.parse import unquote

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
    for pattern, decode in _DECODERS:
        if pattern.search(text) is None:
            continue
        said = [plain for match in pattern.finditer(text) if (plain := decode(match[0]))]
        if said:
            yield " ".join(said)[: len(text)]
    if text.count("%") > 5 and (plain := unquote(text)) != text:
        yield plain


def _respelled(text: str) -> Iterator[str]:
    if _ESCAPED_LETTERS.search(text):
        yield text.replace("\\", "")
    spaced = _SPACED.sub(lambda match: re.sub(r"[ .\-_*]", "", match[0]), text)
    if spaced != text:
        yield spaced
    if len(_LEET_SIGNS.findall(text)) > 1 and (leet := _LEET_WORD.sub(_unleet, text)) != text:
        yield leet
    words = _WORDS.findall(text[:2_000].lower())
    if len(words) >= 4:
        plain = _frequent(words)
        sample = " ".join(words)
        if _frequent(codecs.encode(sample, "rot13").split()) > plain + len(words) // 8 + 1:
            yield codecs.encode(text, "rot13")
        if _frequent(sample[::-1].split()) > plain + len(words) // 8 + 1:
            yield text[::-1]


def _frequent(words: list[str]) -> int:
    return sum(word in _FREQUENT for word in words)


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
    (_ENCODED, _from_base64),
    (_HEXADECIMAL, _from_hexadecimal),
    (_BYTE_ESCAPES, _from_hexadecimal),
    (_UNICODE_ESCAPES, _from_unicode_escapes),
    (_BINARY, _from_binary),
)
