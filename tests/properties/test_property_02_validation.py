"""Property 2: Input validation consistency.

The API, the command line and the published JSON Schema (which the form in the browser uses) accept or refuse alike; a
refusal names the field and changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import io
import itertools
import json
import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from charter.agents.service.yaml_text import write_document
from charter.cli.main import main
from tests.agents.factories import everything
from tests.properties.json_schema import letters

_numbers = itertools.count(1)
# What a schema cannot know: which tools and agents there are, whether one stands there twice, whether an output schema
# is one. The form asks POST /v1/agents/validate for these.
_REFERENCES = re.compile(r"/tools/\d+/name|/hand_offs/\d+|/output_schema")

texts = st.text(letters, max_size=20)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-3, 2001)
    | st.sampled_from(
        [2**31, 2**63, -(2**63), 10**30, 0.5, 1.0, 20.0, -0.0, 1e16, 1e300, "", " ", "\u3000", "20", "true"]
    )
    | texts
)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
definitions = st.fixed_dictionaries(
    {"instructions": st.text(letters, min_size=1, max_size=60).filter(lambda text: re.search(r"\S", text))},
    optional={
        "description": texts,
        "model": st.sampled_from(["default", "scripted/gpt-4o"]),
        "parameters": st.fixed_dictionaries(
            {},
            optional={
                "temperature": st.none() | st.floats(0, 2),
                "top_p": st.floats(0.01, 1),
                "max_tokens": st.integers(1, 1_000_000),
                "stop": st.lists(st.text(letters, min_size=1, max_size=5), max_size=4),
                "seed": st.integers(-(2**53) + 1, 2**53 - 1),
            },
        ),
        "tools": st.lists(st.sampled_from(["clock", "calculator"]), unique=True).map(
            lambda names: [{"name": name} for name in names]
        ),
        "hand_offs": st.just(["present"]) | st.just([]),
        "memory": st.fixed_dictionaries({}, optional={"history_turns": st.integers(0, 200)}),
        "output_schema": st.none() | st.just({"type": "object", "properties": {"answer": {"type": "string"}}}),
        "limits": st.fixed_dictionaries(
            {},
            optional={
                "model_calls": st.integers(1, 1000),
                "tool_calls": st.integers(0, 10_000),
                "tokens": st.integers(1, 100_000_000),
                "time_s": st.floats(0.1, 86_400),
                "cost_micros": st.integers(0, 10**12),
            },
        ),
    },
)
payloads = st.fixed_dictionaries({"name": st.text(letters, min_size=1, max_size=30), "definition": definitions}).map(
    lambda payload: payload | {"slug": f"p-{next(_numbers)}"}
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, item in inner:
        found += [(*path, key), *places(item, (*path, key))]
    return found


@st.composite
def mutated(draw) -> dict[str, Any]:
    """A valid payload with up to three things changed: taken away, replaced, renamed, added."""
    payload = copy.deepcopy(draw(payloads))
    for _ in range(draw(st.integers(0, 3))):
        # Mostly in the definition: a wrong name hides what is wrong below it.
        inside = [path for path in places(payload) if path[0] == "definition" or draw(st.integers(0, 9)) == 0]
        if not inside:
            break
        path = draw(st.sampled_from(inside))
        parent = payload
        for key in path[:-1]:
            parent = parent[key]
        match draw(st.sampled_from(["remove", "replace", "rename", "add", "wrap"])):
            case "remove":
                del parent[path[-1]]
            case "replace":
                parent[path[-1]] = draw(anything)
            case "rename" if isinstance(parent, dict):
                parent[draw(texts.filter(bool)) + "x"] = parent.pop(path[-1])
            case "add" if isinstance(parent, dict):
                parent[draw(texts | st.sampled_from(["temprature", "tols", "model"]))] = draw(anything)
            case "add" | "rename":
                parent.append(draw(anything))
            case "wrap":
                parent[path[-1]] = [parent[path[-1]]]
    return payload


def published_schema(openapi: dict[str, Any], definition_schema: dict[str, Any]) -> Any:
    """Return the validator that the form uses: the interface's own description, with the definition's schema in it."""
    form = copy.deepcopy(openapi["components"]["schemas"]["AgentInput"])
    definitions_of_it = definition_schema.pop("$defs")
    form["properties"]["definition"] = definition_schema
    for other in ("template", "parameters", "publish"):  # the payloads are of agents that start from a definition
        del form["properties"][other]
    form["required"] = ["name", "definition"]
    return jsonschema_rs.Draft202012Validator({**form, "$defs": definitions_of_it})


def run_charter(arguments: list[str]) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(arguments)
    return code, out.getvalue()


def pointers(fields: list[dict[str, str]]) -> set[str]:
    return {field["path"] for field in fields}


def is_there(payload: Any, pointer: str) -> bool:
    """True when a pointer leads to a part of the payload, or to a member that an object there lacks."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for index, step in enumerate(steps):
        if isinstance(payload, list) and step.isdigit() and int(step) < len(payload):
            payload = payload[int(step)]
        elif isinstance(payload, dict) and step in payload:
            payload = payload[step]
        else:
            return isinstance(payload, dict) and index == len(steps) - 1
    return True


@pytest.fixture
async def doors(builder, server, monkeypatch):
    """The caller, its command line and the schema that its form uses."""
    monkeypatch.setenv("CHARTER_URL", server)
    monkeypatch.setenv("CHARTER_API_KEY", builder.key)
    present = {"name": "Present", "definition": {"instructions": "Be there."}}
    assert (await builder.client.post("/v1/agents", present)).status == 201
    openapi = (await builder.client.get("/openapi.json")).json()
    schema = published_schema(openapi, (await builder.client.get("/v1/agents/schema")).json())
    return builder, schema


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(payload=mutated())
@example(payload={"name": " ", "slug": "a", "definition": {"instructions": "x"}})
@example(payload={"name": "a", "slug": "-", "definition": {"instructions": " \n"}})
@example(payload={"name": "a", "slug": "b", "definition": {"instructions": "x", "limits": {"tokens": "20"}}})
@example(payload={"name": "a", "slug": "b", "definition": {"instructions": "x", "limits": {"tokens": True}}})
@example(payload={"name": "a", "slug": "b", "definition": {"instructions": "x" * 50_001}})
@example(payload={"name": "a", "slug": "b", "definition": {"instructions": "x" * 50_000 + " "}})
@example(payload={"name": "a", "slug": "b", "definition": {"instructions": "x", "parameters": {"seed": 2**53}}})
@example(payload={"name": "a", "slug": "b", "definition": {"instructions": "x", "hand_offs": ["present", "present"]}})
async def test_property_02_all_doors_accept_or_refuse_alike(payload, doors, tmp_path_factory):
    """Input validation consistency."""
    caller, schema = doors
    client = caller.client
    before = await everything(caller)
    fits = schema.is_valid(payload)

    file = tmp_path_factory.getbasetemp() / "payload.yaml"
    file.write_text(write_document({"api_version": "charter/v1", "kind": "Agent"} | payload))
    code, printed = await asyncio.to_thread(run_charter, ["diff", "-f", str(file), "--json"])
    assert code in {0, 1}
    assert await everything(caller) == before

    definition = payload.get("definition")
    checked = await client.post("/v1/agents/validate", {"definition": definition})
    assert await everything(caller) == before

    made = await client.post("/v1/agents", payload)
    assert made.status in {201, 422}, made.body
    accepted = made.status == 201
    assert (code == 0) == accepted, (printed, made.body)
    if fits:
        assert accepted or all(_REFERENCES.fullmatch(path.removeprefix("/definition")) for path in _refused(made))
    else:
        assert not accepted
    if accepted:
        assert checked.json()["valid"]
        assert (await client.delete(f"/v1/agents/{made.json()['id']}")).status == 204
        return
    assert await everything(caller) == before
    by_api, by_command = _refused(made), pointers(json.loads(printed)["error"]["errors"])
    assert by_api
    # Without a definition the creating door asks for a template instead, once everything else is right.
    aside = {"/definition", "/template"} if definition is None else set()
    assert by_api - aside == by_command - aside
    assert all(is_there(payload, path) for path in by_api), by_api
    if all(path.startswith("/definition/") for path in by_api):
        errors = [problem for problem in checked.json()["problems"] if problem["severity"] == "error"]
        assert {f"/definition{problem['path']}" for problem in errors} == by_api
        assert not checked.json()["valid"]


def _refused(answer: Any) -> set[str]:
    return pointers(answer.json()["errors"])
