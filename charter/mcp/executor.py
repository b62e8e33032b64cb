"""Calls tools of MCP servers for the desk."""

from __future__ import annotations

from pydantic import JsonValue

from charter.mcp.client import McpClient
from charter.mcp.errors import McpServerNotFound
from charter.mcp.models import OfferState
from charter.mcp.offers import ToolResult
from charter.mcp.parts import McpParts
from charter.mcp.pool import Target
from charter.mcp.repository import McpRepository
from charter.mcp.service import credentials
from charter.tools.errors import ToolFailed, ToolQuarantined
from charter.tools.tool import Caller, Tool


class McpExecutor:
    """One per process."""

    def __init__(self, parts: McpParts) -> None:
        self._parts = parts

    async def call(self, tool: Tool, arguments: dict[str, JsonValue], caller: Caller) -> JsonValue:
        """Return what the server's tool returned: its structured value, or its text.

        Raises:
            ToolFailed: the tool says that it failed.
            ToolQuarantined: what is to be called is not what was approved.
            McpError: the server cannot be called, or does not answer as it must.
        """
        name, target = await self._target(tool, caller)

        async def act(client: McpClient) -> ToolResult:
            return await client.call_tool(name, arguments, schema=tool.parameters, timeout_s=tool.timeout_s)

        result = await self._parts.pool.use(target, act)
        if result.is_error:
            raise ToolFailed(f"{tool.title} failed: {result.text()[:4_000] or 'it does not say why'}")
        if result.structured_content is not None:
            return result.structured_content
        return result.text()

    async def _target(self, tool: Tool, caller: Caller) -> tuple[str, Target]:
        """Return the tool's name at its server, and the server as the caller may use it."""
        name = str(tool.definition.get("tool"))
        async with self._parts.database.tenant_session(caller.tenant_id) as db:
            repository = McpRepository(db)
            server = await repository.find(tool.source_id) if tool.source_id else None
            if server is None:
                raise McpServerNotFound(f"The MCP server of {tool.name} is not connected any more.")
            offer = await repository.offer(server.id, name)
            # The registry's hold can be lifted there; what was approved is known here.
            if offer is None or offer.state != OfferState.APPROVED or offer.pinned_hash != tool.definition.get("hash"):
                raise ToolQuarantined(
                    f"{tool.name} is not what was approved. Its owner looks at it: charter mcp show {server.name}."
                )
            return name, await credentials.target_of(db, self._parts, server, caller.principal_id)
