"""Finding a server by what people call it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.mcp.errors import McpServerNotFound
from charter.mcp.models import McpServer
from charter.mcp.repository import McpRepository


async def reach(db: AsyncSession, reference: str | UUID, *, lock: bool = False) -> McpServer:
    """Return a server by id or name.

    Raises:
        McpServerNotFound: there is none in this tenant.
    """
    server = await McpRepository(db).find(reference, lock=lock)
    if server is None:
        raise McpServerNotFound("There is no such MCP server; list them with GET /v1/mcp-servers.")
    return server
