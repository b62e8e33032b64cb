"""Folding: one spelling for what looks the same to a reader, with the way back to the original text.

Unicode compatibility forms (NFKC), characters that no reader sees, and letters of other scripts that look Latin are
tricks to get words past a check. Folding undoes them; a ``Folded`` text knows where each of its characters came from,
so that what is found in it can be shown and redacted in the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\U000e0000-\U000e0fff\ud800-\udfff]"
)
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n\r"} | {127: " "}
_TAGS = {0xE0000 + code: chr(code) for code in range(32, 127)}
"""Unicode tag characters spell ASCII invisibly."""

_LOOK_ALIKES = {
    "a": "аɑα⍺ạảąа",
    "b": "ЬьƄʙ",
    "c": "сϲⅽç",
    "d": "ԁⅾɗ",
    "e": "еєẹėę€ҽε",
    "f": "ſƒ",
    "g": "ɡց",
    "h": "һհ",
    "i": "іıɩιӏ¡ị",
    "j": "јϳ",
    "k": "кκ",
    "l": "ⅼℓ|ו",
    "m": "мⅿ",
    "n": "ոп",
    "o": "оοօ०σọ",
    "p": "рρ",
    "q": "ԛզ",
    "r": "гᴦ",
    "s": "ѕʂ",
    "t": "тτ",
    "u": "սυʋ",
    "v": "νѵⅴ",
    "w": "ԝѡω",
    "x": "хⅹ×",
    "y": "уүγ",
    "z": "ᴢʐ",
    "A": "АΑ",
    "B": "ВΒ",
    "C": "СϹ",
    "E": "ЕΕ",
    "H": "НΗ",
    "I": "ІΙ",
    "J": "Ј",
    "K": "КΚ",
    "M": "МΜ",
    "N": "Ν",
    "O": "ОΟ",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "X": "ХΧ",
    "Y": "ΥҮ",
    "Z": "Ζ",
}
_LATIN = {ord(look): letter for letter, looks in _LOOK_ALIKES.items() for look in looks}
_LOOK_ALIKE = re.compile("[" + re.escape("".join(map(chr, _LATIN))) + "]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters began in the original (None: at the same place)."""

    text: str
    origins: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original text that became ``text[start:end]``."""
        if self.origins is None or start >= end:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Return ``text`` as a reader sees it. Costs almost nothing for plain ASCII."""
    if text.isascii():
        return Folded(_without_control(text))
    if not _UNSEEN.search(text) and unicodedata.is_normalized("NFKC", text):
        # Every character stays where it is: look-alikes are replaced one by one.
        return Folded(_latin(_without_control(text)))
    pieces: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        if _UNSEEN.match(character):
            character = _TAGS.get(ord(character), "")  # noqa: PLW2901 - what it stands for, if anything
        elif not character.isascii():
            character = unicodedata.normalize("NFKC", character)  # noqa: PLW2901
        pieces.append(character)
        origins.extend([index] * len(character))
    return Folded(_latin(_without_control("".join(pieces))), tuple(origins))


def _without_control(text: str) -> str:
    if text.isprintable() or not any(chr(code) in text for code in _CONTROL):
        return text
    return text.translate(_CONTROL)


def _latin(text: str) -> str:
    """Write words that are Latin but for look-alikes in Latin; what is written in another script stays as it is."""
    if _LOOK_ALIKE.search(text) is None:
        return text
    foreign = _FOREIGN.findall(text)
    another = sum(one.isalpha() and ord(one) not in _LATIN for one in foreign)
    written_in_another = 3 * another > len(text) - len(foreign)

    def word(match: re.Match[str]) -> str:
        found = match[0]
        if found.isascii():
            return found
        latin = found.translate(_LATIN)
        return latin if _mostly_ascii(found) or (latin.isascii() and not written_in_another) else found

    return _WORD.sub(word, text)


def _mostly_ascii(word: str) -> bool:
    plain = sum(character.isascii() and character.isalpha() for character in word)
    return 2 * plain > len(word)
