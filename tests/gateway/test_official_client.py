"""The gateway, driven by the client of the official SDK in both eras."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tests.conftest import Caller
from tests.llm.fake_server import Reply
from tests.mcp.test_endpoints import approve, connect

ERAS = ["auto", "legacy"]


@asynccontextmanager
async def session(url: str, caller: Caller, mode: Any = "auto") -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {caller.key}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        yield client


@pytest.fixture
async def chosen(builder: Caller, everyday: Any, make_agent: Any) -> Caller:
    """A tenant that has chosen: two tools of a server, one built in, an agent."""
    await connect(builder, everyday.url)
    await approve(builder)
    await make_agent(builder, "helper")
    body = {
        "name": "support",
        "instructions": "Add with care.",
        "tools": ["everyday__add", "everyday__break_down", "calculator"],
        "agents": ["helper"],
    }
    answer = await builder.client.post("/v1/mcp-virtual-servers", body)
    assert answer.status == 201, answer.body
    return builder


@pytest.mark.parametrize("mode", ERAS)
async def test_what_was_chosen_is_offered(gateway, chosen, mode):
    async with session(f"{gateway}/support", chosen, mode) as client:
        assert client.server_info.name == "charter"
        assert client.instructions == "Add with care."
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"everyday__add", "everyday__break_down", "calculator", "agent_helper"}
    assert tools["everyday__add"].description == "Add two numbers."
    assert tools["everyday__add"].title == "everyday.add"
    assert tools["calculator"].annotations.read_only_hint is True


@pytest.mark.parametrize("mode", ERAS)
async def test_tools_agents_and_failures(gateway, chosen, model, mode):
    model.default = Reply(text="Paris.")
    async with session(f"{gateway}/support", chosen, mode) as client:
        added = await client.call_tool("everyday__add", {"a": 2, "b": 40})
        assert added.structured_content == {"total": 42}
        calculated = await client.call_tool("calculator", {"expression": "6 * 7"})
        assert "42" in calculated.content[0].text
        asked = await client.call_tool("agent_helper", {"input": "Capital of France?"})
        assert asked.content[0].text == "Paris."
        broken = await client.call_tool("everyday__break_down", {})
        assert broken.is_error
        assert "pump" in broken.content[0].text
        wrong = await client.call_tool("everyday__add", {"a": "two", "b": 40})
        assert wrong.is_error
        assert "not valid" in wrong.content[0].text


@pytest.mark.parametrize("mode", ERAS)
async def test_without_a_choice_there_are_built_in_tools_and_agents(gateway, builder, make_agent, mode):
    await make_agent(builder, "helper")
    async with session(gateway, builder, mode) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
    assert {"calculator", "clock", "agent_helper"} <= names


async def test_what_was_not_chosen_cannot_be_called(gateway, chosen):
    async with session(f"{gateway}/support", chosen) as client:
        with pytest.raises(Exception, match="Unknown tool"):
            await client.call_tool("everyday__shout", {"text": "hi"})
        with pytest.raises(Exception, match="Unknown tool"):
            await client.call_tool("agent_another", {"input": "hi"})


async def test_a_change_is_seen_by_the_next_request(gateway, chosen, everyday):
    async with session(f"{gateway}/support", chosen) as client:
        assert not (await client.call_tool("everyday__add", {"a": 1, "b": 1})).is_error
        await chosen.client.post("/v1/tools/everyday__add/disable")
        with pytest.raises(Exception, match="Unknown tool"):
            await client.call_tool("everyday__add", {"a": 1, "b": 1})
        await chosen.client.post("/v1/tools/everyday__add/enable")
        assert not (await client.call_tool("everyday__add", {"a": 1, "b": 1})).is_error
        everyday.remove_tool("add")
        await chosen.client.post("/v1/mcp-servers/everyday/refresh")
        with pytest.raises(Exception, match="Unknown tool"):
            await client.call_tool("everyday__add", {"a": 1, "b": 1})


async def test_a_caller_sees_and_calls_what_they_may(gateway, chosen, make_caller, model):
    model.default = Reply(text="Hi.")
    caller = await make_caller("caller", chosen.tenant_id)
    async with session(f"{gateway}/support", caller) as client:
        assert len((await client.list_tools()).tools) == 4
        assert not (await client.call_tool("everyday__add", {"a": 1, "b": 1})).is_error
    guest = await make_caller("guest", chosen.tenant_id)
    async with session(f"{gateway}/support", guest) as client:
        refused = await client.call_tool("everyday__add", {"a": 1, "b": 1})
        assert refused.is_error
        assert "tools.call" in refused.content[0].text


async def test_each_call_is_in_the_log(gateway, chosen, services, sequencer):
    async with session(f"{gateway}/support", chosen) as client:
        await client.call_tool("everyday__add", {"a": 20, "b": 22})
        await client.call_tool("everyday__break_down", {})
    await sequencer.settle()
    called = (await chosen.client.get("/v1/audit/entries?action=tool.called")).json()["items"]
    assert {entry["after"]["name"] for entry in called} == {"everyday__add", "everyday__break_down"}
    assert {entry["after"]["through"] for entry in called} == {"mcp/support"}
    (failed,) = (await chosen.client.get("/v1/audit/entries?action=tool.failed")).json()["items"]
    assert (failed["after"]["name"], failed["after"]["outcome"]) == ("everyday__break_down", "tools.failed")


async def test_what_an_agent_is_asked_is_in_its_run_alone(gateway, chosen, model, sequencer):
    model.default = Reply(text="Paris.")
    async with session(f"{gateway}/support", chosen) as client:
        asked = await client.call_tool("agent_helper", {"input": "Capital of France?"})
    await sequencer.settle()
    (called,) = (await chosen.client.get("/v1/audit/entries?action=agent.called")).json()["items"]
    assert called["after"]["run"] == asked.meta["dev.charter/run"]
    assert called["after"]["arguments"] == {"size_bytes": len(b'{"input":"Capital of France?"}')}


async def test_policies_on_arguments_hold_here_as_well(gateway, chosen):
    policy = {
        "name": "small sums", "effect": "deny", "tools": ["everyday__add"], "condition": "arguments.a > 100",
        "reason": "Only small sums.",
    }  # fmt: skip
    assert (await chosen.client.post("/v1/tool-policies", policy)).status == 201
    async with session(f"{gateway}/support", chosen) as client:
        assert not (await client.call_tool("everyday__add", {"a": 1, "b": 1})).is_error
        denied = await client.call_tool("everyday__add", {"a": 101, "b": 1})
    assert denied.is_error
    assert "Only small sums." in denied.content[0].text
