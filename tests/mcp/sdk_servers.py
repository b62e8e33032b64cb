"""MCP servers made with the official SDK, served on loopback: what our client and our gateway are checked against."""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any, Literal

import uvicorn
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import BaseModel

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

_OPEN = TransportSecuritySettings(enable_dns_rebinding_protection=False)


class Sum(BaseModel):
    """A structured result."""

    total: int


def everyday_server(name: str = "everyday") -> MCPServer[Any]:
    """Return a server with a tool of each kind that a client must cope with."""
    server: MCPServer[Any] = MCPServer(name, instructions="Add numbers with add.", version="3.1")

    @server.tool()
    def add(a: int, b: int) -> Sum:
        """Add two numbers."""
        return Sum(total=a + b)

    @server.tool()
    def shout(text: str) -> str:
        """Say it louder."""
        return text.upper()

    @server.tool()
    def break_down() -> str:
        """Fail."""
        raise ToolError("the pump is broken")

    @server.tool()
    async def long_way(steps: int, ctx: Context[Any]) -> str:
        """Take a while and say how far it is."""
        for step in range(steps):
            await ctx.report_progress(step + 1, steps, f"step {step + 1}")
        return "there"

    @server.tool()
    async def sleep(seconds: float) -> str:
        """Take a given time."""
        await asyncio.sleep(seconds)
        return "awake"

    @server.tool()
    async def ask_back(ctx: Context[Any]) -> str:
        """Ask the person who uses the client."""
        answer = await ctx.elicit("Your name?", Name)
        return f"hello {answer}"

    @server.tool()
    async def change_offers(ctx: Context[Any]) -> str:
        """Offer one tool less, and say that something changed."""
        server.remove_tool("shout")
        await ctx.session.send_tool_list_changed()
        return "changed"

    @server.resource("notes://today")
    def today() -> str:
        """What is to be done today."""
        return "water the plants"

    @server.prompt()
    def greet(who: str) -> str:
        """Greet somebody."""
        return f"Say hello to {who}"

    return server


class Name(BaseModel):
    """What ask_back asks for."""

    name: str


def both_eras(server: MCPServer[Any], *, json_response: bool = False, stateless: bool = False) -> Any:
    """Return the server over streamable HTTP: it speaks the stateless revision and those with a handshake."""
    return server.streamable_http_app(json_response=json_response, stateless_http=stateless, transport_security=_OPEN)


def only_handshakes(app: Asgi) -> Asgi:
    """Return an application that knows nothing of the stateless era, as servers before July 2026."""

    async def older(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            names = {name for name, _ in scope["headers"]}
            if b"mcp-method" in names:
                await _plainly(send, 400, b"Bad Request: No valid session ID provided")
                return
        await app(scope, receive, send)

    return older


def over_sse(server: MCPServer[Any]) -> Asgi:
    """Return the server over HTTP with server-sent events, at ``/sse``; it refuses POST there as such servers do."""
    return server.sse_app(transport_security=_OPEN)


async def _plainly(send: Any, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving(app: Any, lifespan: Literal["on", "off"] = "on") -> AsyncIterator[str]:
    """Serve an application on a free port of loopback; gives its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="critical", lifespan=lifespan, timeout_graceful_shutdown=1, ws="none")
        running = uvicorn.Server(config)
        running.capture_signals = nullcontext  # type: ignore[method-assign] # signals are the tests' own
        task = asyncio.create_task(running.serve(sockets=[listening]))
        try:
            while not running.started:
                if task.done():
                    task.result()
                await asyncio.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            running.should_exit = True
            await task
            with warnings.catch_warnings():
                # The SDK's server leaves streams unclosed when it stops while a client is connected.
                warnings.simplefilter("ignore", ResourceWarning)
                for _ in range(20):  # its tasks end one after the other
                    await asyncio.sleep(0)
                gc.collect()
