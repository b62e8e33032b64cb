"""The gateway on a real port, tenants with a scripted model, MCP servers on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from charter.api.services import AppServices
from tests.mcp.conftest import everyday
from tests.mcp.sdk_servers import serving
from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "everyday", "make_agent", "model"]


@pytest.fixture(scope="module")
async def gateway(app: object, services: AppServices) -> AsyncIterator[str]:
    """The address of the gateway on a real port."""
    async with serving(app, lifespan="off") as url:
        yield f"{url}/mcp"
