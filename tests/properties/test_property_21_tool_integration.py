"""Property 21, tool integration.

For all tools and the ways to call them (built in, Python in the sandbox, another executor): each is found with
its schema, arguments are checked before anything happens, the call works in an agent's run, and failures are typed.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.tools.errors import ToolFailed
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry
from charter.tools.tool import Risk, ToolKind
from tests.agents.factories import make_agent
from tests.llm.fake_server import Reply

PYTHON = {
    "echo": 'def tool(value: VALUE) -> VALUE:\n    """Echoes."""\n    return value\n',
    "raises": 'def tool(value: VALUE) -> VALUE:\n    """Raises."""\n    raise ValueError("no")\n',
    "not_json": 'def tool(value: VALUE):\n    """Returns a thing."""\n    return object()\n',
    "wrong_type": 'def tool(value: VALUE) -> bool:\n    """Breaks its word."""\n    return "yes"\n',
    "slow": 'import time\ndef tool(value: VALUE) -> VALUE:\n    """Sleeps."""\n    time.sleep(60)\n',
    "fails": 'def tool(value: VALUE) -> VALUE:\n    """Fails."""\n    return [][0]\n',
}
FAILURE = {
    "echo": None,
    "raises": "tools.failed",
    "not_json": "tools.result-invalid",
    "wrong_type": "tools.result-invalid",
    "slow": "tools.timed-out",
    "fails": "tools.failed",
}
KINDS: dict[str, tuple[str, st.SearchStrategy[Any], st.SearchStrategy[Any]]] = {
    "str": ("string", st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), st.integers()),
    "int": ("integer", st.integers(-(2**53), 2**53), st.text(max_size=3)),
    "bool": ("boolean", st.booleans(), st.text(max_size=3)),
    "list[int]": ("array", st.lists(st.integers(-9, 9), max_size=5), st.integers()),
}


_names = itertools.count(1)


class _Remote:
    """An executor as another room would register it."""

    async def call(self, tool: Any, arguments: dict[str, Any], caller: Any) -> Any:
        match tool.definition["way"]:
            case "raises" | "fails":
                raise ToolFailed("no")
            case "not_json":
                return object()
            case "wrong_type":
                return {"not": "this"}
            case "slow":
                raise TimeoutError
            case _:
                return arguments["value"]


async def _make(services: Any, owner: Any, transport: str, name: str, way: str, kind: str) -> None:
    if transport == "python":
        code = PYTHON[way].replace("VALUE", kind)
        definition = {"code": code, "limits": {"wall_s": 0.5}}
        answer = await owner.client.post("/v1/tools", {"name": name, "definition": definition, "publish": True})
        assert (answer.status, answer.json()["state"]) == (201, "ready"), answer.body
        return
    value = {"type": KINDS[kind][0]}
    facts = ToolFacts(
        description="Remote.",
        input_schema={"type": "object", "properties": {"value": value}, "required": ["value"]},
        output_schema={"type": "boolean"} if way == "wrong_type" else value,
        definition={"way": way},
    )
    async with services.database.tenant_session(owner.tenant_id) as db:
        await registry.register_tool(
            db, owner.principal, name, ToolKind.OPENAPI, facts, risk=Risk.READ, publish=True, now=services.clock()
        )


@settings(
    max_examples=25,  # each is a run with three calls, one of them in a fresh sandbox: over a second
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_property_21_a_tool_is_found_checked_and_called_and_fails_in_a_typed_way(
    data,
    services,
    builder,
    model,
    monkeypatch,
):
    """Property 21: Tool integration.

    Fewer examples: each is a tool, an agent and two runs with calls in fresh sandboxes, over a second.
    """
    monkeypatch.setitem(services.tools.desk._executors, ToolKind.OPENAPI, _Remote())
    transport = data.draw(st.sampled_from(["python", "remote"]))
    way = data.draw(st.sampled_from(sorted(PYTHON)))
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    json_type, good, bad = KINDS[kind]
    value, wrong = data.draw(good), data.draw(bad)
    name = f"t{next(_names)}"
    await _make(services, builder, transport, name, way, kind)

    found = (await builder.client.get(f"/v1/tools?q={name}")).json()["items"]
    assert [tool["name"] for tool in found] == [name]
    shown = (await builder.client.get(f"/v1/tools/{name}")).json()
    assert shown["input_schema"]["properties"]["value"]["type"] == json_type

    await make_agent(builder, name, tools=[{"name": name}, {"name": "calculator"}])
    model.sequence = [
        Reply(
            tool_calls=[
                (name, json.dumps({"value": value})),
                (name, json.dumps({"value": wrong})),
                ("calculator", '{"expression": "1+1"}'),
            ]
        ),
        Reply(text="done"),
    ]
    run = (await builder.client.post("/v1/runs", {"agent": name, "input": "Go.", "wait": True})).json()
    assert run["state"] == "completed", run
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    first, second, third = steps[1:4]
    if FAILURE[way] is None:
        assert first["output"] == {"result": value}
    else:
        assert first["error"]["code"] == FAILURE[way], first
        assert first["error"]["detail"]
    assert second["error"]["code"] == "tools.arguments-invalid"
    assert second["error"]["errors"][0]["path"] == "/value"
    assert third["output"]["result"]["result"] == "2"

    assert (await builder.client.post(f"/v1/tools/{name}/disable")).status == 200
    model.sequence = [Reply(tool_calls=[(name, json.dumps({"value": value}))]), Reply(text="done")]
    run = (await builder.client.post("/v1/runs", {"agent": name, "input": "Go.", "wait": True})).json()
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert steps[1]["error"]["code"] == "tools.not-found"
