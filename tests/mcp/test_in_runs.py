"""Tools of MCP servers in runs: called with their pinned texts, failing in typed ways, held when they change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from charter.core.errors import CharterError
from charter.mcp import reading as reading_tools
from charter.mcp.client import McpClient
from charter.mcp.errors import McpServerUnreachable
from charter.mcp.offers import ServerFacts, ToolOffer
from charter.mcp.reading import with_ours
from charter.tools.errors import ToolFailed, ToolQuarantined, ToolTimedOut
from charter.tools.service import registry
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Caller as ToolCaller
from charter.tools.tool import Tool
from tests.conftest import Caller
from tests.llm.fake_server import Reply
from tests.mcp.sdk_servers import both_eras, everyday_server, over_sse, serving
from tests.mcp.test_endpoints import SERVERS, approve, connect


async def tool_of(services: Any, owner: Caller, name: str) -> Tool:
    async with services.database.tenant_session(owner.tenant_id) as db:
        return (await load_catalogue(db, services.tools.builtins)).get(name)


def caller_of(owner: Caller) -> ToolCaller:
    return ToolCaller(owner.tenant_id, owner.principal.id, "trial", uuid4(), uuid4())


async def call(services: Any, owner: Caller, name: str, arguments: dict[str, Any]) -> Any:
    return await services.tools.desk.call(await tool_of(services, owner, name), arguments, caller_of(owner))


async def test_an_agent_calls_a_tool_of_a_server(builder, model, make_agent, everyday):
    await connect(builder, everyday.url)
    await approve(builder)
    await make_agent(builder, "adder", tools=[{"name": "everyday__add"}])
    model.sequence += [Reply(tool_calls=[("everyday__add", '{"a": 2, "b": 40}')]), Reply(text="42, I am told.")]
    answer = await builder.client.post("/v1/runs", {"agent": "adder", "input": "2 + 40?", "wait": True})
    assert answer.json()["state"] == "completed", answer.body
    asked, told = (request.body for request in model.requests[-2:])
    offered = {tool["function"]["name"]: tool["function"] for tool in asked["tools"]}
    assert offered["everyday__add"]["description"] == "Add two numbers."
    results = [message["content"] for message in told["messages"] if message["role"] == "tool"]
    assert len(results) == 1
    assert '"total":42' in results[0].replace(" ", "")


async def test_resources_and_prompts_are_read_through_tools(services, owner, everyday):
    await connect(owner, everyday.url)
    approved = (await approve(owner))["approved"]
    listing, reading, prompts, filling = (
        name for stem in ("resources_list", "resources_read", "prompts_list", "prompts_get")
        for name in approved if name.startswith(f"everyday__{stem}")
    )  # fmt: skip
    listed = await call(services, owner, listing, {})
    assert [resource["uri"] for resource in listed["resources"]] == ["notes://today"]
    read = await call(services, owner, reading, {"uri": "notes://today"})
    assert [part["text"] for part in read["contents"]] == ["water the plants"]
    assert [prompt["name"] for prompt in (await call(services, owner, prompts, {}))["prompts"]] == ["greet"]
    filled = await call(services, owner, filling, {"name": "greet", "arguments": {"who": "Ada"}})
    assert filled == {"messages": [{"role": "user", "content": "Say hello to Ada"}]}
    for name, arguments in ((reading, {"uri": "notes://tomorrow"}), (filling, {"name": "insult"})):
        with pytest.raises(CharterError):  # refused by the server, in words that a guardrail may stop
            await call(services, owner, name, arguments)


async def test_a_server_cannot_take_the_name_of_a_tool_of_ours():
    facts = ServerFacts(revision="2025-11-25", capabilities={"tools": {}, "resources": {}})
    theirs = [ToolOffer(name=name, input_schema={}) for name in ("resources/read", "prompts/get", "mine")]
    skipped: list[str] = []
    offered = {tool.name: tool.description for tool in with_ours(facts, theirs, skipped)}
    assert offered.keys() == {"mine", "resources/list", "resources/read"}
    assert "by its URI" in offered["resources/read"]
    assert [text.partition(":")[0] for text in skipped] == ["resources/read", "prompts/get"]


async def test_bytes_and_what_nobody_can_read_are_left_out():
    class Odd(McpClient):
        async def read_resource(self, uri: str, *, timeout_s: float = 30.0) -> list[dict[str, Any]]:
            return [{"uri": uri, "blob": "AAAA", "mimeType": "image/png"}]

        async def get_prompt(self, name: str, arguments: Any, *, timeout_s: float = 30.0) -> list[dict[str, Any]]:
            held = {"type": "resource", "resource": {"uri": "a:b", "text": "kept"}}
            return [{"role": "user", "content": part} for part in (held, {"type": "audio", "data": "AAAA"}, None)]

    left = await reading_tools.call(Odd(), "resources/read", {"uri": "a:b"}, timeout_s=1)
    assert left == {"contents": [{"uri": "a:b", "mime_type": "image/png", "left_out": "3 bytes that are no text"}]}
    odd = await reading_tools.call(Odd(), "prompts/get", {"name": "x"}, timeout_s=1)
    assert [message["content"] for message in odd["messages"]] == [
        {"uri": "a:b", "text": "kept"}, "[audio left out]", "[None left out]",
    ]  # fmt: skip


async def test_results_and_failures_are_typed(services, owner, everyday):
    await connect(owner, everyday.url)
    await approve(owner)
    assert await call(services, owner, "everyday__add", {"a": 1, "b": 2}) == {"total": 3}
    assert await call(services, owner, "everyday__shout", {"text": "hi"}) == {"result": "HI"}
    with pytest.raises(ToolFailed, match="pump"):
        await call(services, owner, "everyday__break_down", {})
    with pytest.raises(CharterError) as refused:
        await call(services, owner, "everyday__add", {"a": "one"})
    assert refused.value.code == "tools.arguments-invalid"


async def test_a_call_ends_in_its_time(services, owner, everyday):
    await connect(owner, everyday.url)
    await approve(owner)
    tool = replace(await tool_of(services, owner, "everyday__sleep"), timeout_s=0.2)
    with pytest.raises((ToolTimedOut, CharterError)) as late:
        await services.tools.desk.call(tool, {"seconds": 20}, caller_of(owner))
    assert late.value.status == 504


async def test_what_was_looked_up_before_the_change_is_not_called_after_it(services, owner, everyday):
    await connect(owner, everyday.url)
    await approve(owner)
    tool = await tool_of(services, owner, "everyday__shout")
    everyday.remove_tool("shout")
    await owner.client.post(f"{SERVERS}/everyday/refresh")
    with pytest.raises(ToolQuarantined):
        await services.tools.desk.call(tool, {"text": "hi"}, caller_of(owner))


async def test_lifting_the_hold_in_the_registry_is_no_approval(services, owner, everyday):
    await connect(owner, everyday.url)
    await approve(owner)
    tool = await tool_of(services, owner, "everyday__shout")
    everyday.remove_tool("shout")
    await owner.client.post(f"{SERVERS}/everyday/refresh")
    async with services.database.tenant_session(owner.tenant_id) as db:
        await registry.release_tool(db, owner.principal, tool.id, now=services.clock())
    with pytest.raises(ToolQuarantined, match="not what was approved"):
        await services.tools.desk.call(tool, {"text": "hi"}, caller_of(owner))


async def test_a_lost_server_is_a_typed_failure(services, owner):
    async with serving(both_eras(everyday_server(), json_response=True)) as url:
        await connect(owner, f"{url}/mcp")
        await approve(owner)
        tool = await tool_of(services, owner, "everyday__add")
    with pytest.raises(McpServerUnreachable):
        await services.tools.desk.call(tool, {"a": 1, "b": 2}, caller_of(owner))


async def test_a_server_that_says_that_it_changed_is_looked_at_soon(services, owner):
    async with serving(over_sse(everyday_server())) as url:
        await connect(owner, f"{url}/sse", transport="sse")
        await approve(owner)
        assert await call(services, owner, "everyday__change_offers", {}) == {"result": "changed"}
        async with asyncio.timeout(20):
            while (await owner.client.get("/v1/tools/everyday__shout")).json()["state"] != "quarantined":
                await asyncio.sleep(0.05)
