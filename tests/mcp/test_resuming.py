"""A stream that breaks before its answer is gone on with (2025-11-25, Streamable HTTP, Resumability and Redelivery)."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.mcp.client import McpClient
from charter.mcp.connector import HttpConnector
from charter.mcp.errors import McpConnectionLost, McpTimedOut
from tests.mcp.sdk_servers import serving


class Breaking:
    """A server whose streams end before the answer; who asks for what follows an event is sent the next pieces."""

    def __init__(self, first: bytes, *later: bytes) -> None:
        self.first, self.later = first, list(later)
        self.asked: list[dict[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message.get("more_body"):
                break
        if scope["method"] == "GET":
            self.asked.append(headers)
            await _answered(send, 200 if self.later else 405, self.later.pop(0) if self.later else b"", stream=True)
            return
        asked = orjson.loads(body or b"{}")
        match asked.get("method"):
            case "initialize":
                facts = {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "b"}}
                await _answered(send, 200, orjson.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": facts}))
            case "tools/call":
                await _answered(send, 200, self.first.replace(b"ID", str(asked["id"]).encode()), stream=True)
                self.later = [piece.replace(b"ID", str(asked["id"]).encode()) for piece in self.later]
            case "server/discover":
                await _answered(send, 400, b"{}")
            case _:
                await _answered(send, 202, b"")


async def _answered(send: Any, status: int, body: bytes, *, stream: bool = False) -> None:
    kind = b"text/event-stream" if stream else b"application/json"
    headers = [(b"content-type", kind), (b"mcp-session-id", b"session-1")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


_ANSWER = b'data: {"jsonrpc":"2.0","id":ID,"result":{"content":[{"type":"text","text":"there"}]}}\n\n'


async def _called(server: Breaking, *, timeout_s: float = 30.0) -> str:
    async with GuardedClient(AddressRules(["127.0.0.0/8"])) as http, serving(server, lifespan="off") as url:
        client = McpClient()
        await client.open(HttpConnector(http, f"{url}/mcp", {"Authorization": "Bearer mine"}))
        try:
            return (await client.call_tool("far", {}, timeout_s=timeout_s)).text()
        finally:
            await client.aclose()


async def test_a_stream_is_gone_on_with_until_its_answer():
    server = Breaking(
        b"retry: 1\nid: one\ndata:\n\n", b": nothing yet\n\n", b"id: two\ndata:\n\n", b"id: three\n" + _ANSWER
    )
    assert await _called(server) == "there"
    assert [headers["last-event-id"] for headers in server.asked] == ["one", "one", "two"]
    assert {headers["mcp-session-id"] for headers in server.asked} == {"session-1"}
    assert {headers["authorization"] for headers in server.asked} == {"Bearer mine"}


@pytest.mark.parametrize("first", [b"data:\n\n", b"id: \ndata:\n\n", "id: ä b\ndata:\n\n".encode()])
async def test_without_a_place_to_go_on_from_the_call_is_lost(first):
    server = Breaking(first, _ANSWER)
    with pytest.raises(McpConnectionLost):
        await _called(server)
    assert server.asked == []


async def test_a_server_that_cannot_go_on_is_not_asked_again():
    server = Breaking(b"id: one\ndata:\n\n")
    with pytest.raises(McpConnectionLost):
        await _called(server)
    assert len(server.asked) == 1


async def test_the_time_of_a_call_is_that_of_all_its_streams():
    server = Breaking(b"retry: 999999999\nid: one\ndata:\n\n", _ANSWER)
    with pytest.raises(McpTimedOut):
        await _called(server, timeout_s=0.3)
