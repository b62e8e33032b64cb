"""Names and postal addresses of persons, as far as patterns can tell: optional, since much looks like them.

A name counts where something says that it is one: a title, a greeting, a signature, words such as "my name is", or a
given name that is common somewhere before a capitalised word. An address counts from a street with a number on; with a
postcode and a place it is surer. Every pattern looks at bounded stretches, so the time is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from charter.guardrails.detectors.findings import NOTHING, Finding, Span, merged
from charter.guardrails.text.folding import Folded

_STREET_ALONE: Final = 0.6
_WITH_PLACE: Final = 0.95
_NAMED: Final = 0.9
_LIKELY: Final = 0.6
_AFTER: Final = 60

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{1,24}"
_CAPS = rf"{_CAP}(?:[ -](?:(?:de|del|della|der|den|di|du|la|le|van|von|al|el|bin|ten|ter|da|dos) ){{0,2}}{_CAP}){{0,2}}"
_HOUSE = r"\d{1,5}(?: ?[A-Za-z](?!\w))?(?:[-/]\d{1,4}[A-Za-z]?)?"
_WORDS = r"(?:[\w'’.-]{1,24} ){0,3}"

_ENGLISH: Final = (
    "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Way|Parkway|Pkwy|"
    "Highway|Hwy|Close|Crescent|Circle|Trail|Gardens|Mews|Row"
)
_GERMAN: Final = r"straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm|chaussee|markt"
_FRENCH: Final = (
    "[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Aa]llée|[Cc]hemin|[Ii]mpasse|[Qq]uai|[Cc]ours|[Rr]oute|[Ss]quare"
)
_FRENCH_OF: Final = "(?:de la|de l['’]|des|du|de|d['’]|la|le|les)"
_ROMANCE: Final = (
    r"Calle|C/|Avenida|Avda\.|Av\.|Plaza|Paseo|Carrer|Via|Viale|Piazza|Corso|Largo|Rua|Travessa|Praça|Alameda|ul\.|al\."
)
_STREETS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 12 Long Acre Road, 221B Baker Street
        rf"(?<![\w.,$€£#/-]){_HOUSE},? (?:[NSEW]\.? )?(?:{_CAP} ){{1,4}}(?:{_ENGLISH})\b\.?",
        # Lindenstraße 7a, Alter Markt 5
        (  # a street must end soon: else each way to cut hyphened words is tried in vain
            rf"(?<!\w)(?=[A-ZÀ-Ž][\w'’ -]{{0,77}}?(?:{_GERMAN}) \d)"
            rf"(?:{_CAP}[ -]){{0,2}}[A-ZÄÖÜ][\wäöüß-]{{0,24}}(?:{_GERMAN}) {_HOUSE}(?![\w.,:]\d)"
        ),
        rf"(?<!\w)(?:Am|An der|Auf dem|Im|In der|Zum|Zur|Unter den) {_CAP}(?: {_CAP})? \d{{1,4}}[a-z]?(?=[,\n])",
        # 5 bis, rue de la Paix
        rf"(?<![\w.,$€£#/-])\d{{1,4}}(?: ?(?:bis|ter|quater))?,? (?:{_FRENCH}) (?:{_FRENCH_OF} ?)?{_CAPS}",
        # Calle de Alcalá, 12; Via Roma 3; Rua Augusta, 100; ul. Długa 5
        rf"(?<!\w)(?:{_ROMANCE}) ?{_WORDS}{_CAP},? (?:n[.º°]{{0,2}} ?)?{_HOUSE}(?![\w.,:]\d)",
        # Keizersgracht 123
        rf"(?<!\w)[A-Z][\w-]{{2,24}}(?:straat|laan|gracht|plein|kade|dijk|singel) {_HOUSE}(?![\w.,:]\d)",
        r"(?<!\w)(?:P\.? ?O\.? ?Box|Postfach|Boîte postale|BP|Apartado) \d{1,6}\b",
    )
)
_PLACE: Final = re.compile(
    r"[A-Z]{2} \d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|"
    rf"\b(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: ?[A-Z]{{2}})? {_CAP}|"
    rf"\b\d{{4}}-\d{{3}}\b|\b\d{{5}}-\d{{3}}\b|\b\d{{2}}-\d{{3}} {_CAP}"
)

_TITLED: Final = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Sra?|Don|Doña|Signora?|Sig|"
    rf"Dhr|Mevr|Mevrouw|Pan|Pani)\.? (?:(?:Dr|Prof)\. ){{0,2}}({_CAPS})"
)
_INTRODUCED: Final = re.compile(
    r"(?<!\w)(?i:my name is|my name['’]s|i am called|name is|ich heiße|ich heisse|mein name ist|je m['’]appelle|"
    r"mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|meu nome é|chamo-me|ik heet|mijn naam is|nazywam się|"
    rf"jag heter|jeg heter|jeg hedder) ({_CAPS})"
)
_WRITTEN: Final = re.compile(
    r"(?<!\w)(?i:(?:full |first |last |contact |customer |patient |employee |client )?name|patient|customer|applicant|"
    rf"recipient|attn|nom|nombre|nome|naam|cardholder|tenant|signed by)\s?: ?({_CAPS})"
)
_GREETED: Final = re.compile(
    rf"(?m)^(?:Dear|Hi|Hello|Hey|Hallo|Liebe[rn]?|Bonjour|Hola|Estimad[oa]|Ciao|Caro|Cara) ({_CAPS}),"
)
_SIGNED: Final = re.compile(
    r"(?i:regards|sincerely|yours|cheers|thanks|best wishes|grüßen|grüße|cordialement|saludos|atentamente|saluti)"
    rf",?\s{{0,3}}\n\s{{0,3}}({_CAPS})\s{{0,2}}(?:\n|$)"
)
# Looks ahead: the word before a name may begin with a capital as well.
_PAIR: Final = re.compile(rf"(?<![\w.])(?=({_CAP}) ((?:(?:de|van|von|der|di|da|el|al|bin) ){{0,2}}{_CAP}))")
_NO_NAMES: Final = frozenset(
    """
    all team everyone everybody sir madam customer there friend friends colleague colleagues support sales
    hiring manager committee board valued user users community folks guys people january february march april
    may june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday not the this that and for with you your our what when where how why who please english german french
    spanish street road avenue university hospital school college company corporation inc ltd gmbh bank church
    island river lake mountain city county state park airport station museum prize law effect theorem algorithm
    award cup league bridge ihr ihre das der die unser
    """.split()
)
_GIVEN: Final = frozenset(
    """
    james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony
    donald mark paul steven andrew kenneth joshua kevin brian george edward ronald timothy jason jeffrey ryan
    jacob gary nicholas eric stephen jonathan larry justin scott brandon benjamin samuel gregory frank alexander
    raymond patrick jack dennis jerry mary patricia jennifer linda elizabeth barbara susan jessica sarah karen
    nancy lisa margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie
    rebecca laura sharon cynthia kathleen amy angela anna emma olivia sophia isabella mia charlotte amelia
    harper evelyn abigail ella victoria julia natalie rachel oliver liam noah elijah lucas mason logan ethan
    henry sebastian hans peter wolfgang klaus jürgen stefan andreas thorsten uwe markus matthias christian
    florian lukas jonas felix maximilian ursula monika petra sabine renate heike claudia katharina lena hannah
    marie sophie jean pierre michel philippe alain nicolas françois laurent julien antoine camille nathalie
    isabelle sylvie catherine chloé léa manon josé antonio manuel francisco juan javier carlos miguel ángel
    pedro alejandro diego sergio pablo maría carmen josefa isabel dolores pilar teresa lucía paula giuseppe
    giovanni antonella mario luigi francesco marco andrea luca matteo giulia francesca chiara alessandra joão
    rui ricardo tiago beatriz inês willem pieter joris sanne femke daan lars erik sven ingrid astrid björn jan
    piotr krzysztof andrzej tomasz agnieszka małgorzata katarzyna magdalena ivan dmitri sergei natasha olga
    tatiana mohammed muhammad ahmed ali omar hassan fatima aisha khadija yusuf ibrahim priya raj rahul amit
    sanjay deepak anjali neha sunita rajesh wei li ming hiroshi takashi yuki kenji akira sakura
    """.split()
)


def addresses(folded: Folded) -> Finding:
    """Return where postal addresses stand: a street with its number, and what follows it up to postcode and place."""
    spans, score = [], 0.0
    for street in _STREETS:
        for found in street.finditer(folded.text):
            place = _PLACE.search(folded.text, found.end(), found.end() + _AFTER)
            score = max(score, _WITH_PLACE if place else _STREET_ALONE)
            spans.append(Span(*folded.span(found.start(), place.end() if place else found.end()), "address"))
    return Finding(score, tuple(merged(spans))) if spans else NOTHING


def names(folded: Folded) -> Finding:
    """Return where names of persons stand, as far as something says so."""
    spans, score = [], 0.0
    for start, end, sure in _named(folded.text):
        score = max(score, sure)
        spans.append(Span(*folded.span(start, end), "name"))
    return Finding(score, tuple(merged(spans))) if spans else NOTHING


def _named(text: str) -> Iterator[tuple[int, int, float]]:
    for cue in (_TITLED, _INTRODUCED, _WRITTEN, _GREETED, _SIGNED):
        for found in cue.finditer(text):
            if found[1].lower().split(" ")[0].split("-")[0] not in _NO_NAMES:
                yield *found.span(1), _NAMED
    for found in _PAIR.finditer(text):
        given, family = found[1].lower().split("-")[0], found[2].lower().split(" ")[-1]
        if given in _GIVEN and family not in _NO_NAMES:
            yield found.start(1), found.end(2), _LIKELY
