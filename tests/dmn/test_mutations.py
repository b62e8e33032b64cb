"""Models that were damaged at random: they are refused or read with findings, and their evaluation never fails."""

from __future__ import annotations

import re
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from charter.dmn.errors import DmnUnreadable
from charter.dmn.model import parse_dmn
from charter.feel.errors import FeelError
from charter.feel.limits import Limits
from tests.dmn.models import decision, inputs, literal, model, table

KNOWLEDGE = (
    '<businessKnowledgeModel id="k" name="k"><variable name="k"/><encapsulatedLogic kind="FEEL">'
    f'<formalParameter name="n" typeRef="number"/>{literal("n + 1")}</encapsulatedLogic></businessKnowledgeModel>'
)
OUTPUTS = (
    '<output name="a" typeRef="number"/><output name="b"><outputValues><text>"p", "q"</text></outputValues></output>'
)
RULES = ('> 1 | - => k(x) | "p"', '[1..5] | not(2) => 2 | "q"')
LOOP = f'<for iteratorVariable="i"><in>{literal("t.v")}</in><return>{literal("i * x")}</return></for>'
CALL = f"<invocation>{literal('k')}<binding><parameter name='n'/>{literal('B')}</binding></invocation>"
SOUND = model(
    '<itemDefinition name="T"><itemComponent name="v" isCollection="true"><typeRef>number</typeRef></itemComponent>'
    '</itemDefinition><itemDefinition name="S"><typeRef>string</typeRef><allowedValues><text>"p", "q"</text>'
    "</allowedValues></itemDefinition>",
    inputs("x", type_ref="number"),
    inputs("t", type_ref="T"),
    KNOWLEDGE,
    decision("A", table("PRIORITY", "x, t.v[1]", *RULES, outputs=OUTPUTS), needs="x, t", knows="k"),
    decision("B", table("COLLECT", "x", "> 0 => x", "- => 1", aggregation="SUM"), needs="x"),
    decision("C", LOOP, needs="x, t"),
    decision("D", CALL, needs="B", knows="k", of="decision"),
    '<decisionService id="Z" name="Z"><variable name="Z"/><outputDecision href="#D"/><inputData href="#x"/>'
    "</decisionService>",
).decode()
ELEMENT = re.compile(r"<(\w+)[^>]*/>|<(\w+)[^>]*>(?:(?!<\2[ >]).)*?</\2>", re.DOTALL)
VALUE = re.compile(r'(?<==")[^"]*(?=")|(?<=CDATA\[).*?(?=\]\])')
edits = st.lists(
    st.tuples(st.sampled_from(["remove", "double", "swap"]), st.integers(0, 999), st.integers(0, 999)), max_size=5
)
values = st.sampled_from([None, 1, 2.5, "p", True, [1], {"v": [1, 2]}, {"v": ["a"]}])


def damaged(document: str, kind: str, first: int, second: int) -> str:
    """Return a document with one part taken away, repeated, or replaced by another like it."""
    found = list((VALUE if kind == "swap" else ELEMENT).finditer(document))
    if not found:
        return document
    part, other = found[first % len(found)], found[second % len(found)]
    new = {"remove": "", "double": part[0] * 2, "swap": other[0]}[kind]
    return document[: part.start()] + new + document[part.end() :]


@settings(max_examples=300, deadline=None)
@given(edits, values, values)
def test_a_damaged_model_does_no_harm(changes, x, t):
    document = SOUND
    for kind, first, second in changes:
        document = damaged(document, kind, first, second)
    with suppress(DmnUnreadable):
        parsed = parse_dmn(document.encode())
        assert all(finding.message and finding.fix for finding in parsed.findings)
        for each in parsed.decisions:
            with suppress(FeelError):
                parsed.evaluate(each.id, {"x": x, "t": t}, limits=Limits(steps=20_000)).to_json()


def test_the_sound_model_is_sound():
    parsed = parse_dmn(SOUND.encode())
    assert parsed.findings == []
    results = {each.id: parsed.evaluate(each.id, {"x": 3, "t": {"v": [1, 2]}}).to_json() for each in parsed.decisions}
    assert results == {"A": {"a": 4, "b": "p"}, "B": 4, "C": [3, 6], "D": 5}
