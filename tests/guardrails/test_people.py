"""Names and postal addresses: what is found, what is not taken for one, and that only policies have them read."""

from __future__ import annotations

import pytest

from charter.guardrails.checking import Checker
from charter.guardrails.detectors import people
from charter.guardrails.policy import Action, Guard, PolicyDocument, Rule
from charter.guardrails.stages import Stage
from charter.guardrails.text.folding import fold

ADDRESSES = (
    "221B Baker Street, London NW1 6XE",
    "1600 Pennsylvania Avenue NW, Washington, DC 20500",
    "742 Evergreen Terrace",
    "350 Fifth Ave, New York, NY 10118",
    "10 Rue de Rivoli, 75001 Paris",
    "5 bis, avenue des Champs-Élysées",
    "Lindenstraße 7a, 10115 Berlin",
    "Hauptstr. 12, 80331 München",
    "Königsallee 27",
    "Am Markt 5, 28195 Bremen",
    "Keizersgracht 123, 1015 CJ Amsterdam",
    "Kalverstraat 92",
    "Calle de Alcalá, 45, 28014 Madrid",
    "Via Roma 12, 00184 Roma",
    "Rua Augusta, 1500, 01304-001 São Paulo",
    "ul. Długa 5, 00-238 Warszawa",
    "P.O. Box 1234",
    "Postfach 1020",
    "42 Wallaby Way, Sydney NSW 2000",
    "24 Sussex Drive, Ottawa K1M 1M4",
)
NO_ADDRESSES = (
    "There are 12 ways to do this.",
    "In 2024 we grew by 5 %.",
    "Chapter 3 Section 2",
    "Version 2.3.1 of the app",
    "He won 3 Grammy Awards.",
    "Call 555 for help on the road.",
    "Der Weg ist das Ziel.",
    "rue the day",
    "via email 3 times",
    "I ran 10 miles Drive safely.",
)
NAMES = (
    ("Please call Mr. Thornbury tomorrow.", "Thornbury"),
    ("My name is Zaphod Beeblebrox and I am late.", "Zaphod Beeblebrox"),
    ("Dear Henrietta,\nthank you", "Henrietta"),
    ("Best regards,\nOluwaseun Adeyemi", "Oluwaseun Adeyemi"),
    ("Patient: Marguerite Duval, born 1970", "Marguerite Duval"),
    ("I met Anna Kowalczyk there.", "Anna Kowalczyk"),
    ("Ich heiße Grünwald.", "Grünwald"),
    ("Frau Dr. Steinbrück kommt", "Steinbrück"),
    ("Je m'appelle Odile Roux", "Odile Roux"),
    ("Me llamo Ximena", "Ximena"),
    ("Mi chiamo Elettra", "Elettra"),
    ("ask Pieter van der Meer", "Pieter van der Meer"),
    ("Yesterday Anna Okafor signed it.", "Anna Okafor"),
)
NO_NAMES = (
    "Dear Sir or Madam,",
    "Hi Team,",
    "Hello World",
    "My name is on the list.",
    "The Paris Agreement",
    "Mark Twain's river",
    "Best regards,\nThe Team",
    "Name: not given",
    "Please Note This",
    "New York City",
    "Dear Customer,",
    "Martin Luther Hospital",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_found_whole(address):
    text = f"Send it to {address}\nThanks."
    finding = people.addresses(fold(text))
    assert finding.score >= 0.5
    (span,) = finding.spans
    assert text[span.start : span.end].startswith(address[:8])


def test_an_address_with_a_place_is_surer():
    alone, whole = (people.addresses(fold(text)).score for text in ("Lindenstraße 7a", "Lindenstraße 7a, 10115 Berlin"))
    assert alone < 0.9 < whole


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address(text):
    assert people.addresses(fold(text)).score == 0.0


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_found_after_its_cue(text, name):
    finding = people.names(fold(text))
    assert name in {text[span.start : span.end] for span in finding.spans}


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_no_name(text):
    found = [text[span.start : span.end] for span in people.names(fold(text)).spans]
    assert found in ([], ["Mark Twain's"])


def test_they_are_read_only_where_a_policy_names_them():
    text = "Mr. Thornbury lives at 221B Baker Street, London NW1 6XE."
    checker = Checker()
    assert not {"names", "addresses"} & checker.check(text, Stage.INPUT).findings.keys()
    rules = [Rule(stage=Stage.INPUT, detector=one, action=Action.REDACT) for one in ("names", "addresses")]
    verdict = Guard(checker, PolicyDocument(rules=rules)).check(text, Stage.INPUT)
    assert verdict.text == "Mr. [name] lives at [address]."
    assert "Thornbury" not in str([hit.evidence for hit in verdict.hits if hit.detector == "names"])
