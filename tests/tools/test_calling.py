"""Tools of a kind that another room calls: registered, granted, called in a run, closed while it runs."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from charter.core.errors import CharterError
from charter.tools.errors import (
    ToolArgumentsInvalid,
    ToolDisabled,
    ToolNotFound,
    ToolQuarantined,
    ToolResultInvalid,
    ToolResultTooLarge,
    ToolTimedOut,
    ToolUnavailable,
)
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry
from charter.tools.service.catalogue import load_catalogue
from charter.tools.service.desk import ToolDesk
from charter.tools.tool import Caller as ToolCaller
from charter.tools.tool import Risk, Tool, ToolKind
from tests.conftest import Caller
from tests.llm.fake_server import Reply
from tests.tools.factories import make_tool
from tests.workflows.drawing import element, end, file, process, start
from tests.workflows.test_built_in import until_ended

HEADERS = '<zeebe:taskHeaders><zeebe:header key="tool" value="calculator"/></zeebe:taskHeaders>'
SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


class Echo:
    """An executor that answers as it is told, and remembers who asked."""

    def __init__(self, answer: Any = None) -> None:
        self.answer, self.calls = answer, []

    async def call(self, tool: Tool, arguments: dict[str, Any], caller: ToolCaller) -> Any:
        self.calls.append((tool, arguments, caller))
        if self.answer == "never":
            await asyncio.Event().wait()
        return arguments["text"] if self.answer is None else self.answer


async def register(services, owner: Caller, name: str = "echo", **facts: Any):
    said = {"description": "Echoes.", "input_schema": SCHEMA, "definition": {"remote": "echo"}} | facts
    async with services.database.tenant_session(owner.tenant_id) as db:
        return await registry.register_tool(
            db, owner.principal, name, ToolKind.MCP, ToolFacts(**said), risk=Risk.READ, source_id=uuid4(),
            publish=True, now=services.clock(),
        )  # fmt: skip


async def catalogue(services, owner: Caller):
    async with services.database.tenant_session(owner.tenant_id) as db:
        return await load_catalogue(db, services.tools.builtins)


def caller_of(owner: Caller) -> ToolCaller:
    return ToolCaller(owner.tenant_id, owner.principal.id, "trial", uuid4(), uuid4())


@pytest.fixture
def desk(services) -> ToolDesk:
    return ToolDesk(services.database)


async def test_a_registered_executor_gets_what_it_needs(services, owner, desk):
    made = await register(services, owner)
    tool = (await catalogue(services, owner)).get("echo")
    assert (tool.id, tool.kind, tool.definition) == (made.id, ToolKind.MCP, {"remote": "echo"})
    with pytest.raises(ToolUnavailable):
        await desk.call(tool, {"text": "hi"}, caller_of(owner))
    desk.register(ToolKind.MCP, echo := Echo())
    asked = caller_of(owner)
    assert await desk.call(tool, {"text": "hi"}, asked) == "hi"
    assert echo.calls == [(tool, {"text": "hi"}, asked)]


@pytest.mark.parametrize("arguments", [{}, {"text": 1}, [], None, "text", {"text": "x" * 300_000}])
async def test_arguments_that_do_not_fit_never_reach_an_executor(services, owner, desk, arguments):
    await register(services, owner)
    desk.register(ToolKind.MCP, echo := Echo())
    with pytest.raises(ToolArgumentsInvalid) as caught:
        await desk.call((await catalogue(services, owner)).get("echo"), arguments, caller_of(owner))
    assert caught.value.fields
    assert echo.calls == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("x" * 300_000, ToolResultTooLarge),
        (float("nan"), ToolResultInvalid),
        (object(), ToolResultInvalid),
        ({"a": float("inf")}, ToolResultInvalid),
        ("\ud800", ToolResultInvalid),
        (5, ToolResultInvalid),
    ],
)
async def test_results_that_do_not_fit_never_reach_a_model(services, owner, desk, answer, error):
    await register(services, owner, output_schema={"type": ["string", "null", "object"]})
    desk.register(ToolKind.MCP, Echo(answer))
    with pytest.raises(error):
        await desk.call((await catalogue(services, owner)).get("echo"), {"text": "x"}, caller_of(owner))


async def test_a_tool_that_never_answers_is_given_up(services, owner, desk):
    await register(services, owner, definition={"limits": {"wall_s": -4.9}})
    desk.register(ToolKind.MCP, Echo("never"))
    with pytest.raises(ToolTimedOut):
        await desk.call((await catalogue(services, owner)).get("echo"), {"text": "x"}, caller_of(owner))


async def test_a_tool_that_is_closed_meanwhile_is_not_called(services, owner, desk):
    made = await register(services, owner)
    tool = (await catalogue(services, owner)).get("echo")
    desk.register(ToolKind.MCP, echo := Echo())

    async def refusal() -> type[CharterError] | None:
        try:
            await desk.call(tool, {"text": "x"}, caller_of(owner))
        except CharterError as error:
            return type(error)
        return None

    async def hold(because: str | None) -> None:
        async with services.database.tenant_session(owner.tenant_id) as db:
            if because:
                await registry.hold_tool(db, owner.principal, made.id, because, now=services.clock())
            else:
                await registry.release_tool(db, owner.principal, made.id, now=services.clock())

    assert (await owner.client.post("/v1/tools/echo/disable")).json()["state"] == "disabled"
    assert await refusal() is ToolDisabled
    with pytest.raises(ToolDisabled):
        (await catalogue(services, owner)).get("echo")
    await hold("Its description changed.")
    assert await refusal() is ToolQuarantined
    assert (await owner.client.get("/v1/tools/echo")).json()["state"] == "quarantined"
    await hold(None)
    await owner.client.post("/v1/tools/echo/enable")
    assert await refusal() is None
    assert len(echo.calls) == 1
    await owner.client.request("DELETE", "/v1/tools/echo")
    assert await refusal() is ToolNotFound


@pytest.mark.parametrize(
    "facts",
    [
        {"input_schema": {"type": "objct"}},
        {"input_schema": {"type": "array"}},
        {"input_schema": {"type": "object", "properties": {"x": {"$ref": "http://127.0.0.1/x.json"}}}},
        {"input_schema": {"type": "object", "properties": {"x": {"$ref": "file:///etc/passwd"}}}},
        {"output_schema": {"type": 5}},
        {"input_schema": {"type": "object", "description": "x" * 200_000}},
    ],
)
async def test_what_is_no_schema_is_not_registered(services, owner, facts):
    with pytest.raises(CharterError) as caught:
        await register(services, owner, **facts)
    assert caught.value.code == "tools.definition-invalid"
    assert (await owner.client.get("/v1/tools/echo")).status == 404


async def test_an_agent_calls_a_registered_tool_in_its_run(services, builder, make_agent, model, monkeypatch):
    echo = Echo()
    monkeypatch.setitem(services.tools.desk._executors, ToolKind.MCP, echo)
    await register(services, builder)
    await make_agent(builder, tools=[{"name": "echo"}, {"name": "clock"}])
    await builder.client.post("/v1/tools/clock/disable")
    model.sequence = [
        Reply(tool_calls=[("echo", '{"text": "hi"}'), ("echo", '{"txt": 1}'), ("clock", "{}")]),
        Reply(text="done"),
    ]
    answer = await builder.client.post("/v1/runs", {"agent": "helper", "input": "Go.", "wait": True})
    run = answer.json()
    assert run["state"] == "completed", run
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert steps[1]["output"] == {"result": "hi"}
    assert steps[2]["error"]["code"] == "tools.arguments-invalid"
    assert steps[3]["error"]["code"] == "tools.not-found"
    offered = [tool["function"]["name"] for tool in model.calls[0].body["tools"]]
    assert offered == ["echo"]
    [(_, _, caller)] = echo.calls
    assert (caller.tenant_id, caller.origin, caller.agent_id is not None) == (builder.tenant_id, "run", True)


async def test_a_tool_tells_who_uses_it_and_how_it_went(owner, builder, make_agent, model, make_caller):
    agent = await make_agent(builder, tools=[{"name": "calculator"}])
    await make_agent(builder, "other", tools=[{"name": "clock"}])
    task = element("serviceTask", "work", extensions='<zeebe:taskDefinition type="tool"/>' + HEADERS)
    files = [
        {"name": "sums.bpmn", "content": file(process("sums", start(), task, end(), flows="start>work>end")).decode()}
    ]
    answer = await builder.client.post("/v1/workflow-deployments", {"files": files})
    assert answer.status == 201, answer.body
    model.sequence = [
        Reply(tool_calls=[("calculator", '{"expression": "6*7"}'), ("calculator", '{"expression": "x"}')]),
        Reply(text="42"),
    ]
    assert (await builder.client.post("/v1/runs", {"agent": "helper", "input": "Go.", "wait": True})).status == 200
    users = (await builder.client.get("/v1/tools/calculator/users")).json()["items"]
    assert [(user["kind"], user["name"]) for user in users] == [("agent", "helper"), ("workflow", "sums")]
    assert users[0]["id"] == agent["id"]
    usage = (await builder.client.get("/v1/tools/calculator/usage")).json()
    assert (usage["calls"], usage["failures"]) == (2, 1)
    assert usage["last_called_at"] is not None
    assert (usage["error_rate"], usage["last_error"]) == (0.5, "tools.failed")
    assert usage["last_succeeded_at"] is not None
    assert usage["last_failed_at"] is not None
    assert (await owner.client.get("/v1/tools/calculator/users")).json()["items"] == []
    assert (await owner.client.get("/v1/tools/calculator/usage")).json()["calls"] == 0


async def test_a_workflow_calls_a_tool_in_the_sandbox(builder):
    await make_tool(builder, "double")
    extensions = (
        '<zeebe:taskDefinition type="tool"/><zeebe:taskHeaders><zeebe:header key="tool" value="double"/>'
        '<zeebe:header key="output" value="twice"/></zeebe:taskHeaders>'
    )
    task = element("serviceTask", "work", extensions=extensions)
    content = file(process("doubling", start(), task, end(), flows="start>work>end")).decode()
    deployment = {"files": [{"name": "doubling.bpmn", "content": content}]}
    assert (await builder.client.post("/v1/workflow-deployments", deployment)).status == 201
    body = {"process": "doubling", "variables": {"arguments": {"number": 21}}}
    instance = (await builder.client.post("/v1/process-instances", body)).json()
    detail = await until_ended(builder, instance)
    assert (detail["state"], detail["variables"]["twice"]) == ("completed", 42), detail

    await builder.client.post("/v1/tools/double/disable")
    refused = await builder.client.post("/v1/workflow-deployments", deployment)
    assert (refused.status, "cannot be called" in refused.body.decode()) == (422, True), refused.body


async def test_a_tool_s_health_is_its_own_and_not_that_of_calls_that_never_reached_it(builder, make_agent, model):
    async def health(*calls):
        model.sequence = [Reply(tool_calls=[("calculator", arguments) for arguments in calls]), Reply(text="Done.")]
        assert (await builder.client.post("/v1/runs", {"agent": "helper", "input": "Go.", "wait": True})).status == 200
        found = (await builder.client.get("/v1/tools/calculator/usage")).json()
        return found["health"], found["error_rate"], found["last_error"]

    await make_agent(builder, tools=[{"name": "calculator"}])
    assert (await builder.client.get("/v1/tools/calculator/usage")).json()["health"] == "unknown"
    assert await health('{"sum": 1}', "{") == ("unknown", None, None)  # the model's fault
    assert await health('{"expression": "1/0"}') == ("failing", 1.0, "tools.failed")
    assert await health('{"expression": "6*7"}') == ("healthy", 0.5, "tools.failed")
