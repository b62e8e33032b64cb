"""Links and markup that could carry data out: a browser fetches an image unasked, with whatever its address holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from charter.guardrails.detectors.findings import NOTHING, Finding, Span, merged
from charter.guardrails.text.folding import Folded
from charter.guardrails.text.outline import Outline

_URL = re.compile(
    r"(?:https?|ftp|wss?):/{2}[^\s<>\"'`\])}|\\^]{3,4000}|//[A-Za-z0-9.-]{3,200}\.[a-z]{2,24}/[^\s<>\"'`\])]{0,2000}",
    re.IGNORECASE,
)
_LONGEST_SCHEME, _BEGINNINGS = len("https:"), frozenset("hHfFwW/")
_ACTIVE_SCHEMES = ("javascript:", "vbscript:", "data:text/html")
_ACTIVE = re.compile(r"(?:javascript|vbscript|data:text/html)\s{0,5}:?[^\s\"'<>)]{0,200}", re.IGNORECASE)
_IMAGE_BEFORE = re.compile(
    r"!\[[^\]\n]{0,500}\]\(\s{0,5}<?$|<(?:img|iframe|script|link|object|embed|video|audio|source|form)\b[^>]{0,400}(?:src|href|data|action)\s{0,3}=\s{0,3}[\"']?$|"
    r"!\[[^\]\n]{0,200}\]:\s{0,5}<?$|url\(\s{0,3}[\"']?$|@import\s{1,3}[\"']?$",
    re.IGNORECASE,
)
_LINK_BEFORE = re.compile(r"\]\(\s{0,5}<?$|<a\b[^>]{0,400}href\s{0,3}=\s{0,3}[\"']?$|\]:\s{0,5}<?$", re.IGNORECASE)
_MARKED = re.compile(r"(?:[(=]|\]:|@import)\s{0,5}[<\"']?\s?$", re.IGNORECASE)
"""What both of these end with."""
_MARK = 20
_REFERENCE = re.compile(r"!\[[^\]\n]{0,200}\]\[[^\]\n]{0,100}\]")
_HOST = re.compile(r"(?:[a-z]+:)?//(?:[^/@\s]{1,200}@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#:\s]{1,253})", re.IGNORECASE)
_NUMERIC_HOST = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\d{8,10}|0x[0-9a-f]+|\[.*\]", re.IGNORECASE)
_BLOB = re.compile(r"[A-Za-z0-9+/_=-]{40,}|(?:[0-9a-f]{2}){20,}", re.IGNORECASE)
_FILL_IN = re.compile(
    r"\{[A-Za-z_ ]{2,40}\}|\[[A-Za-z_ ]{3,40}\]|<[A-Za-z_ ]{3,40}>|%7B[a-z_]{2,40}%7D|\$\{?[A-Za-z_]{2,40}",
    re.IGNORECASE,
)
_COLLECTING = re.compile(
    r"[?&](?:data|d|q|p|payload|exfil|leak|secret|token|key|pass(?:word)?|prompt|conversation|history|msg|text|content|info|c|cookie|email)=[^&]{0,400}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Link:
    start: int
    end: int
    url: str
    fetched: bool
    """Shown without a click: an image, a frame, a style."""
    hidden: bool
    """The reader sees other words than the address."""


def scan(folded: Folded) -> Finding:
    """Score the link that could carry out most; 1 means data in an address that is fetched without a click."""
    text = folded.text
    spans: list[Span] = []
    best = 0.0
    for link in _links(text):
        score = _score(link)
        if score >= 0.3:
            kind = "fetched-link" if link.fetched else "link"
            spans.append(Span(*folded.span(link.start, link.end), kind))
            best = max(best, score)
    for match in _ACTIVE.finditer(text) if ":" in text and Outline(text).may_say(*_ACTIVE_SCHEMES) else ():
        if match[0].lower().startswith(_ACTIVE_SCHEMES):
            spans.append(Span(*folded.span(match.start(), match.end()), "active-link"))
            best = max(best, 0.9)
    return Finding(best, tuple(merged(spans))) if spans else NOTHING


def _links(text: str) -> Iterator[_Link]:
    for match in _urls(text):
        if _MARKED.search(text, max(0, match.start() - _MARK), match.start()) is None:
            yield _Link(match.start(), match.end(), match[0], fetched=False, hidden=False)
            continue
        before = text[max(0, match.start() - 600) : match.start()]
        # The address of a picture by reference ("![a][1]" … "[1]: https://…") is fetched like the picture itself.
        fetched = bool(_IMAGE_BEFORE.search(before)) or (
            bool(re.search(r"\]:\s{0,5}<?$", before)) and _REFERENCE.search(text) is not None
        )
        yield _Link(match.start(), match.end(), match[0], fetched, fetched or bool(_LINK_BEFORE.search(before)))


def _urls(text: str) -> Iterator[re.Match[str]]:
    """Yield what the pattern finds, looked for only where the two slashes are that each address has."""
    read = 0
    at = text.find("//")
    while at >= 0:
        starts = range(max(read, at - _LONGEST_SCHEME), at + 1)
        match = next(filter(None, (_URL.match(text, start) for start in starts if text[start] in _BEGINNINGS)), None)
        read = at + 1
        if match:
            yield match
            read = match.end()
        at = text.find("//", read)


def _score(link: _Link) -> float:
    host = _HOST.match(link.url)
    name = host["host"] if host else ""
    address, _, query = link.url.partition("?")
    carried = unquote(query)
    score = 0.1
    if link.fetched:
        score += 0.25
        score += 0.3 if query else 0.0
    if _COLLECTING.search("?" + carried) and (link.fetched or len(carried) > 60 or _FILL_IN.search(carried)):
        score += 0.3
    if len(carried) > 150 or (" " in carried.replace("+", " ") and len(carried) > 40):
        score += 0.15
    blob = _BLOB.search(carried) or (_BLOB.search(address.rpartition("/")[2]) if link.fetched else None)
    score += 0.2 if blob else 0.0
    if _FILL_IN.search(link.url):
        score += 0.3
    if _NUMERIC_HOST.fullmatch(name) and not name.startswith(("127.", "0x7f", "[::1")):
        score += 0.2
    if name.lower().startswith("xn--") or ".xn--" in name.lower():
        score += 0.2
    if "@" in link.url[: len(host[0]) if host else 0]:
        score += 0.3
    if len(name) > 60 or max(map(len, name.split("."))) > 30:
        score += 0.3  # data in the name that is looked up
    return min(1.0, score)
