"""Differences between versions, in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.agents.schemas import AgentDefinition
from charter.agents.service.diff import compare
from tests.agents.factories import make_agent, make_version

BASE = {"instructions": "Be brief.\nBe kind.", "parameters": {"temperature": 0.2}, "tools": [{"name": "clock"}]}
SCHEMA = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}


def between(before, after):
    made = [
        AgentDefinition.model_validate(BASE | document) if document is not None else None
        for document in (before, after)
    ]
    return compare(made[0], made[1], from_version=1, to_version=2)


@pytest.mark.parametrize(
    ("before", "after", "path", "kind", "summary"),
    [
        ({}, {"tools": [{"name": "clock"}, {"name": "fetch"}]}, "/tools/fetch", "added", "May now call fetch."),
        ({}, {"tools": []}, "/tools/clock", "removed", "May no longer call clock."),
        ({}, {"hand_offs": ["sales"]}, "/hand_offs/sales", "added", "May now hand work to sales."),
        (
            {},
            {"parameters": {"temperature": 0.7}},
            "/parameters/temperature",
            "changed",
            "Temperature raised from 0.2 to 0.7.",
        ),
        ({}, {"parameters": {}}, "/parameters/temperature", "removed", "Temperature no longer set (was 0.2)."),
        ({}, {"parameters": {"temperature": 0.2, "seed": 0}}, "/parameters/seed", "added", "Seed set to 0."),
        ({}, {"model": "fast"}, "/model", "changed", 'Model changed from "default" to "fast".'),
        ({}, {"limits": {"tokens": 5}}, "/limits/tokens", "changed", "Limit of tokens lowered from 200000 to 5."),
        (
            {},
            {"memory": {"history_turns": 30}},
            "/memory/history_turns",
            "changed",
            "Remembered turns of the conversation raised from 20 to 30.",
        ),
        ({}, {"description": "Helps."}, "/description", "added", 'Description set to "Helps.".'),
        (
            {},
            {"instructions": "Be brief.\nBe honest.\nBe calm."},
            "/instructions",
            "changed",
            'Instructions changed: 2 lines added and 1 line removed, first "Be honest.".',
        ),
        ({}, {"output_schema": SCHEMA}, "/output_schema", "added", "Answers must follow an output schema."),
        (
            {"output_schema": SCHEMA},
            {"output_schema": SCHEMA | {"required": ["a", "b"]}},
            "/output_schema/required",
            "changed",
            'In the output schema /required changed from "a" to "a", "b".',
        ),
        (
            {"output_schema": {"const": 1}},
            {"output_schema": {"const": True}},
            "/output_schema/const",
            "changed",
            "In the output schema /const changed from 1 to true.",
        ),
        (
            {"tools": [{"name": "clock"}, {"name": "fetch"}]},
            {"tools": [{"name": "fetch"}, {"name": "clock"}]},
            "/tools",
            "changed",
            "The order changed to fetch, clock.",
        ),
    ],
)
def test_a_change_is_told_in_words(before, after, path, kind, summary):
    diff = between(before, after)
    assert not diff.equal
    assert [(change.path, change.kind, change.summary) for change in diff.changes] == [(path, kind, summary)]


def test_a_new_agent_lists_what_is_set():
    diff = between(None, {})
    assert [change.path for change in diff.changes] == ["/instructions", "/parameters/temperature", "/tools/clock"]
    assert {change.kind for change in diff.changes} == {"added"}


definitions = st.fixed_dictionaries(
    {"instructions": st.sampled_from(["a", "a\nb", "b\n", "a\n\nb"])},
    optional={
        "description": st.sampled_from(["", "x"]),
        "parameters": st.fixed_dictionaries(
            {}, optional={"temperature": st.sampled_from([0, 1, None]), "stop": st.lists(st.just("."), max_size=2)}
        ),
        "tools": st.lists(st.sampled_from(["clock", "fetch", "t0"]), unique=True).map(
            lambda names: [{"name": name} for name in names]
        ),
        "hand_offs": st.lists(st.sampled_from(["0", "1", "a-b"]), unique=True),
        "limits": st.fixed_dictionaries({}, optional={"time_s": st.sampled_from([1, 2.5])}),
        "output_schema": st.none()
        | st.dictionaries(
            st.sampled_from(["a", "a/b", "~"]), st.sampled_from([1, True, None, "x", {}, {"a": None}, {"a": [1]}])
        ),
    },
)


@settings(max_examples=300, deadline=None)
@given(before=definitions, after=definitions)
def test_a_diff_is_empty_exactly_for_equal_content_and_names_each_place_once(before, after):
    one, other = AgentDefinition.model_validate(before), AgentDefinition.model_validate(after)
    diff = compare(one, other, from_version=1, to_version=2)
    assert diff.equal == (one.content_hash() == other.content_hash())
    paths = [change.path for change in diff.changes]
    assert len(set(paths)) == len(paths)
    assert {change.path for change in compare(other, one, from_version=2, to_version=1).changes} == set(paths)


async def test_versions_are_compared_as_asked_and_as_makes_sense(owner):
    agent = await make_agent(owner)
    await make_version(owner, agent, publish=True, model="second")
    await make_version(owner, agent, model="third")

    async def diff(query):
        answer = await owner.client.get(f"/v1/agents/{agent['slug']}/diff{query}")
        assert answer.status == 200, answer.body
        found = answer.json()
        return found["from_version"], found["to_version"], [change["after"] for change in found["changes"]]

    assert await diff("") == (2, 3, ["third"])
    assert await diff("?to=2") == (1, 2, ["second"])
    assert await diff("?from=3&to=1") == (3, 1, ["default"])
    assert await diff("?to=1") == (2, 1, ["default"])
    assert await diff("?from=2&to=2") == (2, 2, [])
    lone = await make_agent(owner)
    answer = (await owner.client.get(f"/v1/agents/{lone['slug']}/diff")).json()
    assert (answer["from_version"], answer["to_version"], answer["equal"]) == (None, 1, False)
    missing = await owner.client.get(f"/v1/agents/{agent['slug']}/diff?from=9")
    assert (missing.status, missing.code) == (404, "agents.version-not-found")
