"""A scripted model server and callers whose tenant uses it, as for runs; MCP servers on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.mcp.sdk_servers import both_eras, everyday_server, serving
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]


@pytest.fixture
async def everyday() -> AsyncIterator[Any]:
    """A server of the SDK with its address in ``url``; its tools can be changed while it runs."""
    server = everyday_server()
    async with serving(both_eras(server, json_response=True)) as url:
        server.url = f"{url}/mcp"
        yield server
