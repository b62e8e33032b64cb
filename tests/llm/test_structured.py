"""Answers and their output schemas."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.llm.errors import OutputInvalid, OutputSchemaInvalid
from charter.llm.structured import OutputProblem, StructuredOutput, compile_output_schema

TICKET = {
    "type": "object",
    "properties": {"topic": {"type": "string"}, "urgency": {"type": "integer", "minimum": 1, "maximum": 5}},
    "required": ["topic", "urgency"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "text",
    [
        '{"topic":"billing","urgency":3}',
        ' \n{"topic":"billing","urgency":3}\n',
        '```json\n{"topic":"billing","urgency":3}\n```',
        'Here you are:\n{"topic":"billing","urgency":3}\nAnything else?',
    ],
)
def test_a_good_answer_is_read(text):
    assert compile_output_schema(TICKET).check(text) == StructuredOutput({"topic": "billing", "urgency": 3})


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('{"topic":"billing","urgency":9}', ["/urgency"]),
        ('{"topic":5,"urgency":"high"}', ["/topic", "/urgency"]),
        ("[]", [""]),
        ("I do not know.", [""]),
        ("", [""]),
        ('{"topic": ', [""]),
    ],
)
def test_a_bad_answer_is_explained_to_the_model(text, paths):
    outcome = compile_output_schema(TICKET).check(text)
    assert isinstance(outcome, OutputProblem)
    assert sorted(problem["path"] for problem in outcome.problems) == paths
    shown, asked = outcome.repair(text)
    assert (shown.role, shown.text, asked.role) == ("assistant", text, "user")
    assert all(problem["message"] in asked.text for problem in outcome.problems)
    error = outcome.error(2)
    assert isinstance(error, OutputInvalid)
    assert error.problem()["errors"]


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(str))
def test_nothing_a_model_writes_breaks_the_check(text):
    assert isinstance(compile_output_schema(TICKET).check(text), StructuredOutput | OutputProblem)


def test_at_most_ten_problems():
    contract = compile_output_schema({"type": "array", "items": {"type": "integer"}})
    outcome = contract.check("[" + ",".join(['"x"'] * 100) + "]")
    assert isinstance(outcome, OutputProblem)
    assert len(outcome.problems) == 10


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"$ref": "http://127.0.0.1:1/x"},
        {"$ref": "file:///etc/passwd"},
        {"properties": {"a": {"$ref": "https://example.com/schema"}}},
        {"pattern": "("},
        {"description": "x" * 300_000},
    ],
)
def test_a_bad_schema_is_refused_and_nothing_is_fetched(schema):
    with pytest.raises(OutputSchemaInvalid):
        compile_output_schema(schema)


def test_a_hostile_pattern_costs_nothing():
    contract = compile_output_schema({"type": "string", "pattern": "^(a+)+$"})
    began = time.monotonic()
    contract.check('"' + "a" * 5000 + '!"')
    assert time.monotonic() - began < 1
