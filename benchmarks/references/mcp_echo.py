"""A trivial MCP server made with the official SDK: ``echo``. Prints ``ready http://127.0.0.1:PORT/mcp``."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn
import uvloop
from mcp.server.mcpserver import MCPServer

server: MCPServer[Any] = MCPServer("echo", log_level="ERROR")


@server.tool(structured_output=False)
def echo(text: str) -> str:
    """Say it again."""
    return text


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"ready http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}/mcp", flush=True)


async def main() -> None:
    """Serve until stopped."""
    app = server.streamable_http_app(json_response=True, stateless_http=True)
    # It listens by itself: connections of a socket that it is given wait for acknowledgements (Nagle).
    config = uvicorn.Config(app, port=0, log_level="critical", http="httptools", ws="none")
    await _Announcing(config).serve()


uvloop.run(main())
