"""Length, structure and language: what can be said of a text without reading it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from charter.guardrails.detectors.findings import NOTHING, Finding, Span
from charter.guardrails.text.folding import Folded

LONGEST_TEXT = 1_000_000
"""Characters. A longer text is a hit of ``length`` and is read by no other detector."""
DEEPEST_JSON = 64

_BRACKETS = re.compile(r"[\[\]{}]")
_WORDS = re.compile(r"[^\W\d_]+")

_FREQUENT_WORDS = {
    "en": "the of and to in is you that it for on with as are this be have from what how can my please do i me your",
    "de": "der die das und ist nicht ein eine zu den mit von für auf ich sie wie was kann bitte mein sich auch es im",
    "fr": "le la les de des et est un une que pour dans ce vous je il ne pas avec sur mon votre comment qui au du",
    "es": "el la los las de y que en un una es por para con no se su mi como lo del al me tu puedo qué cómo",
    "it": "il lo la gli di e che un una è per non con mi come si del della sono questo cosa le da al puoi tuo",
    "pt": "o a os as de e que um uma é para não com se por do da em como meu você mais no na posso qual",
    "nl": "de het een en van ik is niet dat op te met voor zijn je hoe wat kan mijn aan ook maar er naar",
    "pl": "i w nie na to jest się z do że jak co mi czy o po za dla mój proszę może ale od są",
    "tr": "bir ve bu için ne ile da de mi çok nasıl ben sen var olarak daha gibi kadar ama o",
    "sv": "och att det är en som jag på för med inte den till av har hur kan min ett om",
    "vi": "là và của có không tôi cho một các được người những làm thế nào với để này trong",
    "id": "yang dan di untuk dengan ini itu saya tidak ada dari ke bagaimana apa bisa adalah anda",
}
_BY_WORD: dict[str, list[str]] = {}
for _language, _words in _FREQUENT_WORDS.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_language)

_BY_SCRIPT = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "BENGALI": "bn", "TAMIL": "ta", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip


def length(text: str, longest: int = LONGEST_TEXT) -> Finding:
    """Return a hit when the text has more than ``longest`` characters."""
    return Finding(1.0, (Span(longest, len(text), "beyond-limit"),)) if len(text) > longest else NOTHING


def nesting(folded: Folded, deepest: int = DEEPEST_JSON) -> Finding:
    """Return a hit when brackets are nested deeper than ``deepest``: no parser of ours is to see that."""
    text = folded.text
    if text.count("[") + text.count("{") <= deepest:
        return NOTHING
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match[0] in "[{" else -1 if depth else 0
        if depth > deepest:
            return Finding(1.0, (Span(*folded.span(match.start(), match.end()), "too-deep"),))
    return NOTHING


def language(folded: Folded) -> str:
    """Return the language a text is probably in (ISO 639-1), ``und`` when nothing says so.

    A guess from frequent words and scripts over the first 2,000 characters, for policies that allow languages.
    """
    sample = folded.text[:2_000]
    votes: Counter[str] = Counter()
    for word in _WORDS.findall(sample.lower()):
        for one in _BY_WORD.get(word, ()):
            votes[one] += 1
    if not sample.isascii():
        for character, count in Counter(sample).items():
            if not character.isascii() and (script := _script(character)):
                votes[script] += count
        if votes["ja"]:
            votes["ja"] += votes.pop("zh", 0)
    if not votes:
        return "und"
    (first, count), *others = votes.most_common(2)
    if (count < 2 and len(sample) > 40) or (others and others[0][1] == count and count < 3):
        return "und" if not others or others[0][1] == count else first
    return first


@cache
def _script(character: str) -> str | None:
    return _BY_SCRIPT.get(unicodedata.name(character, "").split(" ")[0])
