"""Our client against servers made with the official SDK, in every era and over every HTTP transport."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.mcp import wire
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector
from charter.mcp.errors import McpAddressRefused, McpInputRequired, McpRequestRefused, McpServerUnreachable, McpTimedOut
from tests.mcp.sdk_servers import both_eras, everyday_server, only_handshakes, over_sse, serving


@pytest.fixture
async def http() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as client:
        yield client


def _app(kind: str) -> tuple[Any, str, str]:
    server = everyday_server()
    match kind:
        case "stateless":
            return both_eras(server), "/mcp", wire.MODERN
        case "stateless, json":
            return both_eras(server, json_response=True), "/mcp", wire.MODERN
        case "handshake":
            return only_handshakes(both_eras(server)), "/mcp", "2025-11-25"
        case "handshake, json, no session":
            return only_handshakes(both_eras(server, json_response=True, stateless=True)), "/mcp", "2025-11-25"
        case _:
            return over_sse(server), "/sse", "2025-11-25"


KINDS = ["stateless", "stateless, json", "handshake", "handshake, json, no session", "sse"]


@asynccontextmanager
async def connected(http: GuardedClient, kind: str) -> AsyncIterator[McpClient]:
    app, path, _ = _app(kind)
    async with serving(app) as url:
        client = McpClient()
        try:
            await client.open(HttpConnector(http, url + path, {}))
            yield client
        finally:
            await client.aclose()


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_a_server_offers(http, kind):
    async with connected(http, kind) as client:
        assert client.facts is not None
        assert (client.facts.name, client.facts.revision) == ("everyday", _app(kind)[2])
        assert client.facts.instructions == "Add numbers with add."
        tools, skipped = await client.tools()
        assert {tool.name for tool in tools} >= {"add", "shout", "break_down", "long_way", "sleep"}
        assert skipped == []
        added = await client.call_tool("add", {"a": 2, "b": 40})
        assert added.structured_content == {"total": 42}
        assert (await client.call_tool("shout", {"text": "hé"})).text() == "HÉ"
        broken = await client.call_tool("break_down", {})
        assert broken.is_error
        assert [offer.uri for offer in await client.resources()] == ["notes://today"]
        assert (await client.read_resource("notes://today"))[0]["text"] == "water the plants"
        assert [offer.name for offer in await client.prompts()] == ["greet"]
        assert "Ada" in str(await client.get_prompt("greet", {"who": "Ada"}))
        await client.ping()


@pytest.mark.parametrize("kind", ["stateless", "handshake", "sse"])
async def test_progress_is_passed_on(http, kind):
    seen: list[tuple[float, float | None, str]] = []
    async with connected(http, kind) as client:
        result = await client.call_tool(
            "long_way", {"steps": 3}, on_progress=lambda done, total, text: seen.append((done, total, text))
        )
    assert result.text() == "there"
    assert seen == [(1, 3, "step 1"), (2, 3, "step 2"), (3, 3, "step 3")]


@pytest.mark.parametrize("kind", KINDS)
async def test_many_calls_at_once_get_their_own_answers(http, kind):
    async with connected(http, kind) as client:
        results = await asyncio.gather(*(client.call_tool("add", {"a": n, "b": 1}) for n in range(20)))
    assert [result.structured_content for result in results] == [{"total": n + 1} for n in range(20)]


@pytest.mark.parametrize("kind", ["stateless", "handshake", "sse"])
async def test_a_server_that_asks_back_is_refused(http, kind):
    async with connected(http, kind) as client:
        try:
            result = await client.call_tool("ask_back", {})
            assert result.is_error
        except (McpInputRequired, McpRequestRefused):
            pass
        assert (await client.call_tool("shout", {"text": "still here"})).text() == "STILL HERE"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_slow_tool_times_out_and_the_session_goes_on(http, kind):
    async with connected(http, kind) as client:
        with pytest.raises(McpTimedOut):
            await client.call_tool("sleep", {"seconds": 30}, timeout_s=0.3)
        assert (await client.call_tool("shout", {"text": "on"})).text() == "ON"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_caller_that_leaves_cancels_its_call(http, kind):
    async with connected(http, kind) as client:
        task = asyncio.create_task(client.call_tool("sleep", {"seconds": 30}))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await client.call_tool("shout", {"text": "on"})).text() == "ON"


async def test_an_unknown_resource_is_a_typed_refusal(http):
    async with connected(http, "stateless") as client:
        with pytest.raises(McpRequestRefused) as refused:
            await client.read_resource("notes://nothing-like-it")
    assert refused.value.rpc_code == wire.INVALID_PARAMS


async def test_nobody_there(http):
    with pytest.raises(McpServerUnreachable):
        await McpClient().open(HttpConnector(http, "http://127.0.0.1:1/mcp", {}))


async def test_an_inside_address_is_refused():
    async with GuardedClient() as guarded:
        with pytest.raises(McpAddressRefused):
            await McpClient().open(HttpConnector(guarded, "http://127.0.0.1:9/mcp", {}))
