"""What is wrong with a definition, as it is being typed."""

from __future__ import annotations

import pytest

from charter.agents.schemas import AgentDefinition
from charter.agents.service.definitions import Surroundings, check
from tests.agents.factories import make_agent, make_version

AROUND = Surroundings(tools={"clock", "calculator"}, agents={"a": ["b"], "b": ["c"], "c": ["a"], "d": []}, itself="a")


def problems(**document):
    definition, checked = check({"instructions": "Be brief."} | document, AROUND)
    assert checked.valid == (not any(problem.severity == "error" for problem in checked.problems))
    assert (definition is None) <= (not checked.valid)
    return [(problem.path, problem.severity, problem.suggestion) for problem in checked.problems]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({}, []),
        ({"instructions": " \n"}, [("/instructions", "error", "Say what it is to do.")]),
        ({"temperature": 1}, [("/temperature", "error", "Remove it.")]),
        ({"parameters": {"temprature": 1}}, [("/parameters/temprature", "error", "Did you mean 'temperature'?")]),
        ({"parameters": {"temperature": "0.5"}}, [("/parameters/temperature", "error", None)]),
        ({"parameters": {"seed": 2**63}}, [("/parameters/seed", "error", None)]),
        ({"limits": {"tokens": True}}, [("/limits/tokens", "error", None)]),
        ({"limits": {"tokens": 20.5}}, [("/limits/tokens", "error", None)]),
        ({"limits": {"tokens": 2000.0}}, []),
        ({"tools": [{"name": "clok"}]}, [("/tools/0/name", "error", "Did you mean 'clock'?")]),
        ({"tools": [{"name": "x"}]}, [("/tools/0/name", "error", "There are: calculator, clock.")]),
        ({"tools": [{"name": "clock"}, {"name": "clock"}]}, [("/tools/1/name", "error", "Remove one.")]),
        (
            {"tools": [{"nam": "clock"}]},
            [("/tools/0/name", "error", None), ("/tools/0/nam", "error", "Did you mean 'name'?")],
        ),
        ({"hand_offs": ["e"]}, [("/hand_offs/0", "error", "Create it first.")]),
        ({"hand_offs": ["d", "d"]}, [("/hand_offs/1", "error", "Remove one.")]),
        (
            {"output_schema": {"type": "objekt"}},
            [("/output_schema", "error", "Check it against JSON Schema draft 2020-12.")],
        ),
        (
            {"output_schema": {"$ref": "http://127.0.0.1/x"}},
            [("/output_schema", "error", "Check it against JSON Schema draft 2020-12.")],
        ),
        (
            {"output_schema": {"$ref": "file:///etc/passwd"}},
            [("/output_schema", "error", "Check it against JSON Schema draft 2020-12.")],
        ),
        (
            {"parameters": {"max_tokens": 9}, "limits": {"tokens": 5}},
            [("/parameters/max_tokens", "warning", "Lower it, or raise limits.tokens.")],
        ),
        (
            {"tools": [{"name": "clock"}], "limits": {"tool_calls": 0}},
            [("/limits/tool_calls", "warning", "Raise it, or remove the tools.")],
        ),
    ],
)
def test_each_problem_has_its_path_severity_and_fix(document, found):
    assert problems(**document) == found


@pytest.mark.parametrize(("slug", "way"), [("a", "a → a"), ("b", "a → b → c → a"), ("c", "a → c → a")])
def test_work_that_can_go_round_is_warned_of_with_the_way_it_takes(slug, way):
    _, checked = check({"instructions": "Be brief.", "hand_offs": ["d", slug]}, AROUND)
    assert checked.valid
    assert [(problem.path, problem.message) for problem in checked.problems] == [
        ("/hand_offs/1", f"Work can go round in a circle: {way}.")
    ]


async def test_the_api_warns_of_a_circle_when_it_knows_the_agent(owner):
    first = await make_agent(owner)
    second = await make_agent(owner, hand_offs=[first["slug"]])
    body = {"definition": {"instructions": "x", "hand_offs": [second["slug"]]}}
    assert (await owner.client.post("/v1/agents/validate", body)).json() == {"valid": True, "problems": []}
    known = (await owner.client.post("/v1/agents/validate", body | {"agent": first["slug"]})).json()
    assert known["valid"]
    assert [problem["severity"] for problem in known["problems"]] == ["warning"]
    assert (await make_version(owner, first, **body["definition"]))["number"] == 2


def test_equal_content_has_an_equal_hash_however_its_numbers_are_written():
    one = AgentDefinition.model_validate({"instructions": "x", "limits": {"time_s": 300}, "output_schema": {"a": 1e16}})
    other = {"output_schema": {"a": 10**16}, "instructions": "x", "tools": [], "parameters": {"temperature": None}}
    assert one.content_hash() == AgentDefinition.model_validate(other).content_hash()
    zero = {"instructions": "x", "parameters": {"temperature": -0.0}}
    assert b"-0" not in AgentDefinition.model_validate(zero).model_dump_json().encode()
