"""Agents as files: export, import, apply."""

from __future__ import annotations

import asyncio

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.agents.factories import everything, make_agent, make_version

YAML = {"content-type": "application/yaml"}
FILE = """\
api_version: charter/v1
kind: Agent
name: Helpdesk
slug: helpdesk
definition:
  instructions: |
    You help.
    Be kind.
  tools:
    - name: clock
"""
OTHER = FILE.replace("helpdesk", "sales").replace("Helpdesk", "Sales")


async def apply(caller, text, query=""):
    return await caller.client.post(f"/v1/agents/apply{query}", text.encode(), headers=YAML)


async def test_applying_creates_then_changes_nothing_then_updates(owner):
    first = await apply(owner, FILE)
    assert first.status == 200, first.body
    item = first.json()["items"][0]
    assert (item["action"], item["agent"]["slug"], item["agent"]["published_version"]) == ("created", "helpdesk", 1)

    before = await everything(owner)
    again = (await apply(owner, FILE)).json()["items"][0]
    assert (again["action"], again["diff"]["equal"], again["diff"]["changes"]) == ("unchanged", True, [])
    assert await everything(owner) == before

    changed = (await apply(owner, FILE.replace("name: clock", "name: calculator"))).json()["items"][0]
    assert (changed["action"], changed["agent"]["published_version"]) == ("updated", 2)
    assert [change["summary"] for change in changed["diff"]["changes"]] == [
        "May now call calculator.",
        "May no longer call clock.",
    ]
    back = (await apply(owner, FILE)).json()["items"][0]
    assert (back["action"], back["agent"]["published_version"]) == ("updated", 3)


async def test_a_dry_run_says_the_same_and_changes_nothing(owner):
    await apply(owner, FILE)
    before = await everything(owner)
    text = FILE.replace("kind.", "brief.").replace("Helpdesk", "Help Desk") + "---\n" + OTHER
    dry = (await apply(owner, text, "?dry_run=true")).json()
    assert await everything(owner) == before
    done = (await apply(owner, text)).json()
    assert (
        [item["action"] for item in dry["items"]]
        == [item["action"] for item in done["items"]]
        == ["updated", "created"]
    )
    assert [item["diff"]["changes"] for item in dry["items"]] == [item["diff"]["changes"] for item in done["items"]]
    assert dry["items"][0]["renamed_from"] == "Helpdesk"
    assert (await owner.client.get("/v1/agents/helpdesk")).json()["name"] == "Help Desk"


async def test_a_waiting_draft_of_the_same_content_is_published(owner):
    agent = await make_agent(owner, "helpdesk")
    await make_version(owner, agent, instructions="You help.\nBe kind.\n", tools=[{"name": "clock"}])
    item = (await apply(owner, FILE)).json()["items"][0]
    assert (item["agent"]["published_version"], item["agent"]["latest_version"]) == (2, 2)


async def test_agents_in_one_file_may_hand_work_to_each_other_and_circles_are_told(owner):
    text = FILE + "  hand_offs: [sales]\n---\n" + OTHER + "  hand_offs: [helpdesk]\n"
    items = (await apply(owner, text)).json()["items"]
    assert [item["action"] for item in items] == ["created", "created"]
    assert items[0]["warnings"][0]["message"] == "Work can go round in a circle: helpdesk → sales → helpdesk."


@pytest.mark.parametrize(
    ("text", "code", "path", "line", "suggestion"),
    [
        (FILE.replace("kind: Agent", "kind: Robot"), "agents.file-invalid", "/kind", 2, None),
        (FILE.replace("slug:", "slugg:"), "agents.file-invalid", "/slugg", 4, "Did you mean 'slug'?"),
        (FILE + "  temprature: 1\n", "agents.definition-invalid", "/definition/temprature", 11, None),
        (
            FILE + "  limits: {tokns: 1}\n",
            "agents.definition-invalid",
            "/definition/limits/tokns",
            11,
            "Did you mean 'tokens'?",
        ),
        (
            FILE + "  parameters:\n    temperature: 9\n",
            "agents.definition-invalid",
            "/definition/parameters/temperature",
            12,
            None,
        ),
        (
            FILE.replace("clock", "clok"),
            "agents.definition-invalid",
            "/definition/tools/0/name",
            10,
            "Did you mean 'clock'?",
        ),
        (
            FILE + "  hand_offs: [nobody]\n",
            "agents.definition-invalid",
            "/definition/hand_offs/0",
            11,
            "Create it first.",
        ),
        (FILE + "slug: again\n", "agents.file-invalid", "", 11, "Remove one of them."),
        (FILE.replace("name: Helpdesk\n", ""), "agents.file-invalid", "/name", 1, None),
        ("", "agents.file-invalid", "", 1, "Start from charter agent export."),
        ("- 1\n", "agents.file-invalid", "", 1, None),
        (FILE + "---\n" + FILE, "agents.file-invalid", "/1/slug", 15, None),
        (OTHER + "---\n" + FILE + "  model: 3\n", "agents.definition-invalid", "/1/definition/model", 22, None),
    ],
)
async def test_a_refused_file_names_line_and_field_and_changes_nothing(owner, text, code, path, line, suggestion):
    await make_agent(owner, "present")
    before = await everything(owner)
    answers = [await apply(owner, text)]
    if text:
        answers.append(await apply(owner, OTHER.replace("sales", "fine") + "---\n" + text))
    for answer in answers:
        assert (answer.status, answer.code) == (422, code), answer.body
    problem = answers[0].json()
    assert (problem["errors"][0]["path"], problem["lines"][0]) == (path, line), problem
    assert problem["errors"][0]["message"].startswith(f"Line {line}: ")
    assert suggestion is None or problem["errors"][0]["suggestion"] == suggestion
    assert await everything(owner) == before


async def test_an_import_is_a_draft_unless_published_and_never_changes_an_agent_that_is_there(owner):
    made = await owner.client.post("/v1/agents/import", FILE.encode(), headers=YAML)
    assert (made.status, made.json()["published_version"]) == (201, None), made.body
    before = await everything(owner)
    taken = await owner.client.post("/v1/agents/import", FILE.encode(), headers=YAML)
    assert (taken.status, taken.code) == (409, "agents.slug-taken")
    two = await owner.client.post("/v1/agents/import", f"{FILE}---\n{OTHER}".encode(), headers=YAML)
    assert (two.status, two.code, two.json()["lines"]) == (422, "agents.file-invalid", [11])
    assert await everything(owner) == before
    published = await owner.client.post("/v1/agents/import?publish=true", OTHER.encode(), headers=YAML)
    assert published.json()["published_version"] == 1


async def test_an_export_says_what_is_not_default_in_the_order_of_the_fields(owner):
    await apply(owner, FILE + "  model: default\n  description: Helps.\n  limits: {tokens: 200000, time_s: 5}\n")
    answer = await owner.client.get("/v1/agents/helpdesk/export")
    assert answer.headers["content-type"].startswith("application/yaml")
    assert answer.headers["content-disposition"] == 'attachment; filename="helpdesk.yaml"'
    assert answer.body.decode() == (
        "api_version: charter/v1\nkind: Agent\nname: Helpdesk\nslug: helpdesk\ndefinition:\n  description: Helps.\n"
        "  instructions: |\n    You help.\n    Be kind.\n  tools:\n  - name: clock\n  limits:\n    time_s: 5.0\n"
    )


words = st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.sampled_from(["no", "1e3", "a: b\n\nc", "0x1"])
exported = st.fixed_dictionaries(
    {"instructions": words.filter(str.strip)},
    optional={
        "description": words.map(lambda text: text[:900]),
        "parameters": st.fixed_dictionaries(
            {},
            optional={
                "temperature": st.floats(0, 2),
                "stop": st.lists(words.filter(bool).map(lambda text: text[:99]), max_size=4),
            },
        ),
        "output_schema": st.fixed_dictionaries(
            {
                "const": words
                | st.integers(-(2**63), 2**63)
                | st.none()
                | st.floats(allow_nan=False, allow_infinity=False)
            }
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(definition=exported)
async def test_an_export_applied_elsewhere_gives_the_same_agent_and_applied_here_changes_nothing(
    definition, owner, stranger
):
    agent = await make_agent(owner, **definition)
    text = (await owner.client.get(f"/v1/agents/{agent['slug']}/export")).body.decode()
    assert yaml.safe_load(text)["kind"] == "Agent"
    here, there = (await apply(owner, text)).json(), (await apply(stranger, text)).json()
    assert here["items"][0]["action"] == "unchanged"
    assert there["items"][0]["action"] == "created"
    theirs = (await stranger.client.get(f"/v1/agents/{agent['slug']}")).json()
    assert (theirs["definition"], theirs["name"]) == (agent["definition"], agent["name"])


async def test_two_files_applied_at_once_end_as_one_of_them(owner):
    text, other = FILE + "---\n" + OTHER, OTHER.replace("kind.", "fast.") + "---\n" + FILE.replace("kind.", "fast.")
    await apply(owner, text)
    answers = await asyncio.gather(*(apply(owner, one) for one in (other, text, other, text)))
    assert {answer.status for answer in answers} == {200}
    found = [(await owner.client.get(f"/v1/agents/{slug}")).json()["definition"] for slug in ("helpdesk", "sales")]
    assert found[0]["instructions"] == found[1]["instructions"]


async def test_applying_needs_the_right_to_publish(make_caller):
    caller = await make_caller("operator")
    for path in ("/v1/agents/apply", "/v1/agents/apply?dry_run=true", "/v1/agents/import"):
        answer = await caller.client.post(path, FILE.encode(), headers=YAML)
        assert (answer.status, answer.code) == (403, "access.forbidden")
