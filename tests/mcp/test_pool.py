"""Sessions of a process: shared, kept apart, begun anew, and left alone after failures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from charter.core.circuit import CircuitPolicy, Circuits
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.core.ids import new_id
from charter.mcp.client import McpClient
from charter.mcp.errors import McpCredentialRefused, McpServerPaused, McpServerUnreachable, McpTimedOut
from charter.mcp.pool import McpPool, Target
from tests.mcp.sdk_servers import both_eras, everyday_server, only_handshakes, over_sse, serving


@pytest.fixture
async def pool() -> AsyncIterator[McpPool]:
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as http:
        pool = McpPool(http)
        yield pool
        await pool.aclose()


def target(url: str, **changes: Any) -> Target:
    return replace(Target(new_id(), new_id(), "server", url), **changes)


async def shout(client: McpClient) -> str:
    return (await client.call_tool("shout", {"text": "a"})).text()


class Counting:
    """Counts the requests of an application by JSON-RPC method; may forget all sessions."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.greetings = 0
        self.forget = False
        self.headers: list[dict[bytes, bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            self.headers.append(headers)
            self.greetings += scope["method"] == "POST" and b"mcp-session-id" not in headers
            if self.forget and b"mcp-session-id" in headers:
                self.forget = False
                await send({"type": "http.response.start", "status": 404, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return
        await self._app(scope, receive, send)


async def test_a_session_is_begun_once_and_shared(pool):
    app = Counting(only_handshakes(both_eras(everyday_server())))
    async with serving(app) as url:
        one = target(f"{url}/mcp")
        assert await asyncio.gather(*(pool.use(one, shout) for _ in range(10))) == ["A"] * 10
        begun = app.greetings
        assert await pool.use(one, shout) == "A"
        assert app.greetings == begun
        assert pool.open_sessions == 1


async def test_sessions_of_tenants_people_and_credentials_are_apart(pool):
    async with serving(both_eras(everyday_server())) as url:
        one = target(f"{url}/mcp")
        others = [
            replace(one, tenant_id=new_id()),
            replace(one, whose=new_id()),
            replace(one, credential={"Authorization": "Bearer other"}),
            replace(one, whose=new_id()),
        ]
        for each in (one, *others):
            await pool.use(each, shout)
        assert pool.open_sessions == 5


async def test_a_forgotten_session_is_begun_anew_and_the_call_repeated(pool):
    app = Counting(only_handshakes(both_eras(everyday_server())))
    async with serving(app) as url:
        one = target(f"{url}/mcp")
        assert await pool.use(one, shout) == "A"
        app.forget = True
        assert await pool.use(one, shout) == "A"
        assert pool.open_sessions == 1


async def test_a_server_that_comes_back_is_found_again(pool):
    async with serving(over_sse(everyday_server())) as url:
        one = target(f"{url}/sse")
        assert await pool.use(one, shout) == "A"
    with pytest.raises(McpServerUnreachable):
        await pool.use(one, shout)


async def test_a_failing_server_is_left_alone():
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as http:
        pool = McpPool(http, circuits=Circuits(CircuitPolicy(failures=2, open_s=60)))
        gone = target("http://127.0.0.1:1/mcp")
        with pytest.raises(McpServerPaused) as paused:
            await pool.use(gone, shout)
        assert paused.value.retry_after_s > 0
        async with serving(both_eras(everyday_server())) as url:
            assert await pool.use(replace(gone, tenant_id=new_id(), url=f"{url}/mcp"), shout) == "A"
        await pool.aclose()


async def test_a_slow_call_does_not_end_the_session(pool):
    async with serving(only_handshakes(both_eras(everyday_server()))) as url:
        one = target(f"{url}/mcp")
        await pool.use(one, shout)
        with pytest.raises(McpTimedOut):
            await pool.use(one, lambda client: client.call_tool("sleep", {"seconds": 9}, timeout_s=0.2))
        assert pool.open_sessions == 1
        assert await pool.use(one, shout) == "A"


async def test_the_credential_is_sent_and_a_refusal_typed(pool):
    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and dict(scope["headers"]).get(b"authorization") != b"Bearer right":
            challenge = (b"www-authenticate", b'Bearer resource_metadata="https://x/.well-known/p"')
            await send({"type": "http.response.start", "status": 401, "headers": [challenge]})
            await send({"type": "http.response.body", "body": b""})
            return
        await inner(scope, receive, send)

    inner = both_eras(everyday_server())
    async with serving(guarded) as url:
        with pytest.raises(McpCredentialRefused) as refused:
            await pool.use(target(f"{url}/mcp"), shout)
        assert "resource_metadata" in str(refused.value.members["challenge"])
        assert await pool.use(target(f"{url}/mcp", credential={"Authorization": "Bearer right"}), shout) == "A"


async def test_dropping_a_server_ends_its_sessions(pool):
    async with serving(over_sse(everyday_server())) as url:
        one = target(f"{url}/sse")
        await pool.use(one, shout)
        await pool.drop(one.tenant_id, one.server_id)
        assert pool.open_sessions == 0
