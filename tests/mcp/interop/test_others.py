"""With what nobody here wrote: reference servers, clients and conformance tests from npm and PyPI."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastmcp import Client as FastMcpClient
from fastmcp.client.transports import StreamableHttpTransport

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector
from tests.approvals.conftest import calling, decide, ended, pending
from tests.approvals.test_runs_that_ask import heard
from tests.conftest import Caller
from tests.gateway.conftest import everyday, gateway
from tests.llm.fake_server import FakeServer, Reply
from tests.mcp.interop.programs import free_port, listening, node, output_of, package, piped
from tests.mcp.sdk_servers import serving
from tests.mcp.test_endpoints import SERVERS, approve, connect
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "everyday", "gateway", "make_agent", "model"]


@pytest.fixture
async def http() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as client:
        yield client


@pytest.mark.parametrize(("transport", "path"), [("streamableHttp", "/mcp"), ("sse", "/sse")])
async def test_server_everything(http, transport, path):
    script = package("server-everything", "dist/index.js")
    async with listening([script, transport], free_port(), {}) as url:
        client = McpClient()
        facts = await client.open(HttpConnector(http, url + path, {}))
        assert facts.revision == "2025-11-25"
        tools, skipped = await client.tools()
        assert len(tools) > 8
        assert skipped == []
        assert (await client.call_tool("echo", {"message": "hi"})).text() == "Echo: hi"
        seen: list[float] = []
        result = await client.call_tool(
            "trigger-long-running-operation",
            {"duration": 0.3, "steps": 3},
            on_progress=lambda done, *_: seen.append(done),
        )
        assert "completed" in result.text()
        assert seen == [1, 2, 3]
        assert (await client.call_tool("get-structured-content", {"location": "Chicago"})).structured_content
        assert len(await client.resources()) > 3
        assert {prompt.name for prompt in await client.prompts()} >= {"simple-prompt", "args-prompt"}
        assert await client.get_prompt("args-prompt", {"city": "Bonn", "state": "NRW"})
        await client.aclose()


async def test_server_everything_connected_approved_and_called(owner: Caller, services: Any) -> None:
    script = package("server-everything", "dist/index.js")
    async with listening([script, "streamableHttp"], free_port(), {}) as url:
        made = await connect(owner, f"{url}/mcp", "reference")
        assert made["facts"]["name"] == "mcp-servers/everything"
        done = await approve(owner, "reference")
        assert "reference__echo" in done["approved"]
        assert [left["name"] for left in done["left"]] == []


async def test_server_everything_asks_people_and_models(builder: Caller, model: FakeServer, make_agent: Any) -> None:
    script = package("server-everything", "dist/index.js")
    async with listening([script, "streamableHttp"], free_port(), {}) as url:
        await connect(builder, f"{url}/mcp", "reference")
        rules = {"model": "scripted/gpt-4o-mini", "max_tokens": 50, "calls": 1}
        assert (await builder.client.patch(f"{SERVERS}/reference", {"sampling": rules})).status == 200
        await builder.client.post(f"{SERVERS}/reference/refresh")
        approved = (await approve(builder, "reference"))["approved"]
        ask, write = (
            next(name for name in approved if f"trigger_{what}_request_" in name and "async" not in name)
            for what in ("elicitation", "sampling")
        )
        await make_agent(builder, "asker", tools=[{"name": ask}, {"name": write}])
        prompt = {"prompt": "the sea", "maxTokens": 500}
        model.sequence = [
            calling((ask, {})), calling((write, prompt)), Reply(text="Blue."),
        ]  # fmt: skip
        model.default = Reply(text="All done.")
        body = {"agent": "asker", "input": "Go.", "wait": True}
        run = (await builder.client.post("/v1/runs", body)).json()
        (asked,) = await pending(builder, run)
        fields = asked["form"]["fields"]["properties"]
        assert fields["titledSingleSelectEnum"]["enumNames"] == ["Superman", "Green Lantern", "Wonder Woman"]
        assert (await decide(builder, asked, "approve", answer={"name": "Ada", "email": "no address"})).status == 422
        answer = {"name": "Ada", "integer": 7, "untitledMultipleSelectEnum": ["Piano"]}
        assert (await decide(builder, asked, "approve", answer=answer)).status == 200
        assert (await ended(builder, run))["state"] == "completed"
        told = heard(model)
        assert "- Name: Ada" in told[0]
        assert "Piano" in told[0]
        assert "Blue." in told[1]


async def test_server_filesystem(tmp_path):
    (tmp_path / "note.txt").write_text("water the plants")
    async with piped(package("server-filesystem", "dist/index.js"), str(tmp_path)) as client:
        tools, _ = await client.tools()
        assert {tool.name for tool in tools} >= {"read_text_file", "list_directory"}
        read = await client.call_tool("read_text_file", {"path": str(tmp_path / "note.txt")})
        assert "water the plants" in read.text()
        assert (await client.call_tool("read_text_file", {"path": "/etc/passwd"})).is_error


async def test_server_memory(tmp_path):
    kept = {"MEMORY_FILE_PATH": str(tmp_path / "memory.jsonl")}
    async with piped(package("server-memory", "dist/index.js"), **kept) as client:
        entity = {"name": "Ada", "entityType": "person", "observations": ["likes engines"]}
        await client.call_tool("create_entities", {"entities": [entity]})
        found = await client.call_tool("search_nodes", {"query": "engines"})
        assert "Ada" in found.text()


async def test_fastmcp_client(gateway, owner, everyday):
    await connect(owner, everyday.url)
    await approve(owner)
    body = {"name": "sums", "tools": ["everyday__add", "calculator"]}
    assert (await owner.client.post("/v1/mcp-virtual-servers", body)).status == 201
    transport = StreamableHttpTransport(f"{gateway}/sums", headers={"Authorization": f"Bearer {owner.key}"})
    async with FastMcpClient(transport) as client:
        assert {tool.name for tool in await client.list_tools()} == {"everyday__add", "calculator"}
        assert (await client.call_tool("everyday__add", {"a": 2, "b": 40})).structured_content == {"total": 42}


async def test_inspector_s_command_line(gateway, owner, tmp_path):
    script = package("inspector", "clients/launcher/build/index.js")
    common = [node(), script, "--cli", gateway, "--transport", "http", "--header", f"Authorization: Bearer {owner.key}"]
    # Its configuration belongs into a folder of its own, and it starts a Node of the same version.
    home = {"HOME": str(tmp_path), "PATH": f"{Path(node()).parent}:{os.environ['PATH']}"}
    status, printed = await output_of(*common, "--method", "tools/list", environment=home)
    assert status == 0, printed
    assert "calculator" in {tool["name"] for tool in orjson.loads(printed)["tools"]}
    arguments = ["--tool-name", "calculator", "--tool-arg", "expression=6*7"]
    status, printed = await output_of(*common, "--method", "tools/call", *arguments, environment=home)
    assert status == 0, printed
    assert "42" in printed


@pytest.mark.parametrize("scenario", ["initialize", "tools_call"])
async def test_conformance_of_our_client(scenario, tmp_path):
    """Official scenarios for clients: Lifecycle, and Tools (Calling Tools)."""
    command = f"{sys.executable} -m tests.mcp.interop.conformance_client"
    script = package("conformance", "dist/index.js")
    arguments = ["client", "--command", command, "--scenario", scenario, "-o", str(tmp_path)]
    status, printed = await output_of(node(), script, *arguments)
    assert status == 0, printed


class WithKey:
    """Adds a credential to each request: the conformance tests send none."""

    def __init__(self, app: Any, key: str) -> None:
        self._app, self._key = app, key

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["headers"] = [*scope["headers"], (b"authorization", f"Bearer {self._key}".encode())]
        await self._app(scope, receive, send)


@pytest.mark.parametrize("scenario", ["server-initialize", "ping", "tools-list", "dns-rebinding-protection"])
async def test_conformance_of_the_gateway(app, owner, scenario, tmp_path):
    """Official scenarios for servers, of what the gateway offers: Lifecycle, Ping, Tools, Transports (Security)."""
    script = package("conformance", "dist/index.js")
    async with serving(WithKey(app, owner.key), lifespan="off") as url:
        arguments = ["server", "--url", f"{url}/mcp", "--scenario", scenario, "-o", str(tmp_path)]
        status, printed = await output_of(node(), script, *arguments)
    assert status == 0, printed
