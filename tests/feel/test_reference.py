"""The reference of the language says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.feel.builtins.signatures import SIGNATURES
from charter.feel.limits import Limits
from tests.feel.evaluate import printed

REFERENCE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "feel.md").read_text()
EXAMPLES = [
    line.rpartition("//")[::2]
    for block in re.findall(r"```feel\n(.*?)```", REFERENCE, re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize(("source", "expected"), EXAMPLES)
def test_the_examples_come_to_what_they_say(source, expected):
    assert printed(source) == expected.strip()


def test_every_function_has_an_example():
    shown = " ".join(source for source, _ in EXAMPLES)
    assert [name for name in SIGNATURES if f"{name}(" not in shown] == []


def test_the_limits_are_those_of_the_code():
    rows = dict(re.findall(r"\| ([a-z_]+) \| ([\d,]+) \|", REFERENCE))
    assert {name: int(value.replace(",", "")) for name, value in rows.items()} == {
        name: getattr(Limits(), name) for name in Limits.__slots__
    }
